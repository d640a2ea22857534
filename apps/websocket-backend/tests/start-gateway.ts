import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, listen } from "@workspace/common/listen";
import { createGateway, type Gateway, type GatewayLimits } from "../src/gateway.js";
import type { Backends, Node } from "./open-backends.js";

/** The limits of production, but for what a test wants to reach. */
export const LIMITS: GatewayLimits = {
  maxMessageBytes: 524_288,
  maxFrameBytes: 4_194_304,
  eventsPerSecond: 10_000,
  eventBurst: 10_000,
  maxRoomsPerSocket: 50,
  maxSocketsPerUser: 50,
  maxBufferedBytes: 4_194_304,
  replayLimit: 500,
};

/** A gateway of its own, with its own connections, in this process. */
export interface TestGateway {
  url: string;
  gateway: Gateway;
  node: Node;
  /** Closes as the service does when it is told to stop. */
  stop(): Promise<void>;
}

interface StartGatewayOptions {
  limits?: Partial<GatewayLimits>;
  origins?: "*" | string[];
  /** Takes the function that ends the gateway: `afterAll` for a file's, `onTestFinished` for a test's. */
  endWith: (stop: () => Promise<void>) => void;
}

export async function startGateway(
  backends: Backends,
  { limits = {}, origins = "*", endWith }: StartGatewayOptions,
): Promise<TestGateway> {
  const node = await backends.connectNode();
  const server = createServer((_request, response) => response.writeHead(404).end());
  const gateway = createGateway({
    ...node,
    server,
    origins,
    cursorTickMs: 10,
    limits: { ...LIMITS, ...limits },
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
  return { url: `http://127.0.0.1:${port}`, gateway, node, stop };
}
