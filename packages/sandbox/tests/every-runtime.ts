import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Language, type Sandbox } from "../src/sandbox.js";

/** Beyond what a busy machine takes over a compiler, or over the first import of everything. */
export const LIMITS = { wallMs: 30_000, cpuMs: 30_000 };
const TIMEOUT_MS = 60_000;
/** Building Pyodide's snapshot comes on top. */
const SET_UP_TIMEOUT_MS = 120_000;

/** Programs for each way to run a language; those in `python` run in Pyodide too. */
interface RuntimeCases<Case> {
  javascript: readonly Case[];
  typescript: readonly Case[];
  python: readonly Case[];
  /** For the host's own Python alone. */
  cpython?: readonly Case[];
}

/** Tests programs in a sandbox for each way to run their language. */
export function testInEveryRuntime<Case extends { name: string }>(
  { javascript, typescript, python, cpython = [] }: RuntimeCases<Case>,
  check: (sandbox: Sandbox, language: Language, program: Case) => Promise<void>,
): void {
  const suites = [
    { runtime: "node", language: "javascript", cases: javascript },
    { runtime: "typescript", language: "typescript", cases: typescript },
    { runtime: "cpython", language: "python", cases: [...python, ...cpython] },
    { runtime: "pyodide", language: "python", cases: python },
  ] as const;

  describe.for(suites)("in $runtime", ({ runtime, language, cases }) => {
    let sandbox: Sandbox;

    beforeAll(async () => {
      sandbox = await createSandbox({
        usesPyodide: runtime === "pyodide",
        poolSizes: { javascript: 0, typescript: 0, python: 0, [language]: 2 },
      });
      const info = sandbox.languages().find((entry) => entry.language === language);
      expect(info).toMatchObject({ isAvailable: true, reason: "" });
      // A Python of the host that fails its self-test is passed over for Pyodide in silence.
      expect(info?.runtime).toMatch(new RegExp(`^${runtime}`));
    }, SET_UP_TIMEOUT_MS);

    afterAll(() => sandbox.close());

    it.for(cases)("a program $name", { timeout: TIMEOUT_MS }, (program) =>
      check(sandbox, language, program),
    );
  });
}
