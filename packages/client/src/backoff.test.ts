import { expect, test } from "vitest";
import { backoffMs } from "./backoff.js";

test.each([
  { failures: 0, random: 0.5, delayMs: 500 },
  { failures: 1, random: 0.5, delayMs: 1000 },
  { failures: 2, random: 0.25, delayMs: 1000 },
  { failures: 10, random: 0.5, delayMs: 2500 },
  { failures: 10_000, random: 0.5, delayMs: 2500 },
  { failures: 3, random: 0, delayMs: 0 },
])("after $failures failures and with $random it is $delayMs ms", (given) => {
  expect(backoffMs(given.failures, 1000, given.random)).toBe(given.delayMs);
});

test("a first delay beyond the limit stands", () => {
  expect(backoffMs(4, 60_000, 0.5)).toBe(30_000);
});
