import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { type Prisma, PrismaClient } from "./generated/prisma/client.js";
import { WatchedPool } from "./watched-pool.js";

/** Longest wait for a free connection, and for a new one to be made. */
const CONNECT_TIMEOUT_MS = 5000;
/** Longest run of one statement; the server itself ends it. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** Silence after which an idle connection is asked whether it lives. */
const KEEP_ALIVE_DELAY_MS = 10_000;

/**
 * Access to PostgreSQL. `prisma` for ordinary work and transactions, `pool` (the same connections) for
 * the few statements that run on every request and are prepared once per connection.
 */
export interface Database {
  prisma: PrismaClient;
  pool: pg.Pool;
  /**
   * Loads what Prisma would else load with its first query, without connecting: were there no file descriptor for
   * it then, Prisma would keep that failure for good.
   */
  prepare(): Promise<void>;
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
  const pool = new WatchedPool({
    connectionString: url,
    max: poolSize,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  });
  pool.on("error", onError);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: false, onPoolError: onError }),
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: STATEMENT_TIMEOUT_MS },
  });
  return {
    prisma,
    pool,
    prepare: () => prisma.$connect(),
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
