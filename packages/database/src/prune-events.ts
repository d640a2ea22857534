import { BATCH_ROWS, pauseAfterBatch, type PruneRun } from "./prune-batches.js";

/** What is kept of projects' logs. */
export interface LogRetention {
  /** Days for which an entry is kept; 0 keeps all. */
  eventDays: number;
  /** The newest entries of each project that are kept, however old. */
  minEvents: number;
}

/** Comes before every project. */
const NO_PROJECT = "00000000-0000-0000-0000-000000000000";

/** A log, and what may go of it. */
interface LogBottom {
  projectId: string;
  /** Its first entry that is kept so far. */
  firstSeq: number;
  /** The last entry that is not among the newest ones. */
  lastSeq: number;
  /** Whether the first entry may go: where it must stay, all do. */
  isDue: boolean;
}

/**
 * Removes old entries, always from the bottom of a log: what is left has no hole above its first entry. What has
 * not been published stays, and all that follows it.
 *
 * @returns how many entries were removed
 */
export async function pruneEvents(run: PruneRun, retention: LogRetention): Promise<number> {
  if (retention.eventDays === 0) return 0;
  let pruned = 0;
  let afterProject: string | undefined = NO_PROJECT;
  while (afterProject !== undefined && !run.signal.aborted) {
    const logs = await readBottoms(run, retention, afterProject);
    for (const log of logs) if (log.isDue) pruned += await pruneLog(run, retention, log);
    afterProject = logs.length < BATCH_ROWS ? undefined : logs.at(-1)?.projectId;
    if (afterProject !== undefined) await pauseAfterBatch();
  }
  return pruned;
}

/** The bottoms of the next logs, by project: from one to the next in the primary key, past all in between. */
async function readBottoms(
  { client }: PruneRun,
  { eventDays, minEvents }: LogRetention,
  afterProject: string,
): Promise<LogBottom[]> {
  const { rows } = await client.query<LogBottom>(
    `
    WITH RECURSIVE log AS (
      (SELECT 1 AS n, "projectId", seq, "createdAt", "publishedAt" FROM "ProjectEvent"
       WHERE "projectId" > $1 ORDER BY "projectId", seq LIMIT 1)
      UNION ALL
      SELECT log.n + 1, next.* FROM log CROSS JOIN LATERAL (
        SELECT "projectId", seq, "createdAt", "publishedAt" FROM "ProjectEvent"
        WHERE "projectId" > log."projectId" ORDER BY "projectId", seq LIMIT 1
      ) AS next
      WHERE log.n < $4
    ), bottom AS MATERIALIZED (
      -- The log of a project that is gone has none to keep.
      SELECT log.*, coalesce(
        (SELECT seq FROM "Project" WHERE id = log."projectId") - $3::int, 2147483647) AS "lastSeq"
      FROM log
    )
    SELECT "projectId", seq AS "firstSeq", "lastSeq",
           seq <= "lastSeq" AND "publishedAt" IS NOT NULL
             AND "createdAt" < now() - make_interval(days => $2) AS "isDue"
    FROM bottom ORDER BY n`,
    [afterProject, eventDays, minEvents, BATCH_ROWS],
  );
  return rows;
}

async function pruneLog(
  run: PruneRun,
  { eventDays }: LogRetention,
  { projectId, firstSeq, lastSeq }: LogBottom,
): Promise<number> {
  let pruned = 0;
  // Not from the bottom each time: the index still has what was removed, and would be read over and over.
  let from = firstSeq;
  while (!run.signal.aborted) {
    const { rowCount } = await run.client.query(PRUNE_LOG_SQL, [
      projectId,
      from,
      lastSeq,
      eventDays,
      BATCH_ROWS,
    ]);
    const count = rowCount ?? 0;
    pruned += count;
    from += count;
    if (count < BATCH_ROWS) break;
    await pauseAfterBatch();
  }
  return pruned;
}

/**
 * Removes the entries from the number $2 on up to the first that must stay. It waits for nobody: an entry that
 * is locked, as by the deletion of its project, is left out, and with it what follows.
 */
const PRUNE_LOG_SQL = `
  WITH lowest AS (
    SELECT seq, "publishedAt", "createdAt" FROM "ProjectEvent"
    WHERE "projectId" = $1 AND seq BETWEEN $2 AND $3
    ORDER BY seq LIMIT $5 FOR UPDATE SKIP LOCKED
  ), candidate AS (
    SELECT seq, seq = $2 - 1 + row_number() OVER (ORDER BY seq)
             AND bool_and("publishedAt" IS NOT NULL AND "createdAt" < now() - make_interval(days => $4))
                 OVER (ORDER BY seq) AS "isDue"
    FROM lowest
  )
  DELETE FROM "ProjectEvent"
  WHERE "projectId" = $1 AND seq BETWEEN $2 AND (SELECT max(seq) FROM candidate WHERE "isDue")`;
