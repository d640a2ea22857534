import { describe, expect, test } from "vitest";
import { hasExpiredOutput, type StoredResult, toJobResult, toPieces } from "./job-result.js";

const FIGURES = {
  exitCode: 0,
  signal: null,
  executionTime: 12.5,
  cpuTime: 10,
  memoryPeak: 1024,
  truncated: false,
  isolation: "test",
  limits: { wallMs: 1000 },
};
const PIECES = (["o1", "e1", "o2"] as const).map(
  (text) => [text.startsWith("o") ? "stdout" : "stderr", text] as ["stdout" | "stderr", string],
);

describe("a result in pieces", () => {
  const stored: StoredResult = { ...FIGURES, pieces: PIECES };

  test("gives the three texts, and nothing of its form", () => {
    const texts = { output: "o1e1o2", stdout: "o1o2", stderr: "e1" };
    expect(toJobResult(stored)).toEqual({ ...FIGURES, ...texts });
    const empty = { output: "", stdout: "", stderr: "" };
    expect(toJobResult({ ...FIGURES, pieces: [] })).toEqual({ ...FIGURES, ...empty });
  });

  test("gives them as they are", () => {
    expect(toPieces(stored)).toEqual(PIECES);
  });
});

describe("a result from before there were pieces", () => {
  const stored = { ...FIGURES, output: "o1e1o2", stdout: "o1o2", stderr: "e1" };

  test("stays as it is", () => {
    expect(toJobResult(stored)).toEqual(stored);
  });

  test("has one piece for each stream that was written to", () => {
    expect(toPieces(stored)).toEqual([
      ["stdout", "o1o2"],
      ["stderr", "e1"],
    ]);
    expect(toPieces({ ...stored, output: "e1", stdout: "" })).toEqual([["stderr", "e1"]]);
  });
});

describe("a result whose output has expired", () => {
  const stored: StoredResult = { ...FIGURES, outputExpired: true };

  test("has none, says so, and keeps the rest", () => {
    const empty = { output: "", stdout: "", stderr: "" };
    expect(toJobResult(stored)).toEqual({ ...FIGURES, ...empty, outputExpired: true });
    expect(toPieces(stored)).toEqual([]);
  });

  test("is told from one whose program printed nothing", () => {
    expect(hasExpiredOutput(stored)).toBe(true);
    expect(hasExpiredOutput({ ...FIGURES, pieces: [] })).toBe(false);
  });
});
