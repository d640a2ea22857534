import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCachedReading } from "./cached-reading.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const timing = { ttlMs: 3000, timeoutMs: 1000 };

test("who asks while it is fresh gets what was read, and who comes later what is read then", async () => {
  let count = 0;
  const read = createCachedReading({ read: async () => (count += 1), ...timing });
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  vi.advanceTimersByTime(2999);
  expect(await read()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await read()).toBe(2);
});

test("what fails is null, and not asked again before its time", async () => {
  let count = 0;
  const read = createCachedReading({
    read: async () => {
      count += 1;
      throw new Error("away");
    },
    ...timing,
  });
  expect([await read(), await read(), count]).toEqual([null, null, 1]);
});

test("what takes too long is null", async () => {
  const read = createCachedReading({ read: () => new Promise(() => {}), ...timing });
  const reading = read();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await reading).toBeNull();
});
