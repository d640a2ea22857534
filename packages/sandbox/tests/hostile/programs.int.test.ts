import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, TIER_NAMES, type Sandbox } from "../../src/sandbox.js";
import { JAVASCRIPT_CRASHES } from "./javascript-crashes.js";
import { JAVASCRIPT_FILES } from "./javascript-files.js";
import { JAVASCRIPT_FORGERY } from "./javascript-forgery.js";
import { JAVASCRIPT_MEMORY } from "./javascript-memory.js";
import { JAVASCRIPT_NETWORK } from "./javascript-network.js";
import { JAVASCRIPT_OUTPUT } from "./javascript-output.js";
import { JAVASCRIPT_PROCESSES } from "./javascript-processes.js";
import { JAVASCRIPT_TIME } from "./javascript-time.js";
import { HUNGRY, type HostileProgram } from "./program.js";
import { PYTHON_RAW_CALLS } from "./python-raw-calls.js";
import { PYTHON } from "./python.js";
import { Arena, TIMEOUT_MS } from "./suite.js";
import { TYPESCRIPT } from "./typescript.js";

const PROGRAMS = [
  ...JAVASCRIPT_FILES,
  ...JAVASCRIPT_NETWORK,
  ...JAVASCRIPT_PROCESSES,
  ...JAVASCRIPT_MEMORY,
  ...JAVASCRIPT_TIME,
  ...JAVASCRIPT_OUTPUT,
  ...JAVASCRIPT_FORGERY,
  ...JAVASCRIPT_CRASHES,
  ...TYPESCRIPT,
  ...PYTHON,
  ...PYTHON_RAW_CALLS,
];

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
const available = TIER_NAMES.filter((name) =>
  trial.tiers.some((tier) => tier.name === name && tier.isAvailable),
);
await trial.close();

it("no two hostile programs are the same", () => {
  expect(new Set(PROGRAMS.map(({ language, name }) => `${language} ${name}`)).size).toBe(
    PROGRAMS.length,
  );
});

it("at least one tier is available where the tests run", () => {
  expect(available).not.toEqual([]);
});

describe.for(available)("in tier %s", (tier) => {
  let sandbox: Sandbox;
  let arena: Arena;

  beforeAll(async () => {
    sandbox = await createSandbox({ tier, poolSizes: { javascript: 1, typescript: 1, python: 1 } });
    arena = new Arena(tier, (request) => sandbox.run(request));
  }, TIMEOUT_MS);

  afterAll(async () => {
    // After all that, it serves as before.
    for (const { language } of sandbox.languages()) {
      const code = language === "python" ? "print(6 * 7)" : "console.log(6 * 7)";
      const verdict = await sandbox.run({ language, code, limits: { wallMs: 30_000 } });
      expect(verdict).toMatchObject({ error: null, stdout: "42\n" });
    }
    await sandbox.close();
    await arena.expectEmpty();
  }, TIMEOUT_MS);

  it.concurrent.for(PROGRAMS)(
    "$language that $name reaches nothing",
    { timeout: TIMEOUT_MS },
    (program) => arena.face(tier === available[0] ? program : makeFrugal(program)),
  );
});
