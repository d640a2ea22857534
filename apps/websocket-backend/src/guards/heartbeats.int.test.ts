import type { Socket } from "node:net";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam } from "../../tests/create-team.js";
import { openBackends } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const gateway = await startGateway(backends, {
  limits: { pingIntervalMs: 300, pingTimeoutMs: 300, maxRefusedEvents: 100 },
  endWith: afterAll,
});
const { owner } = await createTeam(backends);

async function expectPings(client: TestClient, count: number): Promise<void> {
  let pings = 0;
  client.socket.io.on("ping", () => (pings += 1));
  await eventually(() => pings >= count);
  expect(client.socket.connected).toBe(true);
}

test.each([[["websocket"]], [["polling"]], [["polling", "websocket"]]])(
  "a client that is idle over %j is asked for signs of life, and stays",
  async (transports) => {
    const client = await connectClient(gateway.url, { token: owner.token, transports });
    await expectPings(client, 5);
    expect(client.socket.io.engine.transport.name).toBe(transports.at(-1));
    expect(gateway.limits().silentClientsDisconnected).toBe(0);
  },
);

/** The TCP stream of a client over a WebSocket. */
function wireOf({ socket }: TestClient): Socket {
  const { ws } = socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  return ws._socket;
}

test("a sign of life that comes in pieces counts", async () => {
  const client = await connectClient(gateway.url, { token: owner.token });
  const wire = wireOf(client);
  const write = wire.write.bind(wire) as (chunk: Buffer) => boolean;
  const writeInPieces = (chunk: Buffer): boolean => {
    for (const byte of chunk) write(Buffer.from([byte]));
    return true;
  };
  wire.setNoDelay(true);
  wire.write = writeInPieces as Socket["write"];
  await expectPings(client, 5);
  expect(gateway.limits().silentClientsDisconnected).toBe(0);
});

test.each([
  ["pongs that nobody asked for", Buffer.from([0x81, 0x81, 0, 0, 0, 0, "3".charCodeAt(0)])],
  ["pings of its own", Buffer.from([0x89, 0x80, 0, 0, 0, 0])],
  ["pongs as control frames", Buffer.from([0x8a, 0x80, 0, 0, 0, 0])],
])("a client that floods with %s is disconnected", async (_name, frame) => {
  const flooder = await connectClient(gateway.url, { token: owner.token });
  const before = gateway.limits().floodsDisconnected;
  // Written as a peer that takes no part in WebSockets: the rest comes when the gateway has closed.
  wireOf(flooder).on("error", () => {});
  for (let sent = 0; sent < 20_000; sent += 1000)
    wireOf(flooder).write(Buffer.concat(Array.from({ length: 1000 }, () => frame)));
  await eventually(() => !flooder.socket.connected);
  expect(gateway.limits().floodsDisconnected).toBe(before + 1);
});
