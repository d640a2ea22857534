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

test("reconnecting is tried after 100 ms first, then ever later, after a second at most", () => {
  const delays = Array.from({ length: 50 }, (_, index) => reconnectDelayMs(index + 1));
  expect(delays.slice(0, 5)).toEqual([100, 200, 400, 800, 1000]);
  expect(delays.slice(5).every((delay) => delay === 1000)).toBe(true);
});
