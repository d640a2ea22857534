import { createLogger } from "@workspace/common/logger";
import { connectRedis } from "@workspace/common/redis";
import { eventually } from "@workspace/local-stack/eventually";
import type { RedisFixture } from "@workspace/local-stack/start-redis";
import { onTestFinished } from "vitest";

/** A connection of the test's own, past every wire. */
export async function openRedis(address: RedisFixture): Promise<ReturnType<typeof connectRedis>> {
  const logger = createLogger({ service: "test", level: "silent" });
  const redis = connectRedis({ address, logger, purpose: "test" });
  onTestFinished(() => redis.disconnect());
  await eventually(() => redis.status === "ready");
  return redis;
}
