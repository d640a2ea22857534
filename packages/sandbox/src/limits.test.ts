import { expect, it } from "vitest";
import { dataBytes, DEFAULT_CAPS, DEFAULT_LIMITS, heapBytes, resolveLimits } from "./limits.js";

const MEBIBYTE = 1024 * 1024;

it("a run that asks for nothing gets the defaults", () => {
  expect(resolveLimits(undefined, DEFAULT_LIMITS, DEFAULT_CAPS)).toEqual(DEFAULT_LIMITS);
});

it("a run gets what it asks for, up to the caps", () => {
  const limits = resolveLimits({ wallMs: 1, cpuMs: 1e9 }, DEFAULT_LIMITS, DEFAULT_CAPS);
  expect(limits).toMatchObject({ wallMs: 1, cpuMs: DEFAULT_CAPS.cpuMs });
});

it.for([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a limit of %d is not taken", (wallMs) => {
  expect(resolveLimits({ wallMs }, DEFAULT_LIMITS, DEFAULT_CAPS).wallMs).toBe(
    DEFAULT_LIMITS.wallMs,
  );
});

it("defaults above the caps are lowered to them", () => {
  const caps = { ...DEFAULT_CAPS, wallMs: 10 };
  expect(resolveLimits(undefined, DEFAULT_LIMITS, caps).wallMs).toBe(10);
});

it("the kernel's limits follow from the memory of a run", () => {
  expect(heapBytes(512 * MEBIBYTE)).toBe(128 * MEBIBYTE);
  expect(dataBytes(512 * MEBIBYTE)).toBe(400 * MEBIBYTE);
  expect(dataBytes(512 * MEBIBYTE, 7)).toBe(400 * MEBIBYTE + 7);
});
