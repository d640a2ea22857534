import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extendPath, interpolate, type PathSample } from "./interpolate.js";

const DELAY_MS = 50;

type Path = [PathSample, ...PathSample[]];
const at = (atMs: number, x: number, y = 0): PathSample => ({ atMs, x, y });
const where = (path: Path, shownAtMs: number) => interpolate(path, shownAtMs, DELAY_MS).x;

describe("a position", () => {
  test("is halfway between two samples at half the time", () => {
    expect(interpolate([at(0, 0, 100), at(40, 10, 0)], 20, DELAY_MS)).toEqual({ x: 5, y: 50 });
  });

  test("is where the cursor was before the first sample, and at the last one after it", () => {
    const path: Path = [at(100, 1), at(140, 2)];
    expect([where(path, 0), where(path, 100), where(path, 140), where(path, 1e9)]).toEqual([
      1, 1, 2, 2,
    ]);
  });

  test("stays after a long rest until shortly before the next sample", () => {
    const path: Path = [at(0, 0), at(10_000, 100)];
    expect(where(path, 9950)).toBe(0);
    expect(where(path, 9975)).toBe(50);
    expect(where(path, 10_000)).toBe(100);
  });

  test("does not overflow between coordinates that are far apart", () => {
    const path: Path = [at(0, -Number.MAX_VALUE), at(50, Number.MAX_VALUE)];
    expect(where(path, 25)).toBe(0);
  });
});

const coordinate = fc.integer({ min: -1000, max: 1000 });
/** Samples in the order of time, some of them at the same moment. */
const pathArbitrary = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200 }), coordinate, coordinate), {
    minLength: 1,
    maxLength: 20,
  })
  .map((steps) => {
    let atMs = 0;
    return steps.map(([waitMs, x, y]) => at((atMs += waitMs), x, y)) as Path;
  });

describe("on any path", () => {
  test("no position is beyond the samples", () => {
    fc.assert(
      fc.property(pathArbitrary, fc.integer({ min: -100, max: 5000 }), (path, shownAtMs) => {
        const { x, y } = interpolate(path, shownAtMs, DELAY_MS);
        for (const [value, all] of [
          [x, path.map((sample) => sample.x)],
          [y, path.map((sample) => sample.y)],
        ] as const) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
        }
      }),
    );
  });

  test("a new sample changes nothing of what has been shown until it arrived", () => {
    fc.assert(
      fc.property(pathArbitrary, fc.integer({ min: 0, max: 500 }), (path, agoMs) => {
        const arrivedMs = (path.at(-1) ?? path[0]).atMs;
        const before = path.slice(0, -1);
        if (!isPath(before)) return;
        const shownAtMs = arrivedMs - DELAY_MS - agoMs;
        expect(interpolate(path, shownAtMs, DELAY_MS)).toEqual(
          interpolate(before, shownAtMs, DELAY_MS),
        );
      }),
    );
  });

  test("what is dropped from a growing path is never needed again", () => {
    fc.assert(
      fc.property(pathArbitrary, fc.integer({ min: 0, max: 500 }), (whole, laterMs) => {
        let kept: PathSample[] = [];
        for (const sample of whole) kept = extendPath(kept, sample, DELAY_MS);
        if (!isPath(kept)) throw new Error("a path has become empty");
        const shownAtMs = (whole.at(-1) ?? whole[0]).atMs - DELAY_MS + laterMs;
        expect(interpolate(kept, shownAtMs, DELAY_MS)).toEqual(
          interpolate(whole, shownAtMs, DELAY_MS),
        );
      }),
    );
  });
});

test("a path keeps what is being shown and no more", () => {
  let path: PathSample[] = [];
  for (let n = 0; n < 1000; n += 1) path = extendPath(path, at(n * 10, n), DELAY_MS);
  expect(path.length).toBeLessThanOrEqual(DELAY_MS / 10 + 1);
});

const isPath = (samples: readonly PathSample[]): samples is Path => samples.length > 0;
