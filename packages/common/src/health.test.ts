import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerWithin, createDependencyCheck, createHealthCheck, isReady } from "./health.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TIMEOUT_MS = 1000;
const never = () => new Promise<never>(() => {});

describe("a dependency check", () => {
  test("is up when the ping is answered and down when it fails", async () => {
    expect(await createDependencyCheck(async () => {}, TIMEOUT_MS)()).toBe("up");
    const refuse = () => Promise.reject(new Error("refused"));
    expect(await createDependencyCheck(refuse, TIMEOUT_MS)()).toBe("down");
  });

  test("is down after the time-out, however long the ping takes", async () => {
    const state = createDependencyCheck(never, TIMEOUT_MS)();
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(await state).toBe("down");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("asks a hanging dependency once, not once per caller", async () => {
    let pings = 0;
    const check = createDependencyCheck(() => {
      pings += 1;
      return never();
    }, TIMEOUT_MS);
    const states = Promise.all([check(), check()]);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(await states).toEqual(["down", "down"]);
    void check();
    expect(pings).toBe(1);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
  });

  test("asks anew after an answer", async () => {
    const answers = [Promise.resolve(), Promise.reject(new Error("refused")), Promise.resolve()];
    const check = createDependencyCheck(() => answers.shift() ?? never(), TIMEOUT_MS);
    expect([await check(), await check(), await check()]).toEqual(["up", "down", "up"]);
  });
});

describe("a service's health", () => {
  const check = (options: { redis?: () => Promise<unknown>; isDraining?: boolean }) =>
    createHealthCheck({
      service: "test",
      pingDatabase: async () => {},
      pingRedis: options.redis ?? (async () => {}),
      isDraining: () => options.isDraining ?? false,
    })();

  test("is ok and ready with everything up", async () => {
    const health = await check({});
    expect(health).toMatchObject({ status: "ok", service: "test", database: "up", redis: "up" });
    expect(isReady(health)).toBe(true);
  });

  test("is degraded and not ready with a dependency down", async () => {
    const health = await check({ redis: () => Promise.reject(new Error("refused")) });
    expect(health).toMatchObject({ status: "degraded", database: "up", redis: "down" });
    expect(isReady(health)).toBe(false);
  });

  test("is not ready while draining", async () => {
    const health = await check({ isDraining: true });
    expect(health.status).toBe("draining");
    expect(isReady(health)).toBe(false);
  });
});

test("an answer in time is given, and leaves no timer", async () => {
  expect(await answerWithin(Promise.resolve(1), TIMEOUT_MS, 2)).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
