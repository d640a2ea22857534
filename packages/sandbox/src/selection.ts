import { startChild, type ChildBase } from "./child.js";
import type { IdentityPool } from "./kernel/identity.js";
import { createJavascript } from "./languages/javascript.js";
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
  base: ChildBase;
  identities: IdentityPool;
  /** Limits of a run that asks for none. */
  limits: SandboxLimits;
  caps: Required<RequestedLimits>;
}

/** Starts one child in one tier and runs a language's probe in it. */
function testRuntime(
  tier: Tier,
  runtime: LanguageRuntime,
  { base, identities, limits: defaults, caps }: Workbench,
): Promise<string | null> {
  const limits = { ...defaults, wallMs: PROBE_TIMEOUT_MS, cpuMs: PROBE_TIMEOUT_MS };
  return runSelfTest(async (args) => {
    const child = await startChild({
      base,
      tier,
      runtime,
      identities,
      limits: childLimits(limits.memoryBytes, caps),
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

/** Tries a tier with the runtime that is always there. */
async function testTier(
  tier: Tier,
  runtime: LanguageRuntime,
  workbench: Workbench,
): Promise<TierReport> {
  const failure = (await tier.findObstacle()) ?? (await testRuntime(tier, runtime, workbench));
  return {
    name: tier.name,
    isAvailable: failure === null,
    reason: failure ?? tier.description,
  };
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
export function unavailable(language: Language, reason: string): LanguageChoice {
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
  for (const create of factories) {
    try {
      const runtime = await create();
      const failure = await testRuntime(tier, runtime, workbench);
      if (failure === null) return available(runtime);
      reasons.push(`${runtime.runtime}: ${failure}`);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
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
 */
export async function selectIsolation(
  candidates: readonly Tier[],
  runtimes: Record<Language, RuntimeFactory[]>,
  workbench: Workbench,
  wanted: string,
): Promise<Selection> {
  const probed = createJavascript();
  const tiers = await Promise.all(candidates.map((tier) => testTier(tier, probed, workbench)));
  const isWanted = (name: string): boolean => wanted === "auto" || wanted === name;
  const tier =
    candidates.find(({ name }, index) => tiers[index]?.isAvailable === true && isWanted(name)) ??
    null;
  const choices = await Promise.all(
    LANGUAGES.map((language) => {
      if (tier === null) return unavailable(language, describeNoTier(tiers, isWanted));
      // The tier has just passed its self-test with this very runtime.
      if (language === probed.language) return available(probed);
      return chooseRuntime(language, runtimes[language], tier, workbench);
    }),
  );
  return { tiers, tier, choices };
}

function describeNoTier(tiers: readonly TierReport[], isWanted: (name: string) => boolean): string {
  const reasons = tiers
    .filter(({ name }) => isWanted(name))
    .map(({ name, reason }) => `${name}: ${reason}`);
  return `no isolation tier is available (${reasons.join("; ")})`;
}
