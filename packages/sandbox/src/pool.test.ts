import { availableParallelism } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Child, ExitStatus } from "./child.js";
import { ChildPool } from "./pool.js";

/** Ends when it is told to; a pool needs no more of a child. */
function createChild() {
  let end: (status: ExitStatus) => void = () => undefined;
  const closed = new Promise<ExitStatus>((resolve) => {
    end = resolve;
  });
  const child = {
    closed,
    hasExited: false,
    readUsage: () => null,
    kill() {
      this.hasExited = true;
      end({ exitCode: null, signal: "SIGKILL" });
    },
  };
  return child as Pick<Child, "closed" | "hasExited" | "kill" | "readUsage"> as Child;
}

/** A pool whose children get ready when the test lets them. */
function openPool(size: number) {
  const children: Child[] = [];
  const started: { isAwaited: boolean; getReady(): void }[] = [];
  const pool = new ChildPool({
    size,
    onError: () => undefined,
    start: (isAwaited) =>
      new Promise<Child>((resolve) => {
        started.push({
          isAwaited,
          getReady() {
            const child = createChild();
            children.push(child);
            resolve(child);
          },
        });
      }),
  });
  let ready = 0;
  return {
    pool,
    children,
    /** Children that were asked for so far. */
    startedCount: () => started.length,
    /** Of those, the ones that somebody waits for. */
    awaitedCount: () => started.filter(({ isAwaited }) => isAwaited).length,
    /** Lets every child that was asked for get ready, and those asked for thereupon. */
    async settle() {
      while (ready < started.length) {
        started[ready]?.getReady();
        ready += 1;
        await vi.advanceTimersByTimeAsync(0);
      }
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("each child is handed out once", async () => {
  const { pool, settle } = openPool(3);
  await settle();
  const taken = await Promise.all([pool.take(), pool.take(), pool.take()]);
  expect(new Set(taken).size).toBe(3);
  expect(pool.measure().waiting).toBe(0);
});

test("a child that died while it waited is not handed out, and replaced", async () => {
  const { pool, children, settle } = openPool(2);
  await settle();
  children[0]?.kill();
  expect(await pool.take()).toBe(children[1]);
  await vi.advanceTimersByTimeAsync(2_000);
  await settle();
  expect(pool.measure().waiting).toBe(2);
});

test("a burst is served from those that wait, which are replaced after it", async () => {
  const { pool, settle, startedCount } = openPool(4);
  await settle();
  for (let n = 0; n < 4; n += 1) {
    await pool.take();
    await vi.advanceTimersByTimeAsync(20);
    expect(startedCount()).toBe(4);
  }
  await vi.advanceTimersByTimeAsync(30);
  await settle();
  expect(pool.measure().waiting).toBe(4);
});

test("an empty pool starts a child at once, and lets it know that somebody waits", async () => {
  const { pool, settle, startedCount, awaitedCount } = openPool(0);
  const taking = pool.take();
  expect([startedCount(), awaitedCount()]).toEqual([1, 1]);
  await settle();
  expect((await taking).hasExited).toBe(false);
});

test("no more are started at the same time than there are processors", async () => {
  const size = availableParallelism() + 3;
  const { pool, settle, startedCount, awaitedCount } = openPool(size);
  expect(startedCount()).toBe(availableParallelism());
  await settle();
  expect(awaitedCount()).toBe(0);
  expect(pool.measure().waiting).toBe(size);
});

test("filling waits until the pool is full", async () => {
  const { pool, settle } = openPool(availableParallelism() + 3);
  const filled = pool.fill();
  await settle();
  await filled;
  expect(pool.measure().waiting).toBe(availableParallelism() + 3);
});

test("closing kills those that wait, and those that were still starting", async () => {
  const { pool, settle } = openPool(2);
  const closed = pool.close();
  await settle();
  await closed;
  expect(pool.measure().waiting).toBe(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(pool.measure().waiting).toBe(0);
});
