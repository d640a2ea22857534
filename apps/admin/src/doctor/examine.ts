import { httpEnv, loadEnv } from "@workspace/common/env";
import { readTokenSecrets } from "@workspace/common/token-secrets";
import type { Context } from "../command.js";
import { withBackends } from "../with-backends.js";
import { checkDatabase } from "./check-database.js";
import { checkEnvironment, checkNode } from "./check-environment.js";
import { checkRedis } from "./check-redis.js";
import { checkSandbox } from "./check-sandbox.js";
import { checkServices } from "./check-services.js";
import { findWeaknesses } from "./check-weaknesses.js";
import type { Finding } from "./finding.js";

/** Looks at everything that can be looked at; where the environment is wrong, not at what it leads to. */
export async function examine(context: Context): Promise<Finding[]> {
  const { env } = context;
  const environment = [checkNode(process.versions.node), ...checkEnvironment(env)];
  const sandbox = checkSandbox(env);
  const services = checkServices(env);
  const backends = environment.some(({ level }) => level === "FAIL")
    ? []
    : [...(await checkBackends(context)), ...checkWeaknesses(env)];
  return [...environment, ...backends, ...(await services), ...(await sandbox)];
}

async function checkBackends(context: Context): Promise<Finding[]> {
  const { DATABASE_POOL_SIZE } = loadEnv(httpEnv, context.env);
  return withBackends(context, async ({ database, redis, isRedisUp }) => [
    ...(await checkDatabase(database, DATABASE_POOL_SIZE)),
    ...(await checkRedis(redis, isRedisUp)),
  ]);
}

function checkWeaknesses(env: Context["env"]): Finding[] {
  const settings = loadEnv(httpEnv, env);
  return findWeaknesses(settings, readTokenSecrets(settings), env["PGPASSWORD"]);
}
