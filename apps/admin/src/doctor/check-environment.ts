import { httpEnv, loadEnv, EnvError, websocketEnv, workerEnv } from "@workspace/common/env";
import { readTokenSecrets } from "@workspace/common/token-secrets";
import { secretEnv } from "../env.js";
import { fail, type Finding, ok } from "./finding.js";

const MINIMUM_NODE = [20, 19] as const;

/** Whether this Node.js can run the services. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor))
    return ok("Node.js", version);
  return fail("Node.js", version, `install ${MINIMUM_NODE.join(".")} or newer`);
}

type Env = Record<string, string | undefined>;

/** Whether the services would start with this environment: each problem of it once. */
export function checkEnvironment(env: Env): Finding[] {
  const problems = new Set<string>();
  for (const check of [
    () => void loadEnv(httpEnv, env),
    () => void loadEnv(websocketEnv, env),
    () => void loadEnv(workerEnv, env),
    () => void readSecrets(env),
  ])
    for (const problem of findProblems(check)) problems.add(problem);
  if (problems.size === 0) return [ok("environment", "fit for every service")];
  return [...problems].map((problem) => fail("environment", problem, "see docs/configuration.md"));
}

function readSecrets(env: Env): void {
  readTokenSecrets(loadEnv(secretEnv, env));
}

function findProblems(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.message.split("\n");
    throw error;
  }
}
