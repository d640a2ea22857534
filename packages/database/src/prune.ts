import type { Database } from "./database.js";
import { BATCH_ROWS, type PruneRun, pruneInBatches } from "./prune-batches.js";
import { type LogRetention, pruneEvents } from "./prune-events.js";
import { inPruneTurn } from "./prune-turn.js";

/** Jobs per statement: each may have 8 MiB of output (SANDBOX_MAX_OUTPUT_BYTES) to read. */
const OUTPUT_BATCH_JOBS = 50;
/** How much longer rows stay that other clocks than the database's look at: more than any clock is off or jumps. */
const CLOCK_MINUTES = 10;

/** How long what grows without end is kept. */
export interface Retention extends LogRetention {
  /** Days after its end for which a job's output is kept; 0 keeps all. */
  outputDays: number;
  idempotencyTtlHours: number;
}

/** How many rows of each kind were pruned. */
export interface Pruned {
  sessions: number;
  idempotencyKeys: number;
  events: number;
  outputs: number;
}

/**
 * Removes what is kept no longer, in small statements with pauses, each of which stands for itself: it may be
 * stopped, die or be started elsewhere at any time.
 *
 * @param signal stops it after the statement under way
 * @returns null when another instance is at it
 */
export async function pruneExpired(
  database: Database,
  retention: Retention,
  signal: AbortSignal,
): Promise<Pruned | null> {
  return inPruneTurn(database, async (client) => {
    const run: PruneRun = { client, signal };
    return {
      sessions: await pruneSessions(run),
      idempotencyKeys: await pruneIdempotencyKeys(run, retention),
      events: await pruneEvents(run, retention),
      outputs: await pruneOutputs(run, retention),
    };
  });
}

/** By expiry alone: a revoked session is what its token is refused by, for as long as that could be shown. */
const pruneSessions = (run: PruneRun): Promise<number> =>
  pruneInBatches(run, {
    text: `
      DELETE FROM "Session" WHERE id IN (
        SELECT id FROM "Session" WHERE "expiresAt" < now() - make_interval(mins => $1)
        ORDER BY "expiresAt" LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    values: [CLOCK_MINUTES],
    batchRows: BATCH_ROWS,
  });

const pruneIdempotencyKeys = (run: PruneRun, { idempotencyTtlHours }: Retention): Promise<number> =>
  pruneInBatches(run, {
    text: `
      DELETE FROM "IdempotencyKey" WHERE ("userId", key) IN (
        SELECT "userId", key FROM "IdempotencyKey"
        WHERE "createdAt" < now() - make_interval(hours => $1, mins => $2)
        ORDER BY "createdAt" LIMIT $3 FOR UPDATE SKIP LOCKED)`,
    values: [idempotencyTtlHours, CLOCK_MINUTES],
    batchRows: BATCH_ROWS,
  });

/** All else of a result stays, in the form `StoredResult` has for it. */
async function pruneOutputs(run: PruneRun, { outputDays }: Retention): Promise<number> {
  if (outputDays === 0) return 0;
  return pruneInBatches(run, {
    text: `
      UPDATE "Job"
      SET result = result - ARRAY['pieces', 'output', 'stdout', 'stderr'] || '{"outputExpired": true}'
      WHERE id IN (
        SELECT id FROM "Job"
        WHERE "completedAt" < now() - make_interval(days => $1)
          AND result IS NOT NULL AND NOT result ? 'outputExpired'
        ORDER BY "completedAt" LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    values: [outputDays],
    batchRows: OUTPUT_BATCH_JOBS,
  });
}
