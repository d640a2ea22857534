import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.js";

test("a burst passes at once, then nothing until time has gone by", () => {
  const bucket = new TokenBucket(10, 3, 0);
  expect([0, 0, 0, 0, 99].map((nowMs) => bucket.take(nowMs))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(bucket.take(100)).toBe(true);
  expect(bucket.take(100)).toBe(false);
});

test("a refusal costs nothing", () => {
  const bucket = new TokenBucket(1, 1, 0);
  expect(bucket.take(0)).toBe(true);
  for (let nowMs = 1; nowMs < 1000; nowMs += 1) expect(bucket.take(nowMs)).toBe(false);
  expect(bucket.take(1001)).toBe(true);
});

test("in any stretch of time at most the burst and what the rate allows passes", () => {
  const scenario = fc.record({
    perSecond: fc.integer({ min: 1, max: 1000 }),
    burst: fc.integer({ min: 1, max: 100 }),
    pausesMs: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 }),
  });
  fc.assert(
    fc.property(scenario, ({ perSecond, burst, pausesMs }) => {
      const bucket = new TokenBucket(perSecond, burst, 0);
      let nowMs = 0;
      const passedAtMs: number[] = [];
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs;
        if (bucket.take(nowMs)) passedAtMs.push(nowMs);
      }
      for (const [from, startMs] of passedAtMs.entries())
        for (const [index, endMs] of passedAtMs.slice(from).entries())
          expect(index + 1).toBeLessThanOrEqual(
            burst + ((endMs - startMs) / 1000) * perSecond + 1e-6,
          );
    }),
    { numRuns: 50 },
  );
});
