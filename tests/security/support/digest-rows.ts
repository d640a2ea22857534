import type { Database } from "@workspace/database/database";
import { eventually } from "@workspace/local-stack/eventually";

/**
 * What every table holds, as one checksum each: equal before and after whatever changed no row. A table that
 * is added to the schema is in it by itself.
 */
export async function digestRows({ pool, prisma }: Database): Promise<Record<string, string>> {
  // What went before marks its events as published when it has been answered.
  await eventually(
    async () => !(await prisma.projectEvent.count({ where: { publishedAt: null } })),
  );
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
     ORDER BY table_name`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ digest: string }>(
      `SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), '')) AS digest
       FROM "${name}" t`,
    );
    digests[name] = rows[0]?.digest ?? "";
  }
  return digests;
}
