import { once } from "node:events";
import { maxHeaderSize } from "node:http";
import { connect, type Socket as NetSocket } from "node:net";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { refusalOf } from "../../tests/connect-client.js";
import { openConnection } from "../../tests/open-connection.js";
import { openBackends } from "../../tests/open-backends.js";
import { requestHandshake } from "../../tests/raw-handshake.js";
import { startGateway } from "../../tests/start-gateway.js";
import { watchBystander } from "../../tests/watch-bystander.js";
import type { GatewayLimits } from "../gateway.js";

const backends = await openBackends();
const transports = ["websocket", "polling"] as const;
const TIMEOUT_MS = 1000;

async function startWatched(limits: Partial<GatewayLimits> = {}) {
  const gateway = await startGateway(backends, { limits, endWith: onTestFinished });
  return { gateway, ...(await watchBystander(backends, gateway)) };
}

/** Opens a TCP connection, sends some bytes, and keeps what comes back until the other side hangs up. */
async function sendBytes(url: string, bytes: string): Promise<string> {
  const socket: NetSocket = connect(Number(new URL(url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  let answer = "";
  socket.on("data", (chunk) => (answer += chunk.toString()));
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

const HALF_HEAD = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: gateway\r\nX-Half: ";

describe("a client is hung up on that", () => {
  test.each([
    { what: "says nothing", bytes: "" },
    { what: "sends half a request", bytes: HALF_HEAD },
  ])("$what", async ({ bytes }) => {
    const { gateway, expectUndisturbed } = await startWatched({ handshakeTimeoutMs: TIMEOUT_MS });
    expect(await sendBytes(gateway.url, bytes)).toMatch(/^HTTP\/1.1 408 /);
    expect(gateway.limits().requestsTimedOut).toBe(1);
    await expectUndisturbed();
  });

  test("sends half a body", async () => {
    const { gateway, expectUndisturbed } = await startWatched({ requestTimeoutMs: TIMEOUT_MS });
    const { body } = await requestHandshake(gateway.url, { transport: "polling" });
    const { sid } = JSON.parse(body.slice(1)) as { sid: string };
    const head = `POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: gateway\r\n`;
    await sendBytes(gateway.url, `${head}Content-Length: 100\r\n\r\nhalf`);
    expect(gateway.limits().requestsTimedOut).toBe(1);
    await expectUndisturbed();
  });

  test.each(transports)("opens a connection over %s and shows no token", async (transport) => {
    const { gateway, expectUndisturbed } = await startWatched({ handshakeTimeoutMs: TIMEOUT_MS });
    const connection = await openConnection(gateway.url, { transport });
    await eventually(() => !connection.isOpen());
    expect(connection.received).toEqual([]);
    expect(gateway.limits()).toMatchObject({ handshakesTimedOut: 1, requestsTimedOut: 0 });
    await expectUndisturbed();
  });
});

test("a token's check that takes too long ends the connection", async () => {
  const { gateway, team, expectUndisturbed } = await startWatched({
    handshakeTimeoutMs: TIMEOUT_MS,
  });
  gateway.node.sessionGate.authenticate = () => new Promise(() => {});
  const connection = await openConnection(gateway.url, { transport: "websocket" });
  connection.send(`0{"token":"${team.owner.token}"}`);
  await eventually(() => !connection.isOpen());
  expect(gateway.limits().handshakesTimedOut).toBe(1);
  await expectUndisturbed();
});

describe.each(transports)("before it has authenticated, a connection over %s", (transport) => {
  test("shows one token: more of them are not looked at", async () => {
    const { gateway, team, expectUndisturbed } = await startWatched();
    let checks = 0;
    // One that takes so long that all the others come while it is under way.
    gateway.node.sessionGate.authenticate = () => {
      checks += 1;
      return new Promise(() => {});
    };
    const connection = await openConnection(gateway.url, { transport });
    for (let n = 0; n < 50; n += 1) connection.send(`0{"token":"${team.owner.token}"}`);
    await eventually(() => !connection.isOpen());
    expect(checks).toBe(1);
    expect(gateway.limits().handshakesAbused).toBe(1);
    await expectUndisturbed();
  });

  test("ends with the refusal of its token, which its client hears", async () => {
    const { gateway, expectUndisturbed } = await startWatched();
    const connection = await openConnection(gateway.url, { transport });
    connection.send(`0{"token":"nonsense"}`);
    await eventually(() => !connection.isOpen());
    expect(connection.received).toEqual([expect.stringMatching(/^4{.*UNAUTHENTICATED/)]);
    expect(gateway.limits()).toMatchObject({ tokensRefused: 1, handshakesTimedOut: 0 });
    await expectUndisturbed();
  });

  test("sends no more than a token can need", async () => {
    const { gateway, expectUndisturbed } = await startWatched();
    const connection = await openConnection(gateway.url, { transport });
    connection.send(`0{"token":"${"x".repeat(maxHeaderSize)}"}`);
    await eventually(() => !connection.isOpen());
    expect(connection.received).toEqual([]);
    expect(gateway.limits()).toMatchObject({ handshakesAbused: 1, tokensRefused: 0 });
    await expectUndisturbed();
  });

  test("sends no binary data, of which parts would be kept", async () => {
    const { gateway, expectUndisturbed } = await startWatched();
    const connection = await openConnection(gateway.url, { transport });
    connection.send(`51-["x",{"_placeholder":true,"num":0}]`);
    connection.send(Buffer.alloc(100));
    await eventually(() => !connection.isOpen());
    expect(gateway.limits().handshakesAbused).toBe(1);
    await expectUndisturbed();
  });

  test("may send a token as large as any can be", async () => {
    const { gateway } = await startWatched();
    const token = "x".repeat(8192);
    expect(await refusalOf(gateway.url, { token, transports: [transport] })).toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });
});

test.each(transports)("a connection over %s ends with its socket", async (transport) => {
  const { gateway, team, expectUndisturbed } = await startWatched();
  const connection = await openConnection(gateway.url, { transport });
  connection.send(`0{"token":"${team.owner.token}"}`);
  await eventually(() => connection.received.length === 1);
  expect(gateway.gateway.counts().sockets).toBe(3);
  // It leaves its namespace, after which it need not authenticate any more.
  connection.send("1");
  await eventually(() => !connection.isOpen());
  expect(gateway.gateway.counts().sockets).toBe(2);
  await expectUndisturbed();
});

test.each(transports)(
  "a page of another origin gets 403 over %s, and is counted",
  async (transport) => {
    const gateway = await startGateway(backends, {
      origins: ["https://app.example"],
      endWith: onTestFinished,
    });
    const { team, expectUndisturbed } = await watchBystander(backends, gateway);
    const answer = await requestHandshake(gateway.url, {
      transport,
      token: team.owner.token,
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(403);
    expect(gateway.limits().originsRefused).toBe(1);
    await expectUndisturbed();
  },
);

test("a gateway that stops lets nobody in, and tells those who waited", async () => {
  const { gateway } = await startWatched({ maxPendingPerIp: 1 });
  await requestHandshake(gateway.url, { transport: "polling" });
  const waiting = transports.map((transport) => requestHandshake(gateway.url, { transport }));
  await gateway.stop();
  for (const { status, retryAfter } of await Promise.all(waiting))
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: "1" });
});
