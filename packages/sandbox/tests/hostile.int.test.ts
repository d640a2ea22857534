import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox, TIER_NAMES, type Sandbox } from "../src/sandbox.js";
import { makeCage, runUnprotected, type CanaryCage } from "./canaries.js";
import { HOSTILE_JAVASCRIPT } from "./hostile-javascript.js";
import { HOSTILE_PYODIDE } from "./hostile-pyodide.js";
import { HOSTILE_PYTHON } from "./hostile-python.js";

/** Short, so that those that never end do not make the suite long. */
const LIMITS = { wallMs: 600, cpuMs: 600 };
const TIMEOUT_MS = 30_000;

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

describe("canaries", () => {
  const DEMONSTRATIONS = {
    "reads a file": "secret",
    "writes a file": "file written",
    "removes, renames and links files": "canary file changed",
    "connects to TCP": "TCP socket",
    "connects to a UNIX socket": "UNIX socket",
    "reads the environment of itself and its parent": "secret",
    "spawns a process": "file spawned",
    "loads child_process by every way in": "process",
  };

  it.for(Object.entries(DEMONSTRATIONS))(
    "notice a program outside that %s",
    { timeout: TIMEOUT_MS },
    async ([name, breach]) => {
      const cage = await makeCage();
      try {
        const code = HOSTILE_JAVASCRIPT[name] ?? "";
        const output = await runUnprotected(process.execPath, [
          "-e",
          code,
          // With -e the arguments start one place earlier than for a file.
          "main.js",
          JSON.stringify(cage.places),
        ]);
        expect(await cage.findBreaches(output)).toContainEqual(expect.stringContaining(breach));
      } finally {
        await cage.remove();
      }
    },
  );
});

const tried = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
const available = tried.tiers.filter((tier) => tier.isAvailable).map((tier) => tier.name);
await tried.close();

it("at least one tier is available where the tests run", () => {
  expect(available).not.toEqual([]);
});

describe.for(TIER_NAMES.filter((name) => available.includes(name)))("in tier %s", (tier) => {
  let sandbox: Sandbox;
  let cage: CanaryCage;

  beforeAll(async () => {
    sandbox = await createSandbox({ tier, poolSizes: { javascript: 2, typescript: 0, python: 2 } });
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

describe("in Pyodide", () => {
  let sandbox: Sandbox;
  let cage: CanaryCage;

  beforeAll(async () => {
    sandbox = await createSandbox({
      usesPyodide: true,
      poolSizes: { javascript: 0, typescript: 0, python: 2 },
    });
    cage = await makeCage();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await sandbox.close();
    await cage.remove();
  });

  it.for(Object.entries(HOSTILE_PYODIDE))(
    "Python that %s reaches nothing",
    { timeout: TIMEOUT_MS },
    async ([, code]) => {
      const verdict = await sandbox.run({
        language: "python",
        code,
        args: [JSON.stringify(cage.places)],
      });
      expect(await cage.findBreaches(verdict.output)).toEqual([]);
    },
  );
});
