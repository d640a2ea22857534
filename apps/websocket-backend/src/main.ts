import { createServer } from "node:http";
import { createTokenKey } from "@workspace/common/access-token";
import {
  EnvError,
  loadEnv,
  parseOrigins,
  readJwtSecret,
  readRedisAddress,
  websocketEnv,
  type WebsocketEnv,
} from "@workspace/common/env";
import { createEventBus } from "@workspace/common/event-bus";
import { createHealthCheck, isReady } from "@workspace/common/health";
import { createHealthListener } from "@workspace/common/health-server";
import { listen } from "@workspace/common/listen";
import { createLogger } from "@workspace/common/logger";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createShutdown, shutDownOnSignals } from "@workspace/common/shutdown";
import { createDatabase } from "@workspace/database/database";
import { createEventPublisher } from "@workspace/database/event-publisher";
import { createSessionGate } from "@workspace/database/session-gate";
import { createGateway } from "./gateway.js";

const SERVICE = "websocket-backend";

async function start(env: WebsocketEnv, jwtSecret: string): Promise<void> {
  const logger = createLogger({ service: SERVICE, level: env.LOG_LEVEL });
  const address = readRedisAddress(env);
  const redis = connectRedis({ address, logger, purpose: SERVICE });
  const subscriber = connectSubscriber({ address, logger, purpose: `${SERVICE}:subscriber` });
  const bus = createEventBus({ publisher: redis, subscriber, logger });
  const database = createDatabase({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    applicationName: SERVICE,
    onError: (error) => logger.warn({ err: error }, "lost a database connection"),
  });
  const publisher = createEventPublisher({ database, bus, logger });
  const shutdown = createShutdown({ logger, timeoutMs: env.SHUTDOWN_TIMEOUT_MS });

  const checkHealth = createHealthCheck({
    service: SERVICE,
    pingDatabase: () => database.pool.query("SELECT 1"),
    pingRedis: () => redis.ping(),
    isDraining: shutdown.isDraining,
  });
  const server = createServer(
    createHealthListener({
      read: async () => ({ ...(await checkHealth()), ...gateway.counts() }),
      isReady,
      logger,
    }),
  );
  const gateway = createGateway({
    server,
    database,
    redis,
    bus,
    publisher,
    sessionGate: createSessionGate({ database, redis, tokenKey: createTokenKey(jwtSecret) }),
    logger,
    origins: parseOrigins(env.CORS_ORIGIN),
    cursorTickMs: env.CURSOR_TICK_MS,
    limits: {
      maxMessageBytes: env.WS_MAX_MESSAGE_BYTES,
      maxFrameBytes: env.WS_MAX_FRAME_BYTES,
      eventsPerSecond: env.WS_EVENTS_PER_SECOND,
      eventBurst: env.WS_EVENT_BURST,
      maxRoomsPerSocket: env.WS_MAX_ROOMS_PER_SOCKET,
      maxSocketsPerUser: env.WS_MAX_SOCKETS_PER_USER,
      maxBufferedBytes: env.WS_MAX_BUFFERED_BYTES,
      replayLimit: env.WS_REPLAY_LIMIT,
    },
  });

  shutdown.add("gateway", () => gateway.close());
  shutdown.add("publisher", () => publisher.close());
  shutdown.add("redis", () => {
    subscriber.disconnect();
    redis.disconnect();
  });
  shutdown.add("database", () => database.close());
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  logger.info({ port: env.PORT }, "listening");
}

try {
  const env = loadEnv(websocketEnv, process.env);
  await start(env, readJwtSecret(env));
} catch (error) {
  process.stderr.write(
    `${SERVICE}: ${error instanceof EnvError ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
