/** Allows bursts, and a rate on average. */
export interface TokenBucket {
  /** @returns whether one more may pass now */
  take(nowMs: number): boolean;
}

/** @param perSecond the rate that can be kept up; @param burst how many may come at once */
export function createTokenBucket(perSecond: number, burst: number, startMs: number): TokenBucket {
  let tokens = burst;
  let refilledAtMs = startMs;
  return {
    take(nowMs) {
      tokens = Math.min(burst, tokens + ((nowMs - refilledAtMs) / 1000) * perSecond);
      refilledAtMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
