import type { Database } from "@workspace/database/database";

/** The names of the tables that hold what the services write: one that is added to the schema is among them by itself. */
export async function listTables({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
     ORDER BY table_name`,
  );
  return rows.map(({ name }) => name);
}
