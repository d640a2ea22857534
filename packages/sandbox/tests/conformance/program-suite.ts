import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Language, type Sandbox, type TierName } from "../../src/sandbox.js";
import { missingLines, touchesSurroundings, type Outcome, type Program } from "./programs.js";

/** Beyond what a busy machine takes over a compiler, or over the first import of everything. */
const LIMITS = { wallMs: 30_000, cpuMs: 30_000 };
const TIMEOUT_MS = 60_000;
/** Building Pyodide's snapshot comes on top. */
const SET_UP_TIMEOUT_MS = 120_000;

function expectOutcome(outcome: Outcome, program: Program): void {
  const { stdout, stderr, exitCode } = program;
  // One comparison: a status that differs is explained by what was printed.
  expect({ ...outcome, stderr: stderr.length === 0 ? outcome.stderr : "" }).toEqual({
    stdout,
    stderr: "",
    exitCode,
  });
  expect(missingLines(outcome.stderr, stderr), outcome.stderr).toEqual([]);
}

/** Tests that programs print in the plain runtime what is expected of them in the sandbox. */
export function testPlainly(
  programs: readonly Program[],
  run: (program: Program) => Promise<Outcome>,
): void {
  describe("outside the sandbox", () => {
    it.for(programs)("$name prints what it should", { timeout: TIMEOUT_MS }, async (program) => {
      expectOutcome(await run(program), program);
    });
  });
}

export interface SuiteOptions {
  language: Language;
  programs: readonly Program[];
  tier?: TierName | "auto";
  usesPyodide?: boolean;
}

/** Tests that programs print in the sandbox what they print in the plain runtime. */
export function testInSandbox(options: SuiteOptions): void {
  const { language, programs, tier = "auto", usesPyodide = false } = options;
  describe(`in the sandbox, tier ${tier}`, () => {
    let sandbox: Sandbox;

    beforeAll(async () => {
      sandbox = await createSandbox({
        tier,
        usesPyodide,
        poolSizes: { javascript: 0, typescript: 0, python: 0, [language]: 2 },
      });
      const info = sandbox.languages().find((entry) => entry.language === language);
      expect(info).toMatchObject({ isAvailable: true, reason: "" });
      if (usesPyodide) expect(info?.runtime).toMatch(/^pyodide/);
    }, SET_UP_TIMEOUT_MS);

    afterAll(() => sandbox.close());

    it.for(programs)("$name prints what it should", { timeout: TIMEOUT_MS }, async (program) => {
      const { files, stdinFile, args } = program;
      const verdict = await sandbox.run({
        language,
        files,
        stdin: stdinFile === null ? "" : readFileSync(stdinFile, "utf8"),
        args,
        limits: LIMITS,
      });
      const { stdout, stderr, exitCode } = verdict;
      expectOutcome({ stdout, stderr, exitCode }, program);
      expect(verdict.error === null).toBe(exitCode === 0);
    });
  });
}

/**
 * Tests all programs in the tier that `auto` takes, and those that touch their surroundings in every
 * other tier of this machine: what runs inside is the same.
 */
export async function testInEveryTier(
  language: Language,
  programs: readonly Program[],
): Promise<void> {
  const tried = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
  await tried.close();
  testInSandbox({ language, programs });
  for (const { name, isAvailable } of tried.tiers) {
    // The interpreter is no Node and no Python; it has programs of its own.
    if (!isAvailable || name === tried.tier || name === "quickjs") continue;
    const selection = programs.filter(touchesSurroundings);
    testInSandbox({ language, programs: selection, tier: name as TierName });
  }
}
