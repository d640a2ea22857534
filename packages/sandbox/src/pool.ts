import { availableParallelism } from "node:os";
import type { Child } from "./child.js";
import type { PoolInfo } from "./types.js";

/** Waits before it tries again to start children that keep failing. */
const RETRY_MS = 1_000;
/**
 * Children are replaced once this long none has been taken: starting one costs ten times what a short program
 * does, and would slow down a burst that those who wait can serve.
 */
const REFILL_DELAY_MS = 25;
/** Starting more at once only makes the first of them late. */
const MAX_STARTING = availableParallelism();

export interface PoolOptions {
  /** How many children wait. Zero starts each one when it is needed. */
  size: number;
  /** @param isAwaited whether a program waits for the child already */
  start(isAwaited: boolean): Promise<Child>;
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

  /** What waits right now, and what it costs. */
  measure(): Omit<PoolInfo, "language"> {
    const waiting = [...this.#idle].filter((child) => !child.hasExited);
    return {
      size: this.#options.size,
      waiting: waiting.length,
      residentBytes: waiting.reduce(
        (sum, child) => sum + (child.readUsage()?.residentBytes ?? 0),
        0,
      ),
    };
  }

  /** Takes a waiting child, or starts one. It belongs to the caller from then on. */
  async take(): Promise<Child> {
    for (const child of this.#idle) {
      this.#idle.delete(child);
      if (child.hasExited) continue;
      this.#scheduleRefill(REFILL_DELAY_MS);
      return child;
    }
    return this.#options.start(true);
  }

  /** Fills the pool at once and waits until it is full or could not be filled. */
  async fill(): Promise<void> {
    this.#cancelRefill();
    this.#refill();
    while (this.#starting.size > 0) await Promise.all(this.#starting);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRefill();
    while (this.#starting.size > 0) await Promise.all(this.#starting);
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
    this.#cancelRefill();
    if (this.#isClosed) return;
    this.#refillTimer = setTimeout(() => {
      this.#refillTimer = null;
      this.#refill();
    }, delayMs);
  }

  #refill(): void {
    while (!this.#isClosed && this.#missing > 0 && this.#starting.size < MAX_STARTING) {
      const starting: Promise<void> = this.#startOne().then((hasStarted) => {
        this.#starting.delete(starting);
        // Otherwise the timer goes on with it.
        if (hasStarted && this.#refillTimer === null) this.#refill();
      });
      this.#starting.add(starting);
    }
  }

  get #missing(): number {
    return this.#options.size - this.#idle.size - this.#starting.size;
  }

  async #startOne(): Promise<boolean> {
    try {
      const child = await this.#options.start(false);
      this.#idle.add(child);
      void child.closed
        .catch((error: unknown) => this.#options.onError(error))
        .finally(() => {
          // Nothing to replace when it was taken or the pool is closing.
          if (this.#idle.delete(child)) this.#scheduleRefill(RETRY_MS);
        });
      return true;
    } catch (error) {
      this.#options.onError(error);
      this.#scheduleRefill(RETRY_MS);
      return false;
    }
  }
}
