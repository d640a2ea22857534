import type { Database } from "../src/database.js";

/** What {@link writeLog} writes, by number: both ends included. */
interface LoggedEntries {
  projectId: string;
  from: number;
  to: number;
  daysOld: number;
}

/** Writes a project's next entries as if long ago, published. */
export async function writeLog(
  { pool }: Database,
  { projectId, from, to, daysOld }: LoggedEntries,
): Promise<void> {
  await pool.query(
    `INSERT INTO "ProjectEvent" ("projectId", seq, type, payload, "createdAt", "publishedAt")
     SELECT $1, n, 'project.updated', '{"changes":{"name":"N"},"version":2}',
            now() - make_interval(days => $4), now()
     FROM generate_series($2::int, $3::int) AS n`,
    [projectId, from, to, daysOld],
  );
  await pool.query(`UPDATE "Project" SET seq = $2 WHERE id = $1`, [projectId, to]);
}

/** Makes all that a project's log has so far old and published. */
export async function ageLog({ pool }: Database, projectId: string, days: number): Promise<void> {
  await pool.query(
    `UPDATE "ProjectEvent" SET "publishedAt" = now(), "createdAt" = now() - make_interval(days => $2)
     WHERE "projectId" = $1`,
    [projectId, days],
  );
}
