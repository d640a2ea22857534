import { readdirSync } from "node:fs";
import { connectRedis } from "@workspace/common/redis";
import { createLogger } from "@workspace/common/logger";
import { eventually } from "@workspace/local-stack/eventually";
import { isProcessAlive } from "@workspace/local-stack/server-process";
import type { RedisFixture } from "@workspace/local-stack/start-redis";
import { expect } from "vitest";
import type { Instance } from "./instance.js";

/** What Redis may still hold when every service has stopped: Bull's own counters, and what lapses by itself. */
const LASTING_KEYS = /^bull:jobs:(?:id|stalled-check|meta-paused|priority)$/;

/**
 * Checks, after every service has stopped, that none of their processes lives on, nothing is left in their
 * scratch folder, and everything in Redis lapses by itself.
 */
export async function expectNothingLeft({
  redis,
  scratchDir,
  instances,
}: {
  redis: RedisFixture;
  scratchDir: string;
  instances: readonly Instance[];
}): Promise<void> {
  const pids = instances.flatMap((instance) => [...instance.pids]);
  await eventually(() => pids.filter(isProcessAlive).length === 0, {
    what: "every process of the services to end",
  });
  expect(readdirSync(scratchDir)).toEqual([]);
  expect(await listLastingKeys(redis)).toEqual([]);
}

/** Keys that no time-out ends and that are not Bull's own. */
async function listLastingKeys(address: RedisFixture): Promise<string[]> {
  const logger = createLogger({ service: "test", level: "silent" });
  const redis = connectRedis({ address, logger, purpose: "leftovers" });
  try {
    await eventually(() => redis.status === "ready");
    const keys = await redis.keys("*");
    const ages = await Promise.all(keys.map((key) => redis.pttl(key)));
    return keys.filter((key, index) => ages[index] === -1 && !LASTING_KEYS.test(key)).toSorted();
  } finally {
    redis.disconnect();
  }
}
