import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;
const DEADLINE_MS = 20_000;

/** Repeats an assertion until it holds. @throws what it threw last, when it never does */
export async function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
