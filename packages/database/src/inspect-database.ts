import type { Database } from "./database.js";
import { readAppliedMigrations } from "./migrate.js";
import { MIGRATIONS_DIR, readMigrationFiles } from "./migrations/migration-files.js";

/** A PostgreSQL and its database, as an operator asks about them. */
export interface DatabaseState {
  version: string;
  maxConnections: number;
  usedConnections: number;
  /** By how much its clock is ahead of this one, as exactly as the way there allows. */
  clockAheadMs: number;
  /** Migrations of this version that have not been applied, or have failed. */
  pendingMigrations: string[];
}

/** Looks at the database; rejects when it cannot be reached. */
export async function inspectDatabase({ pool }: Database): Promise<DatabaseState> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ version: string; max: number; used: number }>(
      `SELECT current_setting('server_version') AS version,
              current_setting('max_connections')::int AS max,
              (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used`,
    );
    const [{ version, max, used } = { version: "", max: 0, used: 0 }] = rows;
    const before = Date.now();
    const clock = await client.query<{ now: number }>(
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
    );
    const middle = (before + Date.now()) / 2;
    const applied = new Set(
      (await readAppliedMigrations(client))
        .filter(({ state }) => state === "applied")
        .map(({ name }) => name),
    );
    return {
      version,
      maxConnections: max,
      usedConnections: used,
      clockAheadMs: Math.round((clock.rows[0]?.now ?? middle) - middle),
      pendingMigrations: readMigrationFiles(MIGRATIONS_DIR)
        .map(({ name }) => name)
        .filter((name) => !applied.has(name)),
    };
  } finally {
    client.release();
  }
}
