import type { LanguageOffer } from "@workspace/common/contracts/languages";
import { expect, test } from "vitest";
import { mergeOffers } from "./merge-offers.js";

const CAPS = { wallMs: 1, cpuMs: 2, memoryBytes: 3, outputBytes: 4 };
const PYTHON: LanguageOffer = {
  name: "python",
  isAvailable: true,
  version: "cpython 3.11.2",
  isolation: "lockdown",
  reason: null,
  limits: { ...CAPS, errorBytes: 5, codeBytes: 6, stdinBytes: 7 },
  caps: CAPS,
};
const JAVASCRIPT: LanguageOffer = { ...PYTHON, name: "javascript", version: "node 20.20.2" };

test("nothing is merged to nothing", () => {
  expect(mergeOffers([])).toEqual([]);
});

test("what several workers offer alike is one row with their number", () => {
  expect(mergeOffers([PYTHON, JAVASCRIPT, PYTHON, JAVASCRIPT, PYTHON])).toEqual([
    { ...JAVASCRIPT, workers: 2 },
    { ...PYTHON, workers: 3 },
  ]);
});

test.each<[what: string, change: Partial<LanguageOffer>]>([
  ["version", { version: "pyodide 0.29.3" }],
  ["isolation", { isolation: "namespaces" }],
  ["limits", { limits: { ...PYTHON.limits, wallMs: 99 } }],
  ["caps", { caps: { ...CAPS, memoryBytes: 99 } }],
  ["availability", { isAvailable: false, version: null, reason: "no python3" }],
])("what differs in its %s is a row of its own", (_what, change) => {
  const other = { ...PYTHON, ...change };
  const rows = mergeOffers([other, PYTHON, PYTHON]);
  expect(rows).toEqual([
    { ...PYTHON, workers: 2 },
    { ...other, workers: 1 },
  ]);
});

test("a language is listed as available first, however many workers lack it", () => {
  const lacking = { ...PYTHON, isAvailable: false, version: null, reason: "no python3" };
  expect(mergeOffers([lacking, lacking, PYTHON]).map(({ workers }) => workers)).toEqual([1, 2]);
});
