import { listAdmins } from "@workspace/database/admins";
import type { Database } from "@workspace/database/database";
import { type DatabaseState, inspectDatabase } from "@workspace/database/inspect-database";
import { fail, type Finding, ok, warn } from "./finding.js";

/** Prisma's and the listings' oldest. */
const MIN_MAJOR_VERSION = 13;
const MAX_CLOCK_AHEAD_MS = 2000;
/** One instance of each service, and some for whoever administers. */
const SERVICES = 3;
const SPARE_CONNECTIONS = 5;

/** Looks at PostgreSQL and what must be in it. */
export async function checkDatabase(database: Database, poolSize: number): Promise<Finding[]> {
  let state: DatabaseState;
  try {
    state = await inspectDatabase(database);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = message === "" ? String(code) : message;
    return [
      fail("PostgreSQL", `cannot be reached: ${reason}`, "check DATABASE_URL, and that it runs"),
    ];
  }
  const findings = [...judgeDatabase(state, poolSize)];
  if (state.pendingMigrations.length === 0) findings.push(await checkAdmins(database));
  return findings;
}

/** What of it is right, by what an operator must look after. */
export function* judgeDatabase(state: DatabaseState, poolSize: number): Generator<Finding> {
  const { version, maxConnections, usedConnections, clockAheadMs, pendingMigrations } = state;
  yield Number.parseInt(version, 10) >= MIN_MAJOR_VERSION
    ? ok("PostgreSQL", `reachable, version ${version}`)
    : fail("PostgreSQL", `version ${version}`, `use ${MIN_MAJOR_VERSION} or newer`);
  yield pendingMigrations.length === 0
    ? ok("migrations", "all applied")
    : fail("migrations", `not applied: ${pendingMigrations.join(", ")}`, "run the migrator");
  yield Math.abs(clockAheadMs) <= MAX_CLOCK_AHEAD_MS
    ? ok("clocks", `PostgreSQL's and this machine's differ by ${Math.abs(clockAheadMs)} ms`)
    : warn(
        "clocks",
        `PostgreSQL's is ${clockAheadMs} ms ahead of this machine's`,
        "let both follow a time server: sessions end by the one, tokens by the other",
      );
  const wanted = SERVICES * poolSize + SPARE_CONNECTIONS;
  const connections = `${usedConnections} of ${maxConnections} in use`;
  yield wanted <= maxConnections
    ? ok("connections", `${connections}; one of each service takes up to ${SERVICES * poolSize}`)
    : warn(
        "connections",
        `${connections}; one of each service takes up to ${SERVICES * poolSize}`,
        "lower DATABASE_POOL_SIZE or raise max_connections",
      );
}

async function checkAdmins(database: Database): Promise<Finding> {
  const { length } = await listAdmins(database);
  if (length > 0) return ok("admins", length === 1 ? "1" : String(length));
  return warn("admins", "none: nobody can open /admin/queues", "create-admin makes one");
}
