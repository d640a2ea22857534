import { expect, test } from "vitest";
import { reconnectDelayMs, redisAddressOptions } from "./redis.js";

const unused = { host: "unused", port: 1, password: "unused" };

test("an address in parts", () => {
  expect(redisAddressOptions({ host: "redis", port: 6380, password: "p" })).toEqual({
    host: "redis",
    port: 6380,
    family: 0,
    password: "p",
  });
});

test("without a password none is sent", () => {
  expect(redisAddressOptions({ host: "redis", port: 6379 })).not.toHaveProperty("password");
});

test.each([
  ["redis://redis", { host: "redis", port: 6379, family: 0 }],
  ["redis://redis:6380/", { host: "redis", port: 6380, family: 0 }],
  ["redis://redis/5", { host: "redis", port: 6379, family: 0, db: 5 }],
  ["redis://:pass@redis:1", { host: "redis", port: 1, family: 0, password: "pass" }],
  [
    "redis://me:pass@redis:1",
    { host: "redis", port: 1, family: 0, username: "me", password: "pass" },
  ],
  [
    "redis://m%40e:p%2Fa%3As%40s@redis:1",
    { host: "redis", port: 1, family: 0, username: "m@e", password: "p/a:s@s" },
  ],
  ["rediss://redis:6380", { host: "redis", port: 6380, family: 0, tls: {} }],
  ["redis://[::1]:6380", { host: "::1", port: 6380, family: 0 }],
])("%s wins over the parts and is read whole", (url, options) => {
  expect(redisAddressOptions({ ...unused, url })).toEqual(options);
});

test("reconnecting is tried soon, then ever later, after a second at most, and never by all at once", () => {
  for (const [attempt, longestMs] of [
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 1000],
    [50, 1000],
  ] as const) {
    const delays = Array.from({ length: 20 }, () => reconnectDelayMs(attempt));
    expect(Math.max(...delays)).toBeLessThanOrEqual(longestMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(longestMs / 2);
    expect(new Set(delays).size).toBeGreaterThan(1);
  }
});
