import { readLanguageOffers } from "@workspace/common/worker-registry";
import type { Redis } from "ioredis";
import { fail, type Finding, ok, warn } from "./finding.js";

/** The oldest with all commands that are used. */
const MIN_VERSION = [6, 2] as const;

/** Looks at Redis, and at the workers that say there what they can run. */
export async function checkRedis(redis: Redis, isUp: boolean): Promise<Finding[]> {
  if (!isUp)
    return [fail("Redis", "cannot be reached", "check REDIS_URL or REDIS_HOST, and that it runs")];
  try {
    const info = parseInfo(await redis.info());
    return [...judgeRedis(info), await checkWorkers(redis)];
  } catch (error) {
    return [fail("Redis", `does not answer: ${(error as Error).message}`, "look at its log")];
  }
}

/** The lines of `INFO`, by their names. */
export function parseInfo(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(":"));
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

/** What of it is right, by what the queue needs. */
export function* judgeRedis(info: ReadonlyMap<string, string>): Generator<Finding> {
  const version = info.get("redis_version") ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isNewEnough =
    major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]);
  yield isNewEnough || version === "unknown"
    ? ok("Redis", `reachable, version ${version}`)
    : fail("Redis", `version ${version}`, `use ${MIN_VERSION.join(".")} or newer`);
  yield judgeEviction(info.get("maxmemory_policy"), Number(info.get("maxmemory") ?? 0));
  yield judgePersistence(info);
}

function judgeEviction(policy: string | undefined, maxMemory: number): Finding {
  const about = "Redis eviction";
  if (policy === undefined)
    return ok(about, "this Redis does not tell; the local one never evicts");
  if (policy === "noeviction") return ok(about, policy);
  const advice = "set maxmemory-policy to noeviction: else jobs vanish from the queue";
  return maxMemory > 0
    ? fail(about, policy, advice)
    : warn(about, `${policy}, without a limit yet`, advice);
}

function judgePersistence(info: ReadonlyMap<string, string>): Finding {
  const about = "Redis persistence";
  const appendOnly = info.get("aof_enabled");
  if (appendOnly === "1") return ok(about, "append-only file");
  if (appendOnly === undefined) return ok(about, "this Redis does not tell");
  return warn(
    about,
    "no append-only file",
    "set appendonly yes; without it a restart makes the workers queue what waits anew",
  );
}

async function checkWorkers(redis: Redis): Promise<Finding> {
  const offers = await readLanguageOffers(redis);
  if (offers.length === 0) return warn("workers", "none runs: jobs wait", "start a worker-backend");
  const usable = offers.filter(({ isAvailable }) => isAvailable);
  const tiers = [...new Set(usable.map(({ isolation }) => isolation))];
  const languages = [...new Set(usable.map(({ name, version }) => `${name} (${version})`))];
  if (usable.length === 0)
    return fail("workers", "none can run code", "see GET /health of the workers for the reasons");
  return ok("workers", `run ${languages.join(", ")} in tier ${tiers.join(", ")}`);
}
