import { loadEnv } from "@workspace/common/env";
import { readSandboxOptions, sandboxEnv } from "@workspace/common/sandbox-env";
import { createSandbox, type Sandbox, TIER_NAMES } from "@workspace/sandbox/sandbox";
import { fail, type Finding, ok, warn } from "./finding.js";

const ABOUT = "sandbox here";

/** Tries on this machine what a worker would: every tier with its self-test, until one passes. */
export async function checkSandbox(env: Record<string, string | undefined>): Promise<Finding[]> {
  let sandbox: Sandbox;
  try {
    const settings = loadEnv(sandboxEnv, env);
    const tier = (["auto", ...TIER_NAMES] as const).find((name) => name === settings.SANDBOX_TIER);
    if (tier === undefined)
      return [fail(ABOUT, "SANDBOX_TIER names no tier", `use auto, ${TIER_NAMES.join(", ")}`)];
    const poolSizes = { javascript: 0, typescript: 0, python: 0 };
    sandbox = await createSandbox({ ...readSandboxOptions(settings), tier, poolSizes });
  } catch (error) {
    return [fail(ABOUT, (error as Error).message, "mend that, and ask again")];
  }
  const findings = [judgeTier(sandbox), ...judgeLanguages(sandbox)];
  await sandbox.close();
  return findings;
}

function judgeTier({ tier, tiers }: Sandbox): Finding {
  const reasons = tiers
    .filter(({ isAvailable }) => !isAvailable)
    .map(({ name, reason }) => `${name}: ${reason}`);
  if (tier === null)
    return fail(ABOUT, `no isolation works (${reasons.join("; ")})`, "see docs/deployment.md");
  const message =
    reasons.length === 0 ? `tier ${tier}` : `tier ${tier} (not ${reasons.join("; not ")})`;
  if (tier !== "quickjs") return ok(ABOUT, message);
  return warn(ABOUT, message, "for development alone: the kernel holds nothing there");
}

function judgeLanguages(sandbox: Sandbox): Finding[] {
  if (sandbox.tier === null) return [];
  return sandbox
    .languages()
    .map(({ language, isAvailable, runtime, reason }) =>
      isAvailable
        ? ok(`${language} here`, runtime)
        : warn(`${language} here`, `not available: ${reason}`, "jobs in it fail on such a worker"),
    );
}
