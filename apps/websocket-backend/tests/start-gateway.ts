import type { AddressInfo } from "node:net";
import type { TokenSecrets } from "@workspace/common/access-token";
import { closeServer, listen } from "@workspace/common/listen";
import { createMetrics, type Metrics } from "@workspace/common/metrics";
import { createGateway, type Gateway, type GatewayLimits } from "../src/gateway.js";
import { createGatewayMetrics } from "../src/gateway-metrics.js";
import { createLimitCounters, type LimitCounters } from "../src/guards/limit-counters.js";
import { createHttpServer } from "../src/handshake/http-server.js";
import type { Backends, Node } from "./open-backends.js";

/** The limits of production, but for what a test wants to reach. */
export const LIMITS: GatewayLimits = {
  maxMessageBytes: 524_288,
  maxFrameBytes: 4_194_304,
  eventsPerSecond: 10_000,
  eventBurst: 10_000,
  maxRefusedEvents: 2000,
  maxRoomsPerSocket: 50,
  maxSocketsPerUser: 50,
  maxSocketsPerIp: 1000,
  maxPendingPerIp: 100,
  refusalsPerMinutePerIp: 10_000,
  handshakeTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  pingIntervalMs: 5000,
  pingTimeoutMs: 5000,
  cursorUnreadBytes: 16_384,
  maxBufferedBytes: 4_194_304,
  replayLimit: 500,
};

/** A gateway of its own, with its own connections, in this process. */
export interface TestGateway {
  url: string;
  gateway: Gateway;
  /** How often each limit was met. */
  limits(): ReturnType<LimitCounters["read"]>;
  node: Node;
  metrics: Metrics;
  /** Closes as the service does when it is told to stop. */
  stop(): Promise<void>;
}

interface StartGatewayOptions {
  limits?: Partial<GatewayLimits>;
  origins?: "*" | string[];
  trustProxyHops?: number;
  tokenSecrets?: TokenSecrets;
  /** Takes the function that ends the gateway: `afterAll` for a file's, `onTestFinished` for a test's. */
  endWith: (stop: () => Promise<void>) => void;
}

export async function startGateway(
  backends: Backends,
  {
    limits: changes = {},
    origins = "*",
    trustProxyHops = 0,
    tokenSecrets,
    endWith,
  }: StartGatewayOptions,
): Promise<TestGateway> {
  const node = await backends.connectNode(tokenSecrets);
  const limits = { ...LIMITS, ...changes };
  const counters = createLimitCounters();
  const metrics = createMetrics();
  const server = createHttpServer({
    listener: (_request, response) => response.writeHead(404).end(),
    counters,
    limits,
  });
  const gateway = createGateway({
    ...node,
    server,
    origins,
    trustProxyHops,
    cursorTickMs: 10,
    limits,
    counters,
    metrics: createGatewayMetrics(metrics, counters),
  });
  await listen(server, 0);
  let stopping: Promise<void> | null = null;

  async function close(): Promise<void> {
    await gateway.close();
    await closeServer(server);
    await node.close();
  }
  const stop = (): Promise<void> => (stopping ??= close());
  endWith(stop);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, gateway, limits: counters.read, node, metrics, stop };
}
