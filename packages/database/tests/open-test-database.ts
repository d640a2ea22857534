import "@workspace/local-stack/provided-context";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { afterAll, inject } from "vitest";
import { createDatabase, type Database } from "../src/database.js";

/** A migrated, empty database of its own for the test file that calls this, gone when the file is done. */
export async function openTestDatabase(): Promise<Database> {
  const testDatabase = await createTestDatabase({ databaseUrl: inject("databaseUrl") });
  const database = createDatabase({
    url: testDatabase.url,
    poolSize: 10,
    applicationName: testDatabase.name,
    onError: () => {},
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  return database;
}

/** How many connections to this database wait for a lock right now. */
export async function countLockWaits(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}
