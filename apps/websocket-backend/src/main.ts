import { createServer } from "node:http";
import { createTokenKey } from "@workspace/common/access-token";
import { loadEnv, parseOrigins, readJwtSecret, websocketEnv } from "@workspace/common/env";
import { isReady } from "@workspace/common/health";
import { createHealthListener } from "@workspace/common/health-server";
import { listen } from "@workspace/common/listen";
import { runService } from "@workspace/common/run-service";
import { shutDownOnSignals } from "@workspace/common/shutdown";
import { connectBackends } from "@workspace/database/connect-backends";
import { createSessionGate } from "@workspace/database/session-gate";
import { createGateway } from "./gateway.js";

const SERVICE = "websocket-backend";

async function start(): Promise<void> {
  const env = loadEnv(websocketEnv, process.env);
  const tokenKey = createTokenKey(readJwtSecret(env));
  const backends = connectBackends(SERVICE, env);
  const { logger, shutdown, database, redis, bus, publisher } = backends;
  const server = createServer(
    createHealthListener({
      read: async () => ({ ...(await backends.checkHealth()), ...gateway.counts() }),
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
    sessionGate: createSessionGate({ database, redis, tokenKey }),
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
  backends.releaseOnShutdown();
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  logger.info({ port: env.PORT }, "listening");
}

await runService(SERVICE, start);
