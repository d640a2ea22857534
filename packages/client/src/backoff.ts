const MAX_DELAY_MS = 5000;

/**
 * How long to wait before trying again: anything up to a limit that doubles with each failure, so that
 * clients which lost the same gateway do not all come at once ("full jitter", AWS Architecture Blog,
 * "Exponential Backoff And Jitter").
 *
 * @param failures how many attempts have failed before, from 0
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, firstDelayMs: number, random: number): number {
  return random * Math.min(firstDelayMs * 2 ** failures, Math.max(MAX_DELAY_MS, firstDelayMs));
}
