import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild, type Child } from "../../src/child.js";
import { IdentityPool } from "../../src/kernel/identity.js";
import { createJavascript } from "../../src/languages/javascript.js";
import type { LanguageRuntime } from "../../src/languages/language.js";
import { childLimits, DEFAULT_CAPS, DEFAULT_LIMITS, resolveLimits } from "../../src/limits.js";
import { ChildPool } from "../../src/pool.js";
import { runProgram } from "../../src/run-program.js";
import { Launcher } from "../../src/tiers/launcher.js";
import { createLockdownTier } from "../../src/tiers/lockdown.js";
import { createNamespacesTier } from "../../src/tiers/namespaces.js";
import { judge } from "../../src/verdict.js";
import { ESCAPED } from "./escaped.js";
import { Arena, TIMEOUT_MS, type RunHostile } from "./suite.js";

const HARNESS = fileURLToPath(new URL("escaped.cjs", import.meta.url));

/** JavaScript in every respect, but for the script that runs it. */
function createEscaped(): LanguageRuntime {
  const javascript = createJavascript();
  return {
    ...javascript,
    buildCommand(limits) {
      const command = javascript.buildCommand(limits);
      const args = [...command.args.slice(0, -1), HARNESS];
      return { ...command, args, readablePaths: [...command.readablePaths, HARNESS] };
    },
  };
}

const identities = new IdentityPool();
const parts = {
  launcher: new Launcher(),
  findRuntimes: () => Promise.reject(new Error("The runtime is the test's own")),
};
const trials = [
  createNamespacesTier({
    ...parts,
    searchPath: "/usr/local/bin:/usr/bin:/bin",
    changesIdentity: identities.isActive,
  }),
  createLockdownTier(parts),
].map(async (tier) => ({ tier, obstacle: await tier.findObstacle() }));
const tiers = (await Promise.all(trials)).filter(({ obstacle }) => obstacle === null);

it("at least one tier is available where the tests run", () => {
  expect(tiers).not.toEqual([]);
});

describe.for(tiers)("in tier $tier.name", ({ tier }) => {
  const runtime = createEscaped();
  const { memoryBytes, errorBytes } = DEFAULT_LIMITS;
  const start = (isAwaited: boolean): Promise<Child> =>
    startChild({
      tier,
      runtime,
      isAwaited,
      identities,
      limits: childLimits(memoryBytes, DEFAULT_CAPS),
      maxErrorBytes: errorBytes,
    });
  const run: RunHostile = async (request) => {
    const limits = resolveLimits(request.limits, DEFAULT_LIMITS, DEFAULT_CAPS);
    const ending = await runProgram(await pool.take(), request, limits, {});
    return judge(ending, {
      limits,
      isolation: tier.name,
      outOfMemoryBytes: runtime.outOfMemoryBytes(memoryBytes),
    });
  };
  const arena = new Arena(tier.name, run);
  let pool: ChildPool;

  beforeAll(() => {
    pool = new ChildPool({ size: 1, start, onError: (error) => failures.push(error) });
  });
  const failures: unknown[] = [];

  afterAll(async () => {
    await pool.close();
    await arena.expectEmpty();
    expect(failures).toEqual([]);
  }, TIMEOUT_MS);

  it("a program does find what it would have after an escape", async () => {
    const verdict = await run({
      language: "javascript",
      code: "console.log(typeof escaped.require('child_process').spawn, escaped.syscall(39) === process.pid)",
    });
    expect(verdict).toMatchObject({ error: null, stdout: `function ${process.arch === "x64"}\n` });
  });

  it.concurrent.for(ESCAPED)(
    "JavaScript that has escaped and $name reaches nothing",
    { timeout: TIMEOUT_MS },
    (program) => arena.face(program),
  );
});
