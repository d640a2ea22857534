import { backoffMs } from "../backoff.js";
import { WorkspaceError } from "../workspace-error.js";

/** How often one request is made at most: with its pauses that outlasts a restart of the server. */
const MAX_TRIES = 5;
const FIRST_DELAY_MS = 500;
/** Whoever is told to stay away for longer decides by themselves. */
const MAX_WAIT_MS = 10_000;

const PASSING_CODES: ReadonlySet<string> = new Set([
  "CONNECTION_LOST",
  "TIMED_OUT",
  // The first try, whose answer was lost, is still being carried out.
  "REQUEST_IN_PROGRESS",
]);
const PASSING_STATUSES: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);

/**
 * How long to wait before a request that may be repeated is made again.
 *
 * @param failures how often it has failed, from 1
 * @param random in [0, 1)
 * @returns null where there is no point
 */
export function retryWaitMs(error: unknown, failures: number, random: number): number | null {
  if (!(error instanceof WorkspaceError) || failures >= MAX_TRIES) return null;
  const { code, status, retryAfterMs = 0 } = error;
  if (!PASSING_CODES.has(code) && !PASSING_STATUSES.has(status)) return null;
  if (retryAfterMs > MAX_WAIT_MS) return null;
  return retryAfterMs + backoffMs(failures - 1, FIRST_DELAY_MS, random);
}
