import type { Database } from "./database.js";

/** Counting ends here: how much it is beyond does not matter, and it must stay cheap. */
const MAX_COUNTED = 100_000;

/** What waits in the database, over all services. Ages are in seconds, 0 where nothing waits. */
export interface Backlog {
  /** Log entries that have not been published. */
  unpublishedEvents: number;
  oldestUnpublishedSeconds: number;
  /** Jobs that no worker has taken, and those that one has. */
  pendingJobs: number;
  processingJobs: number;
  /** Since the oldest of the pending jobs was submitted. */
  oldestPendingSeconds: number;
}

/** Reads it in one statement, from the partial indexes of what is unpublished and unfinished. */
export async function readBacklog({ pool }: Pick<Database, "pool">): Promise<Backlog> {
  const { rows } = await pool.query<Backlog>({ name: "read-backlog", text: BACKLOG_SQL });
  const [backlog] = rows;
  if (backlog === undefined) throw new Error("the backlog has no row");
  return backlog;
}

const BACKLOG_SQL = `
  WITH event AS (
    SELECT count(*)::int AS count, min("createdAt") AS oldest
    FROM (
      SELECT "createdAt" FROM "ProjectEvent" WHERE "publishedAt" IS NULL
      ORDER BY "createdAt" LIMIT ${MAX_COUNTED}
    ) AS unpublished
  ), job AS (
    SELECT count(*) FILTER (WHERE status = 'PENDING')::int AS pending,
           count(*) FILTER (WHERE status = 'PROCESSING')::int AS processing,
           min("createdAt") FILTER (WHERE status = 'PENDING') AS oldest
    FROM (
      SELECT status, "createdAt" FROM "Job" WHERE status IN ('PENDING', 'PROCESSING')
      LIMIT ${MAX_COUNTED}
    ) AS unfinished
  )
  SELECT event.count AS "unpublishedEvents",
         ${ageOf("event.oldest")} AS "oldestUnpublishedSeconds",
         job.pending AS "pendingJobs",
         job.processing AS "processingJobs",
         ${ageOf("job.oldest")} AS "oldestPendingSeconds"
  FROM event, job`;

/** Never below 0: rows are written with the clock at the beginning of their transaction. */
function ageOf(column: string): string {
  return `greatest(0, coalesce(extract(epoch FROM now() - ${column}), 0))::float8`;
}
