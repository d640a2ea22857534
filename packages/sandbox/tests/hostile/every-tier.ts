import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, type Language, type Sandbox } from "../../src/sandbox.js";
import { HUNGRY, type HostileProgram } from "./program.js";
import { Arena, TIMEOUT_MS } from "./suite.js";

/**
 * What holds memory is the same in every tier. All but the first are given less of it, which is
 * filled sooner.
 */
const FRUGAL_MEMORY_BYTES = 128 * 1024 * 1024;

function makeFrugal(program: HostileProgram): HostileProgram {
  const isBomb = program.ends === HUNGRY && program.language !== "typescript";
  if (!isBomb) return program;
  return { ...program, limits: { ...program.limits, memoryBytes: FRUGAL_MEMORY_BYTES } };
}

const trial = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
/** Those that run the languages themselves; the interpreter of the weaker one has programs of its own. */
const KERNEL_TIERS = ["namespaces", "lockdown"] as const;
const available = KERNEL_TIERS.filter((name) =>
  trial.tiers.some((tier) => tier.name === name && tier.isAvailable),
);
await trial.close();

/** Registers hostile programs as tests, in each of {@link KERNEL_TIERS} that this machine has. */
export function testInEveryTier(programs: readonly HostileProgram[]): void {
  it("no two hostile programs are the same", () => {
    const names = programs.map(({ language, name }) => `${language} ${name}`);
    expect(new Set(names).size).toBe(programs.length);
  });

  it("at least one tier is available where the tests run", () => {
    expect(available).not.toEqual([]);
  });

  describe.for(available)("in tier %s", (tier) => {
    const served = new Set(programs.map(({ language }) => language));
    const sizeOf = (language: Language): number => (served.has(language) ? 1 : 0);
    const poolSizes = {
      javascript: sizeOf("javascript"),
      typescript: sizeOf("typescript"),
      python: sizeOf("python"),
    };
    let sandbox: Sandbox;
    let arena: Arena;

    beforeAll(async () => {
      sandbox = await createSandbox({ tier, poolSizes });
      arena = new Arena(tier, (request) => sandbox.run(request));
    }, TIMEOUT_MS);

    afterAll(async () => {
      // After all that, it serves as before.
      for (const language of served) {
        const code = language === "python" ? "print(6 * 7)" : "console.log(6 * 7)";
        const verdict = await sandbox.run({ language, code, limits: { wallMs: 30_000 } });
        expect(verdict).toMatchObject({ error: null, stdout: "42\n" });
      }
      await sandbox.close();
      await arena.expectEmpty();
    }, TIMEOUT_MS);

    it.concurrent.for(programs)(
      "$language that $name reaches nothing",
      { timeout: TIMEOUT_MS },
      (program) => arena.face(tier === available[0] ? program : makeFrugal(program)),
    );
  });
}
