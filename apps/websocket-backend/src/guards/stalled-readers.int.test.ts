import { connect, type Socket as NetSocket } from "node:net";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { changeProject } from "../../tests/create-team.js";
import { logOut, openBackends, openSession } from "../../tests/open-backends.js";
import { requestHandshake } from "../../tests/raw-handshake.js";
import { startGateway } from "../../tests/start-gateway.js";
import { watchBystander } from "../../tests/watch-bystander.js";

const backends = await openBackends();
const MEBIBYTE = 1024 * 1024;
/** What the two kernels take at most before bytes stay with the gateway. */
const KERNEL_BYTES = 16 * MEBIBYTE;
const IDLE_MS = 500;
const EVENT_BYTES = 200_000;
/** A reader that only stalls answers no ping either; here it is to be found out by what it leaves unread. */
const PATIENT = { pingIntervalMs: 60_000, pingTimeoutMs: 60_000 };

/** The TCP connection under a client that uses a WebSocket. */
const tcpOf = (client: TestClient): NetSocket =>
  (client.socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;

test("a reader that has stalled is sent no cursors, however fast they come, and no event is left out", async () => {
  const maxBufferedBytes = 8 * MEBIBYTE;
  const gateway = await startGateway(backends, {
    limits: { maxBufferedBytes, ...PATIENT },
    endWith: onTestFinished,
  });
  const { team, bystander, expectUndisturbed } = await watchBystander(backends, gateway);
  const { projectId, owner } = team;
  const stalled = await connectClient(gateway.url, { token: owner.token });
  await stalled.join(projectId);
  tcpOf(stalled).pause();

  // Someone moves all the time: cursors are left out as soon as enough is unread.
  let events = 0;
  while (gateway.limits().cursorsHeldBack === 0) {
    await changeProject(backends, team, { content: { a: "x".repeat(EVENT_BYTES) } });
    events += 1;
    await bystander.next("project:changed", events);
    expect(events * EVENT_BYTES).toBeLessThan(KERNEL_BYTES + maxBufferedBytes);
  }
  const { cursorsHeldBack } = gateway.limits();
  const seen = bystander.all("cursor:update").length;
  await eventually(() => bystander.all("cursor:update").length > seen + 100);
  expect(gateway.limits().cursorsHeldBack).toBeGreaterThan(cursorsHeldBack + 50);
  expect(gateway.limits().slowReadersDisconnected).toBe(0);
  await expectUndisturbed();

  tcpOf(stalled).resume();
  await stalled.next("project:changed", events);
  expect(stalled.all("project:changed").map(({ seq }) => seq)).toEqual(
    bystander.all("project:changed").map(({ seq }) => seq),
  );
  // What it reads from then on is new again.
  const caughtUpAt = stalled.all("cursor:update").length;
  await eventually(() => stalled.all("cursor:update").length > caughtUpAt + 10);
  expect(stalled.socket.connected).toBe(true);
});

test("a reader that leaves too many events unread is cut off, and with it what was kept for it", async () => {
  const maxBufferedBytes = MEBIBYTE;
  const gateway = await startGateway(backends, {
    limits: { maxBufferedBytes, ...PATIENT },
    endWith: onTestFinished,
  });
  const { team, bystander, expectUndisturbed } = await watchBystander(backends, gateway);
  const stalled = await connectClient(gateway.url, { token: team.owner.token });
  await stalled.join(team.projectId);
  tcpOf(stalled).pause();
  let events = 0;
  while (gateway.limits().slowReadersDisconnected === 0) {
    await changeProject(backends, team, { content: { a: "x".repeat(EVENT_BYTES) } });
    events += 1;
    await bystander.next("project:changed", events);
    expect(events * EVENT_BYTES).toBeLessThan(KERNEL_BYTES + 2 * maxBufferedBytes);
  }
  expect(gateway.gateway.counts().sockets).toBe(2);
  expect(await bystander.next("user:left")).toMatchObject({ userId: team.owner.userId });
  await expectUndisturbed();
});

test("a reader that has stalled is cut off also when it no longer has a socket, only its farewell to read", async () => {
  const gateway = await startGateway(backends, {
    limits: { maxBufferedBytes: 8 * KERNEL_BYTES, pingIntervalMs: 6000, pingTimeoutMs: 4000 },
    endWith: onTestFinished,
  });
  const { team, bystander, expectUndisturbed } = await watchBystander(backends, gateway);
  const { userId } = team.owner;
  const { sessionId, token } = await openSession(backends, userId);
  const stalled = await connectClient(gateway.url, { token });
  await stalled.join(team.projectId);
  // Until the next ping there is time for what follows.
  await new Promise<void>((resolve) => stalled.socket.io.once("ping", resolve));
  tcpOf(stalled).pause();
  while (gateway.limits().cursorsHeldBack === 0)
    await changeProject(backends, team, { content: { a: "x".repeat(EVENT_BYTES) } });
  await logOut(backends.services, userId, sessionId);
  await bystander.next("user:left");
  expect(gateway.limits().silentClientsDisconnected).toBe(0);
  await eventually(() => gateway.limits().silentClientsDisconnected === 1);
  await expectUndisturbed();
});

test("an answer to a poll that lies unread is given up, and with it its connection", async () => {
  const maxBufferedBytes = 8 * KERNEL_BYTES;
  const gateway = await startGateway(backends, {
    limits: { ...PATIENT, maxBufferedBytes, requestTimeoutMs: IDLE_MS, pingIntervalMs: IDLE_MS },
    endWith: onTestFinished,
  });
  const { team, bystander, expectUndisturbed } = await watchBystander(backends, gateway);
  const { projectId, owner } = team;
  const { body } = await requestHandshake(gateway.url, { transport: "polling" });
  const { sid } = JSON.parse(body.slice(1)) as { sid: string };
  const path = `/socket.io/?EIO=4&transport=polling&sid=${sid}`;
  const post = (packet: string) =>
    fetch(gateway.url + path, { method: "POST", body: packet }).then(({ status }) => status);
  expect(await post(`40{"token":"${owner.token}"}`)).toBe(200);
  await eventually(() => gateway.gateway.counts().sockets === 3);
  expect(await post(`42["join:project",{"projectId":"${projectId}"}]`)).toBe(200);
  await bystander.next("user:joined", 2);
  // Polled by nobody, what it is sent waits in the gateway.
  for (let events = 1; events * EVENT_BYTES < 1.25 * KERNEL_BYTES; events += 1) {
    await changeProject(backends, team, { content: { a: "x".repeat(EVENT_BYTES) } });
    await bystander.next("project:changed", events);
  }
  const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`);
  await eventually(() => gateway.limits().requestsTimedOut === 1);
  await expectUndisturbed();
});
