import type { Child } from "./child.js";

/** Waits before it tries again to start children that keep failing. */
const RETRY_MS = 1_000;
/** Leaves a short program that was just handed out alone on its CPU. */
const REFILL_DELAY_MS = 25;

export interface PoolOptions {
  /** How many children wait. Zero starts each one when it is needed. */
  size: number;
  start(): Promise<Child>;
  onError(error: unknown): void;
}

/** Children of one language that are locked and wait, each for a single program. */
export class ChildPool {
  readonly #options: PoolOptions;
  readonly #idle = new Set<Child>();
  readonly #starting = new Set<Promise<void>>();
  #refillTimer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#refill();
  }

  get idleCount(): number {
    return this.#idle.size;
  }

  /** Takes a waiting child, or starts one. It belongs to the caller from then on. */
  async take(): Promise<Child> {
    for (const child of this.#idle) {
      this.#idle.delete(child);
      if (child.hasExited) continue;
      this.#scheduleRefill(REFILL_DELAY_MS);
      return child;
    }
    return this.#options.start();
  }

  /** Fills the pool at once and waits until it is full or could not be filled. */
  async fill(): Promise<void> {
    this.#cancelRefill();
    this.#refill();
    await Promise.all(this.#starting);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRefill();
    await Promise.all(this.#starting);
    const children = [...this.#idle];
    this.#idle.clear();
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.closed));
  }

  #cancelRefill(): void {
    if (this.#refillTimer !== null) clearTimeout(this.#refillTimer);
    this.#refillTimer = null;
  }

  #scheduleRefill(delayMs: number): void {
    if (this.#refillTimer !== null || this.#isClosed) return;
    this.#refillTimer = setTimeout(() => {
      this.#refillTimer = null;
      this.#refill();
    }, delayMs);
  }

  #refill(): void {
    while (!this.#isClosed && this.#idle.size + this.#starting.size < this.#options.size) {
      const starting: Promise<void> = this.#startOne().finally(() => {
        this.#starting.delete(starting);
      });
      this.#starting.add(starting);
    }
  }

  async #startOne(): Promise<void> {
    try {
      const child = await this.#options.start();
      this.#idle.add(child);
      void child.closed
        .catch((error: unknown) => this.#options.onError(error))
        .finally(() => {
          // Nothing to replace when it was taken or the pool is closing.
          if (this.#idle.delete(child)) this.#scheduleRefill(RETRY_MS);
        });
    } catch (error) {
      this.#options.onError(error);
      this.#scheduleRefill(RETRY_MS);
    }
  }
}
