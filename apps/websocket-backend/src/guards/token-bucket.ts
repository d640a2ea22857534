/** Allows bursts, and a rate on average. A class, since every socket has some. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #refilledAtMs: number;

  /** @param perSecond the rate that can be kept up; @param burst how many may come at once */
  constructor(perSecond: number, burst: number, startMs: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
    this.#refilledAtMs = startMs;
  }

  /** @returns whether one more may pass now */
  take(nowMs: number): boolean {
    const refill = ((nowMs - this.#refilledAtMs) / 1000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, this.#tokens + refill);
    this.#refilledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
