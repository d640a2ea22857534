import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { withDatabase } from "./migrations/database-url.js";
import {
  MIGRATIONS_DIR,
  readMigrationFiles,
  toMigrationList,
  type MigrationFile,
} from "./migrations/migration-files.js";

/** What {@link migrateDatabase} needs. */
export interface MigrateOptions {
  databaseUrl: string;
  /** Another folder than this package's `prisma/migrations`. */
  migrationsDir?: string;
  /** One line for each step that takes time. */
  onProgress?: (message: string) => void;
}

/** The names of the migrations that this call applied, and of all that the folder has. */
export interface MigrateResult {
  applied: string[];
  total: number;
}

/** Key of the advisory lock that migrators of this program hold; any fixed number of our own serves. */
const LOCK_KEY = 7_302_281_145;
const LOCK_TIMEOUT_MS = 120_000;
const LOCK_RETRY_MS = 250;
const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_PORT = "5432";
/** PostgreSQL error codes (its manual, appendix A). */
const UNDEFINED_TABLE = "42P01";
const UNKNOWN_DATABASE = "3D000";
const ALREADY_CREATED = new Set(["42P04", "23505"]);

/**
 * Brings a database up to date with the folder of migrations, creating the database where it is missing.
 *
 * It writes what `prisma migrate deploy` writes, so the two can take turns. Instances that start at once wait for each
 * other on an advisory lock. A database that is up to date costs one query: the engine is not even loaded.
 *
 * @throws when the database cannot be reached, a migration fails or failed before, or the lock is not to be had
 */
export async function migrateDatabase(options: MigrateOptions): Promise<MigrateResult> {
  const migrationsDir = options.migrationsDir ?? MIGRATIONS_DIR;
  const files = readMigrationFiles(migrationsDir);
  if (files.length === 0) throw new Error(`no migrations in ${migrationsDir}`);
  const client = await connect(options.databaseUrl);
  try {
    if (await isUpToDate(client, files)) return { applied: [], total: files.length };
    await lock(client);
    options.onProgress?.("applying database migrations");
    // Loaded here, since most starts find nothing to apply.
    const { NO_FILTER, withSchemaEngine } = await import("./migrations/schema-engine.js");
    const { appliedMigrationNames } = await withSchemaEngine(
      options.databaseUrl,
      undefined,
      (engine) =>
        engine.applyMigrations({
          migrationsList: toMigrationList(migrationsDir, files),
          filters: NO_FILTER,
        }),
    );
    return { applied: appliedMigrationNames, total: files.length };
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}

/** A migration as the database knows it. */
export interface AppliedMigration {
  name: string;
  checksum: string;
  state: "applied" | "failed" | "rolled back";
}

/** Reads the history that Prisma keeps in the database, oldest first; empty before the first migration. */
export async function readAppliedMigrations(client: pg.ClientBase): Promise<AppliedMigration[]> {
  try {
    const { rows } = await client.query<AppliedMigration>(
      `SELECT migration_name AS name, checksum,
              CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back'
                   WHEN finished_at IS NULL THEN 'failed' ELSE 'applied' END AS state
         FROM _prisma_migrations ORDER BY started_at`,
    );
    return rows;
  } catch (error) {
    if ((error as pg.DatabaseError).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

async function isUpToDate(client: pg.Client, files: MigrationFile[]): Promise<boolean> {
  const history = (await readAppliedMigrations(client)).filter(
    ({ state }) => state !== "rolled back",
  );
  if (history.some(({ state }) => state === "failed")) return false;
  const applied = new Set(history.map(({ name, checksum }) => `${name} ${checksum}`));
  return files.every(({ name, checksum }) => applied.has(`${name} ${checksum}`));
}

/**
 * Asks for the lock again and again. A statement that waited for it would have a snapshot, and an index that the
 * instance with the lock builds concurrently would wait for that in turn.
 */
async function lock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { rows } = await client.query<{ isMine: boolean }>(
      `SELECT pg_try_advisory_lock($1) AS "isMine"`,
      [LOCK_KEY],
    );
    if (rows[0]?.isMine === true) return;
    await delay(LOCK_RETRY_MS);
  }
  throw new Error(
    `another instance has been migrating this database for ${LOCK_TIMEOUT_MS / 1000} s`,
  );
}

/**
 * Connects to a database, creating it where the server does not have it yet.
 *
 * @throws with one line that names the server when it cannot be reached
 */
export async function connect(databaseUrl: string): Promise<pg.Client> {
  try {
    return await open(databaseUrl);
  } catch (error) {
    if ((error as pg.DatabaseError).code !== UNKNOWN_DATABASE) throw error;
    await createDatabase(databaseUrl);
    return open(databaseUrl);
  }
}

async function open(databaseUrl: string): Promise<pg.Client> {
  const { hostname, port } = parseDatabaseUrl(databaseUrl);
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    const reason = message === "" ? code : message;
    throw Object.assign(
      new Error(`cannot use PostgreSQL at ${hostname}:${port || DEFAULT_PORT}: ${reason}`, {
        cause: error,
      }),
      { code },
    );
  }
}

function parseDatabaseUrl(databaseUrl: string): URL {
  try {
    return new URL(databaseUrl);
  } catch {
    throw new Error(
      "DATABASE_URL is not a URL: expected postgresql://user:password@host:port/database",
    );
  }
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const name = decodeURIComponent(parseDatabaseUrl(databaseUrl).pathname.slice(1));
  const client = await open(withDatabase(databaseUrl, "postgres"));
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if (!ALREADY_CREATED.has((error as pg.DatabaseError).code ?? "")) throw error;
  } finally {
    await client.end();
  }
}
