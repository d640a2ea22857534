import { answerWithin } from "./health.js";

interface CachedReadingOptions<Value> {
  read: () => Promise<Value>;
  /** How long what was read is given again. */
  ttlMs: number;
  /** Longest wait for a reading. */
  timeoutMs: number;
}

/**
 * Reads what several ask for at about the same time once for all of them. A failure is kept as long as a value: what
 * is down must not be asked by each.
 *
 * @returns gives what was read; null where that failed or took too long
 */
export function createCachedReading<Value>({
  read,
  ttlMs,
  timeoutMs,
}: CachedReadingOptions<Value>): () => Promise<Value | null> {
  let reading: Promise<Value | null> = Promise.resolve(null);
  let isFreshUntil = -Infinity;
  return () => {
    const now = performance.now();
    if (now >= isFreshUntil) {
      isFreshUntil = now + ttlMs;
      const answer = read().catch(() => null);
      reading = answerWithin(answer, timeoutMs, null);
    }
    return reading;
  };
}
