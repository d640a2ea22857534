import { createTokenKeys } from "@workspace/common/access-token";
import { loadEnv, parseOrigins, readHeartbeat, websocketEnv } from "@workspace/common/env";
import { isReady } from "@workspace/common/health";
import { createHealthListener } from "@workspace/common/health-server";
import { listen } from "@workspace/common/listen";
import { createGuardedMetrics, serveMetrics } from "@workspace/common/metrics-endpoint";
import { runService } from "@workspace/common/run-service";
import { shutDownOnSignals } from "@workspace/common/shutdown";
import { readTokenSecrets } from "@workspace/common/token-secrets";
import { connectBackends } from "@workspace/database/connect-backends";
import { createSessionGate } from "@workspace/database/session-gate";
import { createGateway, type GatewayLimits } from "./gateway.js";
import { createGatewayMetrics, watchGateway } from "./gateway-metrics.js";
import { createLimitCounters } from "./guards/limit-counters.js";
import { createHttpServer } from "./handshake/http-server.js";

const SERVICE = "websocket-backend";

async function start(): Promise<void> {
  const env = loadEnv(websocketEnv, process.env);
  const tokenKeys = createTokenKeys(readTokenSecrets(env));
  const heartbeat = readHeartbeat(env);
  const backends = await connectBackends(SERVICE, env);
  const { logger, shutdown, database, redis, bus, publisher, metrics } = backends;
  const limits: GatewayLimits = {
    maxMessageBytes: env.WS_MAX_MESSAGE_BYTES,
    maxFrameBytes: env.WS_MAX_FRAME_BYTES,
    eventsPerSecond: env.WS_EVENTS_PER_SECOND,
    eventBurst: env.WS_EVENT_BURST,
    maxRefusedEvents: env.WS_MAX_REFUSED_EVENTS,
    maxRoomsPerSocket: env.WS_MAX_ROOMS_PER_SOCKET,
    maxSocketsPerUser: env.WS_MAX_SOCKETS_PER_USER,
    maxSocketsPerIp: env.WS_MAX_SOCKETS_PER_IP,
    maxPendingPerIp: env.WS_MAX_PENDING_PER_IP,
    refusalsPerMinutePerIp: env.WS_REFUSALS_PER_MINUTE_PER_IP,
    handshakeTimeoutMs: env.WS_HANDSHAKE_TIMEOUT_MS,
    requestTimeoutMs: env.WS_REQUEST_TIMEOUT_MS,
    ...heartbeat,
    cursorUnreadBytes: env.WS_CURSOR_UNREAD_BYTES,
    maxBufferedBytes: env.WS_MAX_BUFFERED_BYTES,
    replayLimit: env.WS_REPLAY_LIMIT,
  };
  const counters = createLimitCounters();
  const listener = createHealthListener({
    read: async () => ({
      ...(await backends.checkHealth()),
      ...gateway.counts(),
      limits: counters.read(),
    }),
    isReady,
    metrics: createGuardedMetrics({ metrics, logger }, env.METRICS_TOKEN),
    logger,
  });
  const server = createHttpServer({ listener, counters, limits });
  const gateway = createGateway({
    server,
    database,
    redis,
    bus,
    publisher,
    sessionGate: createSessionGate({ database, redis, tokenKeys }),
    logger,
    origins: parseOrigins(env.CORS_ORIGIN),
    trustProxyHops: env.TRUST_PROXY_HOPS,
    cursorTickMs: env.CURSOR_TICK_MS,
    limits,
    counters,
    metrics: createGatewayMetrics(metrics, counters),
  });
  watchGateway(metrics, gateway);

  shutdown.add("gateway", () => gateway.close());
  await serveMetrics({ metrics, logger, shutdown }, env.METRICS_PORT);
  backends.releaseOnShutdown();
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  logger.info({ port: env.PORT }, "listening");
}

await runService(SERVICE, start);
