import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";

/** Rows per statement: some milliseconds of work, so that nobody waits long behind it. */
export const BATCH_ROWS = 1000;
/** Pause after a batch: what else the database has to do goes first. */
const PAUSE_MS = 50;

/** What pruning works with: the connection that holds its turn, and the signal to stop. */
export interface PruneRun {
  client: pg.PoolClient;
  signal: AbortSignal;
}

/** Lets others have the database for a moment. */
export const pauseAfterBatch = (): Promise<void> => delay(PAUSE_MS);

/**
 * Repeats a statement that prunes at most `batchRows` rows until it finds fewer, or until the run is to stop.
 *
 * @returns how many rows were pruned
 */
export async function pruneInBatches(
  run: PruneRun,
  { text, values, batchRows }: { text: string; values: unknown[]; batchRows: number },
): Promise<number> {
  let pruned = 0;
  while (!run.signal.aborted) {
    const { rowCount } = await run.client.query(text, [...values, batchRows]);
    const count = rowCount ?? 0;
    pruned += count;
    if (count < batchRows) break;
    await pauseAfterBatch();
  }
  return pruned;
}
