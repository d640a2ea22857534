/**
 * Whether PostgreSQL could not be reached, gave up, or is not ready for this version's tables yet, as opposed
 * to refusing a statement: the same request may succeed later.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return listCauses(error).some(
    ({ code, originalCode, kind, message }) =>
      [code, originalCode, kind].some(isUnavailableCode) ||
      (typeof message === "string" && UNAVAILABLE_MESSAGE.test(message)),
  );
}

/** What is read of an error, whoever made it. */
interface Failure {
  /** Prisma's code, Node's, or an SQLSTATE. */
  code?: unknown;
  /** The SQLSTATE behind an error of Prisma's driver adapter. */
  originalCode?: unknown;
  /** What the driver adapter takes it for. */
  kind?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** An error and what it was made of, which Prisma keeps in `meta` and others in `cause`. */
function listCauses(error: unknown): Failure[] {
  const causes: Failure[] = [];
  for (let next = error; typeof next === "object" && next !== null && causes.length < 5;) {
    const failure: Failure = next;
    causes.push(failure);
    next = failure.meta?.driverAdapterError ?? failure.cause;
  }
  return causes;
}

const isUnavailableCode = (code: unknown): boolean =>
  typeof code === "string" && (UNAVAILABLE_CODES.has(code) || UNAVAILABLE_STATE.test(code));

/** Of Prisma: unreachable, timed out, closed; no connection or transaction to be had in time; a deadlock. */
const PRISMA_CODES = ["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034"];
const ADAPTER_KINDS = [
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TooManyConnections",
];
const NODE_CODES = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ECONNABORTED",
];
const UNAVAILABLE_CODES = new Set([...PRISMA_CODES, ...ADAPTER_KINDS, ...NODE_CODES]);

/**
 * SQLSTATEs (PostgreSQL's manual, appendix A): connection exceptions, a serialisation failure or deadlock, an
 * idle transaction or one of too long that was ended, a server that has become a standby, insufficient resources,
 * a lock that was not to be had, an ended or cancelled statement, and a table or column that is missing because
 * the migration is still to come.
 */
const UNAVAILABLE_STATE =
  /^(?:08...|40001|40P01|25006|25P0[34]|53...|55P03|57P0.|57014|42P01|42703)$/;

const UNAVAILABLE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|server has closed the connection|not queryable|cannot use a pool after calling end|not currently accepting connections/i;
