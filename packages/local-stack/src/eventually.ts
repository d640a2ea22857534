import { setTimeout as delay } from "node:timers/promises";

/** How long and how often {@link eventually} tries. */
export interface EventuallyOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** Names what is waited for in the error of a time-out. */
  what?: string;
}

/**
 * Repeats `attempt` until it neither throws nor answers `false` or `undefined`, and returns its answer.
 *
 * @throws the last error of `attempt`, or one naming `what`, after `timeoutMs` (default 20 s)
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 20, what = "the expected state" }: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await attempt();
      if (answer !== false && answer !== undefined) return answer as Exclude<T, false | undefined>;
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadline) {
      throw failure ?? new Error(`timed out after ${timeoutMs} ms waiting for ${what}`);
    }
    await delay(intervalMs);
  }
}
