import { readRedisAddress, type ServiceEnv } from "@workspace/common/env";
import { createEventBus, type EventBus } from "@workspace/common/event-bus";
import type { HealthBody } from "@workspace/common/contracts/health";
import { createHealthCheck } from "@workspace/common/health";
import { createLogger, type Logger } from "@workspace/common/logger";
import { createMetrics, type Metrics } from "@workspace/common/metrics";
import { connectRedis, connectSubscriber, type RedisAddress } from "@workspace/common/redis";
import { createShutdown, type Shutdown } from "@workspace/common/shutdown";
import type { Redis } from "ioredis";
import { watchBackends } from "./backend-metrics.js";
import { createDatabase, type Database } from "./database.js";
import { createEventPublisher, type EventPublisher } from "./event-publisher.js";

/** What every service stands on. */
export interface Backends {
  logger: Logger;
  shutdown: Shutdown;
  database: Database;
  redisAddress: RedisAddress;
  /** For commands; fails at once while Redis is away. */
  redis: Redis;
  bus: EventBus;
  publisher: EventPublisher;
  checkHealth: () => Promise<HealthBody>;
  /** Of the process and of all this; a service adds its own. */
  metrics: Metrics;
  /** Registers the release of all this: the last thing that a service gives up. */
  releaseOnShutdown(): void;
}

/** @param service name of the service in logs, connections and health */
export async function connectBackends(service: string, env: ServiceEnv): Promise<Backends> {
  const logger = createLogger({ service, level: env.LOG_LEVEL });
  const shutdown = createShutdown({
    logger,
    delayMs: env.SHUTDOWN_DELAY_MS,
    timeoutMs: env.SHUTDOWN_TIMEOUT_MS,
  });
  const redisAddress = readRedisAddress(env);
  const redis = connectRedis({ address: redisAddress, logger, purpose: service });
  const subscriber = connectSubscriber({
    address: redisAddress,
    logger,
    purpose: `${service}:subscriber`,
  });
  const bus = createEventBus({ publisher: redis, subscriber, logger });
  const database = createDatabase({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    applicationName: service,
    onError: (error) => logger.warn({ err: error }, "lost a database connection"),
  });
  await database.prepare();
  const publisher = createEventPublisher({ database, bus, logger });
  const checkHealth = createHealthCheck({
    service,
    pingDatabase: () => database.pool.query("SELECT 1"),
    pingRedis: () => redis.ping(),
    isDraining: shutdown.isDraining,
  });
  const metrics = createMetrics();
  metrics.watchProcess();
  watchBackends(
    metrics,
    { name: service, poolSize: env.DATABASE_POOL_SIZE },
    { database, bus, publisher, checkHealth },
  );
  return {
    logger,
    shutdown,
    database,
    redisAddress,
    redis,
    bus,
    publisher,
    checkHealth,
    metrics,
    releaseOnShutdown() {
      shutdown.add("publisher", publisher.close);
      shutdown.add("redis", () => {
        subscriber.disconnect();
        redis.disconnect();
      });
      shutdown.add("database", database.close);
    },
  };
}
