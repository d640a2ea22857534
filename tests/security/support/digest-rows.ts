import type { Database } from "@workspace/database/database";
import { eventually } from "@workspace/local-stack/eventually";
import { listTables } from "./list-tables.js";

/** What every table holds, as one checksum each: equal before and after whatever changed no row. */
export async function digestRows(database: Database): Promise<Record<string, string>> {
  const { pool, prisma } = database;
  // What went before marks its events as published when it has been answered.
  await eventually(
    async () => !(await prisma.projectEvent.count({ where: { publishedAt: null } })),
  );
  const digests: Record<string, string> = {};
  for (const name of await listTables(database)) {
    const { rows } = await pool.query<{ digest: string }>(
      `SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) AS digest
       FROM "${name}" t`,
    );
    digests[name] = rows[0]?.digest ?? "";
  }
  return digests;
}
