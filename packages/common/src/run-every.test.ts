import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runEvery } from "./run-every.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const INTERVAL_MS = 100;

/** A task whose runs end when the test says so. */
function createTask() {
  const ends: (() => void)[] = [];
  return {
    task: () => new Promise<void>((resolve) => ends.push(resolve)),
    runs: () => ends.length,
    end: async () => {
      ends.at(-1)?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe("a recurring task", () => {
  test("runs at once and again after the pause", async () => {
    const { task, runs, end } = createTask();
    const recurring = runEvery({ intervalMs: INTERVAL_MS, task, onError: () => {} });
    expect(runs()).toBe(1);
    await end();
    await vi.advanceTimersByTimeAsync(INTERVAL_MS - 1);
    expect(runs()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(runs()).toBe(2);
    await end();
    await recurring.stop();
  });

  test("never runs twice at once", async () => {
    const { task, runs, end } = createTask();
    const recurring = runEvery({ intervalMs: INTERVAL_MS, task, onError: () => {} });
    await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS);
    recurring.runSoon();
    expect(runs()).toBe(1);
    await end();
    expect(runs()).toBe(2);
    await end();
    await recurring.stop();
  });

  test("runs soon when asked during the pause", async () => {
    const { task, runs, end } = createTask();
    const recurring = runEvery({ intervalMs: INTERVAL_MS, task, onError: () => {} });
    await end();
    recurring.runSoon();
    expect(runs()).toBe(2);
    await end();
    await recurring.stop();
  });

  test("tells the first of several failures and goes on", async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const task = async () => {
      runs += 1;
      if (runs !== 3) throw new Error(`run ${runs}`);
    };
    const recurring = runEvery({ intervalMs: INTERVAL_MS, task, onError: (e) => errors.push(e) });
    await vi.advanceTimersByTimeAsync(3.5 * INTERVAL_MS);
    expect(runs).toBe(4);
    expect(errors.map((error) => (error as Error).message)).toEqual(["run 1", "run 4"]);
    await recurring.stop();
  });

  test("stops, and only then resolves when its last run has ended", async () => {
    const { task, runs, end } = createTask();
    const recurring = runEvery({ intervalMs: INTERVAL_MS, task, onError: () => {} });
    let isStopped = false;
    const stopped = recurring.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(INTERVAL_MS);
    expect(isStopped).toBe(false);
    await end();
    await stopped;
    recurring.runSoon();
    await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS);
    expect(runs()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
