import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "./generated/prisma/client.js";

/** Longest wait for a free connection, and for a new one to be made. */
const CONNECT_TIMEOUT_MS = 5000;
/** Longest run of one statement; the server itself ends it. */
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Access to PostgreSQL. `prisma` for ordinary work and transactions, `pool` (the same connections) for
 * the few statements that run on every request and are prepared once per connection.
 */
export interface Database {
  prisma: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** What an operation inside a transaction works with. */
export type Transaction = Prisma.TransactionClient;

interface DatabaseOptions {
  url: string;
  poolSize: number;
  /** Name of the service, as `pg_stat_activity` shows it. */
  applicationName: string;
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  onError(error: Error): void;
}

/** Connects lazily: nothing is sent before the first statement. */
export function createDatabase({
  url,
  poolSize,
  applicationName,
  onError,
}: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on("error", onError);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: false, onPoolError: onError }),
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: STATEMENT_TIMEOUT_MS },
  });
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Whether a write failed because a row with the same unique value exists. Prisma's code P2002. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "P2002";
}

/** Whether PostgreSQL could not be reached or gave up, as opposed to refusing a statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === "string" && UNAVAILABLE_CODES.has(code)) return true;
  return typeof message === "string" && UNAVAILABLE_MESSAGE.test(message);
}

/** Prisma's P1xxx and P2024/P2028, Node's socket errors, and PostgreSQL's classes 08, 53 and 57P. */
const UNAVAILABLE_CODES = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "08000",
  "08003",
  "08006",
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);
const UNAVAILABLE_MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|server has closed the connection/i;
