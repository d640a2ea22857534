import { createEventBus, type EventBus } from "@workspace/common/event-bus";
import { createLogger } from "@workspace/common/logger";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { eventually } from "@workspace/local-stack/eventually";
import type { RedisFixture } from "@workspace/local-stack/start-redis";
import type { Redis } from "ioredis";
import { onTestFinished } from "vitest";

export const logger = createLogger({ service: "test", level: "silent" });

/** Redis as one service instance sees it. */
export interface Node {
  redis: Redis;
  bus: EventBus;
}

/** Connects a service instance, until the end of the test that calls this. */
export async function connectNode(server: RedisFixture): Promise<Node> {
  const redis = connectRedis({ address: server, logger, purpose: "test" });
  const subscriber = connectSubscriber({ address: server, logger, purpose: "test:subscriber" });
  onTestFinished(() => {
    subscriber.disconnect();
    redis.disconnect();
  });
  await eventually(() => redis.status === "ready" && subscriber.status === "ready");
  return { redis, bus: createEventBus({ publisher: redis, subscriber, logger }) };
}
