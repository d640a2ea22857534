import { loadEnv, readRedisAddress } from "@workspace/common/env";
import { createEventBus, type EventBus } from "@workspace/common/event-bus";
import { createLogger, type Logger } from "@workspace/common/logger";
import { connectRedis } from "@workspace/common/redis";
import { createDatabase, type Database } from "@workspace/database/database";
import { createEventPublisher, type EventPublisher } from "@workspace/database/event-publisher";
import type { Redis } from "ioredis";
import type { Context } from "./command.js";
import { backendsEnv } from "./env.js";

const SERVICE = "admin";
const POOL_SIZE = 2;
/** Longest wait for Redis before a command goes on without it. */
const REDIS_TIMEOUT_MS = 2000;

/** What commands work on, as the services do. */
export interface AdminBackends {
  database: Database;
  redis: Redis;
  /** Redis answered when the command began. */
  isRedisUp: boolean;
  /** Only to publish: nothing is listened to. */
  bus: EventBus;
  publisher: EventPublisher;
  /** Writes nothing: what goes wrong is told on the terminal. */
  logger: Logger;
}

/** Connects to PostgreSQL and Redis, and lets go of them whatever becomes of the work. */
export async function withBackends<Value>(
  { env }: Context,
  work: (backends: AdminBackends) => Promise<Value>,
): Promise<Value> {
  const settings = loadEnv(backendsEnv, env);
  const logger = createLogger({ service: SERVICE, level: "silent" });
  const redis = connectRedis({ address: readRedisAddress(settings), logger, purpose: SERVICE });
  const database = createDatabase({
    url: settings.DATABASE_URL,
    poolSize: POOL_SIZE,
    applicationName: SERVICE,
    onError: () => undefined,
  });
  const bus = createEventBus({ publisher: redis, subscriber: redis, logger });
  const publisher = createEventPublisher({ database, bus, logger });
  try {
    const isRedisUp = await becomesReady(redis);
    return await work({ database, redis, isRedisUp, bus, publisher, logger });
  } finally {
    await publisher.close();
    redis.disconnect();
    await database.close();
  }
}

function becomesReady(redis: Redis): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, REDIS_TIMEOUT_MS, false);
    redis.once("ready", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
