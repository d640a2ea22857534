import { describe, expect, it } from "vitest";
import { IdentityPool } from "../src/kernel/identity.js";
import { createJavascript } from "../src/languages/javascript.js";
import type { LanguageRuntime } from "../src/languages/language.js";
import { DEFAULT_CAPS, DEFAULT_LIMITS } from "../src/limits.js";
import { createSandbox } from "../src/sandbox.js";
import { selectIsolation } from "../src/selection.js";
import { Launcher } from "../src/tiers/launcher.js";
import { createLockdownTier } from "../src/tiers/lockdown.js";
import type { Tier } from "../src/tiers/tier.js";

const TIMEOUT_MS = 60_000;
const NO_POOLS = { javascript: 0, typescript: 0, python: 0 };
/** What a probe prints that got out. */
const BREACH = 'console.log(JSON.stringify(["read the canary"]))';

/** The lockdown tier with JavaScript alone, whose first children do not start. */
function createFailingTier(failures: number, probe?: string) {
  const javascript = createJavascript();
  const runtime: LanguageRuntime = probe === undefined ? javascript : { ...javascript, probe };
  const tier = createLockdownTier({
    launcher: new Launcher(),
    findRuntimes: () =>
      Promise.resolve({
        javascript: [() => Promise.resolve(runtime)],
        typescript: [],
        python: [],
      }),
  });
  let started = 0;
  const failing: Tier = {
    ...tier,
    buildCommand(options) {
      started += 1;
      return started <= failures ? { command: "/bin/false", args: [] } : tier.buildCommand(options);
    },
  };
  return { tier: failing, startedCount: () => started };
}

function select(tier: Tier) {
  const workbench = {
    identities: new IdentityPool(),
    limits: DEFAULT_LIMITS,
    caps: DEFAULT_CAPS,
    logger: undefined,
  };
  return selectIsolation([tier], workbench, "auto");
}

describe("the self-test of a tier", () => {
  it("is tried once more when its child did not start", { timeout: TIMEOUT_MS }, async () => {
    const { tier, startedCount } = createFailingTier(1);
    expect((await select(tier)).tier?.name).toBe("lockdown");
    expect(startedCount()).toBe(2);
  });

  it("fails when its child does not start again", { timeout: TIMEOUT_MS }, async () => {
    const { tier } = createFailingTier(2);
    const { tiers } = await select(tier);
    expect(tiers).toMatchObject([
      { isAvailable: false, reason: expect.stringMatching(/ended with 1/) as string },
    ]);
  });

  it("fails at the first breach", { timeout: TIMEOUT_MS }, async () => {
    const { tier, startedCount } = createFailingTier(0, BREACH);
    const { tiers } = await select(tier);
    expect(tiers).toMatchObject([
      { isAvailable: false, reason: "the probe reached read the canary" },
    ]);
    expect(startedCount()).toBe(1);
  });
});

it("a Python that cannot be used is passed over, and named", { timeout: TIMEOUT_MS }, async () => {
  const warnings: Record<string, unknown>[] = [];
  const sandbox = await createSandbox({
    poolSizes: NO_POOLS,
    pythonPath: "/bin/false",
    logger: { warn: (details) => void warnings.push(details) },
  });
  try {
    const python = sandbox.languages().find(({ language }) => language === "python");
    expect(python).toMatchObject({
      isAvailable: true,
      runtime: expect.stringMatching(/^pyodide /) as string,
    });
    expect(warnings).toEqual([
      {
        language: "python",
        reason: expect.stringMatching(/^\/bin\/false is no CPython/) as string,
      },
    ]);
  } finally {
    await sandbox.close();
  }
});
