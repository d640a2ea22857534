import { startChild } from "./child.js";
import { rethrowIfUntestable } from "./untestable-host.js";
import type { IdentityPool } from "./kernel/identity.js";
import type { LanguageRuntime } from "./languages/language.js";
import type { RuntimeFactory } from "./languages/runtimes.js";
import { childLimits } from "./limits.js";
import { runProgram } from "./run-program.js";
import { runSelfTest } from "./self-test.js";
import type { Tier } from "./tiers/tier.js";
import {
  LANGUAGES,
  type Language,
  type LanguageInfo,
  type RequestedLimits,
  type RunRequest,
  type SandboxLimits,
  type SandboxLogger,
  type TierReport,
} from "./types.js";
import { judge } from "./verdict.js";

/**
 * Longest run of a probe. Not a program's own limit: on a busy machine a compiler may need more than that, and
 * isolation that works must not be passed over for it.
 */
const PROBE_TIMEOUT_MS = 20_000;

/** What every child of a sandbox is built with. */
export interface Workbench {
  identities: IdentityPool;
  /** Limits of a run that asks for none. */
  limits: SandboxLimits;
  caps: Required<RequestedLimits>;
  logger: SandboxLogger | undefined;
}

/**
 * Runs a language's probe in one tier, and once more where it could not be run to its end: a busy
 * machine can outlast a start. A probe that got out is not given a second chance.
 * @returns null when it reached nothing, otherwise what it did
 * @throws when it could not be run twice
 */
async function testRuntime(
  tier: Tier,
  runtime: LanguageRuntime,
  workbench: Workbench,
): Promise<string | null> {
  try {
    return await testRuntimeOnce(tier, runtime, workbench);
  } catch {
    return testRuntimeOnce(tier, runtime, workbench);
  }
}

/** Starts one child in one tier and runs a language's probe in it. */
function testRuntimeOnce(
  tier: Tier,
  runtime: LanguageRuntime,
  { identities, limits: defaults, caps }: Workbench,
): Promise<string | null> {
  const limits = { ...defaults, wallMs: PROBE_TIMEOUT_MS, cpuMs: PROBE_TIMEOUT_MS };
  return runSelfTest(async (args) => {
    const child = await startChild({
      tier,
      runtime,
      identities,
      limits: childLimits(limits.memoryBytes, caps),
      isAwaited: true,
      maxErrorBytes: limits.errorBytes,
    });
    const request: RunRequest = { language: runtime.language, code: runtime.probe, args };
    const ending = await runProgram(child, request, limits, {});
    return judge(ending, {
      limits,
      isolation: tier.name,
      outOfMemoryBytes: runtime.outOfMemoryBytes(limits.memoryBytes),
    });
  });
}

interface TestedTier {
  report: TierReport;
  /** What has passed its self-test in it; null when the tier is not available. */
  probed: LanguageRuntime | null;
}

/** Tries a tier with the first runtime of the language that is always there. */
async function testTier(tier: Tier, workbench: Workbench): Promise<TestedTier> {
  const fail = (reason: string): TestedTier => ({
    report: { name: tier.name, isAvailable: false, reason },
    probed: null,
  });
  const obstacle = await tier.findObstacle();
  if (obstacle !== null) return fail(obstacle);
  try {
    const runtime = await (await tier.findRuntimes()).javascript[0]();
    const failure = await testRuntime(tier, runtime, workbench);
    if (failure !== null) return fail(failure);
    const report = { name: tier.name, isAvailable: true, reason: tier.description };
    return { report, probed: runtime };
  } catch (error) {
    rethrowIfUntestable(error);
    return fail(error instanceof Error ? error.message : String(error));
  }
}

interface LanguageChoice {
  info: LanguageInfo;
  runtime: LanguageRuntime | null;
}

/** A language whose runtime has passed its self-test in the active tier. */
function available(runtime: LanguageRuntime): LanguageChoice {
  const { language, runtime: name } = runtime;
  return { info: { language, isAvailable: true, runtime: name, reason: "" }, runtime };
}

/** A language that cannot be run, and why. */
function unavailable(language: Language, reason: string): LanguageChoice {
  return { info: { language, isAvailable: false, runtime: "", reason }, runtime: null };
}

/** Takes the first way to run a language that passes the self-test in the active tier. */
async function chooseRuntime(
  language: Language,
  factories: readonly RuntimeFactory[],
  tier: Tier,
  workbench: Workbench,
): Promise<LanguageChoice> {
  const reasons: string[] = [];
  const passOver = (reason: string): void => {
    reasons.push(reason);
    workbench.logger?.warn({ language, reason }, "A way to run a language cannot be used");
  };
  for (const create of factories) {
    try {
      const runtime = await create();
      const failure = await testRuntime(tier, runtime, workbench);
      if (failure === null) return available(runtime);
      passOver(`${runtime.runtime}: ${failure}`);
    } catch (error) {
      rethrowIfUntestable(error);
      passOver(error instanceof Error ? error.message : String(error));
    }
  }
  return unavailable(language, reasons.join("; "));
}

/** What a machine allows, and what is used of it. */
export interface Selection {
  tiers: TierReport[];
  tier: Tier | null;
  choices: LanguageChoice[];
}

/**
 * Tests tiers and languages, and takes the strongest tier that was asked for and works.
 * @param candidates from the strongest to the weakest
 * @param wanted a tier's name, or `auto`
 * @throws {UntestableHostError} when the host lacks what it takes to tell
 */
export async function selectIsolation(
  candidates: readonly Tier[],
  workbench: Workbench,
  wanted: string,
): Promise<Selection> {
  const tested = await Promise.all(candidates.map((tier) => testTier(tier, workbench)));
  const tiers = tested.map(({ report }) => report);
  const isWanted = (name: string): boolean => wanted === "auto" || wanted === name;
  const index = tested.findIndex(({ report, probed }) => probed !== null && isWanted(report.name));
  const tier = candidates[index] ?? null;
  const probed = tested[index]?.probed ?? null;
  if (tier === null || probed === null) {
    const reason = describeNoTier(tiers, isWanted);
    return {
      tiers,
      tier: null,
      choices: LANGUAGES.map((language) => unavailable(language, reason)),
    };
  }
  const runtimes = await tier.findRuntimes();
  const chosen = await Promise.allSettled(
    LANGUAGES.map((language) =>
      // The tier has just passed its self-test with this very runtime.
      language === probed.language
        ? available(probed)
        : chooseRuntime(language, runtimes[language], tier, workbench),
    ),
  );
  // Only now, when no probe runs any more that a next try would run beside.
  const choices = chosen.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
  return { tiers, tier, choices };
}

function describeNoTier(tiers: readonly TierReport[], isWanted: (name: string) => boolean): string {
  const reasons = tiers
    .filter(({ name }) => isWanted(name))
    .map(({ name, reason }) => `${name}: ${reason}`);
  return `no isolation tier is available (${reasons.join("; ")})`;
}
