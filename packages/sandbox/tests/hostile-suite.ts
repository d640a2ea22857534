import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Sandbox, type TierName } from "../src/sandbox.js";
import { type CanaryCage, makeCage } from "./canaries.js";
import { HOSTILE_JAVASCRIPT } from "./hostile-javascript.js";
import { HOSTILE_PYTHON } from "./hostile-python.js";

/** Short, so that those that never end do not make the suite long. */
const LIMITS = { wallMs: 600, cpuMs: 600 };
const TIMEOUT_MS = 60_000;

const PROGRAMS = [
  ...Object.entries(HOSTILE_JAVASCRIPT).map(([name, code]) => ({
    name,
    code,
    language: "javascript" as const,
  })),
  ...Object.entries(HOSTILE_PYTHON).map(([name, code]) => ({
    name,
    code,
    language: "python" as const,
  })),
];

const tried = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
const available = tried.tiers.filter((tier) => tier.isAvailable).map((tier) => tier.name);
await tried.close();

/** Registers every hostile program as a test of one tier, where this machine has that tier. */
export function testHostilePrograms(tier: TierName): void {
  it("at least one tier is available where the tests run", () => {
    expect(available).not.toEqual([]);
  });

  if (!available.includes(tier)) return;
  describe(`in tier ${tier}`, () => {
    let sandbox: Sandbox;
    let cage: CanaryCage;

    beforeAll(async () => {
      sandbox = await createSandbox({
        tier,
        poolSizes: { javascript: 2, typescript: 0, python: 2 },
      });
      cage = await makeCage();
    }, TIMEOUT_MS);

    afterAll(async () => {
      await sandbox.close();
      await cage.remove();
    });

    it.for(PROGRAMS)(
      "$language that $name reaches nothing",
      { timeout: TIMEOUT_MS },
      async ({ language, code }) => {
        const verdict = await sandbox.run({
          language,
          code,
          args: [JSON.stringify(cage.places)],
          limits: LIMITS,
        });
        expect(verdict.isolation).toBe(tier);
        expect(await cage.findBreaches(verdict.output)).toEqual([]);
        expect(verdict.output).not.toContain("signalled");
        expect(verdict.output).not.toContain("became 0");
      },
    );
  });
}
