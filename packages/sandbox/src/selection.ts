import { startChild, type ChildBase } from "./child.js";
import type { IdentityPool } from "./kernel/identity.js";
import type { LanguageRuntime } from "./languages/language.js";
import type { RuntimeFactory } from "./languages/runtimes.js";
import { childLimits } from "./limits.js";
import { runProgram } from "./run-program.js";
import { runSelfTest } from "./self-test.js";
import type { Tier } from "./tiers/tier.js";
import type {
  Language,
  LanguageInfo,
  RequestedLimits,
  RunRequest,
  SandboxLimits,
  TierReport,
} from "./types.js";
import { judge } from "./verdict.js";

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
  { base, identities, limits, caps }: Workbench,
): Promise<string | null> {
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
export async function testTier(
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

export interface LanguageChoice {
  info: LanguageInfo;
  runtime: LanguageRuntime | null;
}

/** A language whose runtime has passed its self-test in the active tier. */
export function available(runtime: LanguageRuntime): LanguageChoice {
  const { language, runtime: name } = runtime;
  return { info: { language, isAvailable: true, runtime: name, reason: "" }, runtime };
}

/** A language that cannot be run, and why. */
export function unavailable(language: Language, reason: string): LanguageChoice {
  return { info: { language, isAvailable: false, runtime: "", reason }, runtime: null };
}

/** Takes the first way to run a language that passes the self-test in the active tier. */
export async function chooseRuntime(
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
