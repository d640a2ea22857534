import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "../../src/sandbox.js";
import { type CanaryCage, findProcesses, makeCage } from "./canaries.js";
import { ENDLESS } from "./program.js";
import { QUICKJS_ESCAPES, QUICKJS_EXHAUSTION, QUICKJS_MESSAGES } from "./quickjs.js";

/** Short, so that those that never end do not make the suite long. */
const LIMITS = { wallMs: 2_000, cpuMs: 600 };
const TIMEOUT_MS = 60_000;

describe("in tier quickjs", () => {
  let sandbox: Sandbox;
  let cage: CanaryCage;

  beforeAll(async () => {
    sandbox = await createSandbox({
      tier: "quickjs",
      poolSizes: { javascript: 2, typescript: 0, python: 0 },
    });
    cage = await makeCage();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await sandbox.close();
    expect(findProcesses(cage.places.marker)).toEqual([]);
    await cage.remove();
  });

  const run = async (code: string, limits = LIMITS) => {
    const args = [JSON.stringify(cage.places)];
    const verdict = await sandbox.run({ language: "javascript", code, args, limits });
    expect(verdict.isolation).toBe("quickjs");
    // The places themselves are its arguments.
    expect(await cage.findBreaches(verdict.output)).toEqual([]);
    expect(verdict.output).not.toContain("signalled");
    return verdict;
  };

  it.for(QUICKJS_ESCAPES)(
    "one that $name reaches nothing",
    { timeout: TIMEOUT_MS },
    async ({ code }) => {
      const { error } = await run(code, { wallMs: 20_000, cpuMs: 10_000 });
      // Else what comes after the part that goes on for ever would not have been tried.
      expect(ENDLESS).not.toContain(error?.code);
    },
  );

  it.for(QUICKJS_MESSAGES)(
    "one that $name has failed all the same",
    { timeout: TIMEOUT_MS },
    async ({ code }) => {
      const verdict = await run(code, { wallMs: 20_000, cpuMs: 10_000 });
      expect(verdict.error?.code).toBe("RUNTIME_ERROR");
      expect([1, 7]).toContain(verdict.exitCode);
    },
  );

  it.for(QUICKJS_EXHAUSTION)(
    "one that $name is ended",
    { timeout: TIMEOUT_MS },
    async ({ code, name }) => {
      const { error } = await run(code);
      expect(error, name).not.toBeNull();
    },
  );
});
