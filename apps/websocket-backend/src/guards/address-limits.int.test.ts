import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import {
  connectClient,
  type ConnectOptions,
  createClient,
  refusalOf,
  waitUntilConnected,
} from "../../tests/connect-client.js";
import { openBackends, openSession } from "../../tests/open-backends.js";
import { requestHandshake } from "../../tests/raw-handshake.js";
import { startGateway } from "../../tests/start-gateway.js";
import { watchBystander } from "../../tests/watch-bystander.js";
import type { GatewayLimits } from "../gateway.js";

const backends = await openBackends();
const transports = ["websocket", "polling"] as const;

/** An address that a proxy in front has seen. */
const from = (address: string) => ({ extraHeaders: { "X-Forwarded-For": address } });
const OFFICE = "192.0.2.1";
const FLOODERS = 20;
/** The flood's clients share one processor with the gateway, and all of them with other tests. */
const PROMPT_MS = 3000;
const ELSEWHERE = "198.51.100.7";

/** A gateway behind one proxy, in which people at another address work all the time. */
async function startWatched(limits: Partial<GatewayLimits>) {
  const gateway = await startGateway(backends, {
    limits,
    trustProxyHops: 1,
    endWith: onTestFinished,
  });
  return { gateway, ...(await watchBystander(backends, gateway, from(ELSEWHERE))) };
}

test.each(transports)(
  "an address gets as many connections as it may over %s, and one more when one has gone",
  async (transport) => {
    const { gateway, team, expectUndisturbed } = await startWatched({ maxSocketsPerIp: 3 });
    const options = { token: team.owner.token, transports: [transport], ...from(OFFICE) };
    const clients = await Promise.all(
      Array.from({ length: 3 }, () => connectClient(gateway.url, options)),
    );
    const answer = await requestHandshake(gateway.url, { transport, address: OFFICE });
    expect(answer).toMatchObject({ status: 429, retryAfter: "1" });
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: "TOO_MANY_SOCKETS" } });
    expect(await refusalOf(gateway.url, options)).toMatch(/error/);
    expect(gateway.limits()).toMatchObject({ addressSocketsRefused: 2 });

    clients[0]?.drop();
    await eventually(() => gateway.gateway.counts().sockets === 4);
    await connectClient(gateway.url, options);
    await expectUndisturbed();
  },
);

test("an IPv6 address counts as its /64", async () => {
  const { gateway, team, expectUndisturbed } = await startWatched({ maxSocketsPerIp: 2 });
  const connect = (address: string) =>
    connectClient(gateway.url, { token: team.owner.token, ...from(address) });
  await connect("2001:db8:0:1::1");
  await connect("2001:db8:0:1:ffff::2");
  const surplus = await requestHandshake(gateway.url, {
    transport: "polling",
    address: "2001:DB8:0:1:0:0:0:3",
  });
  expect(surplus.status).toBe(429);
  await connect("2001:db8:0:2::1");
  await expectUndisturbed();
});

test("without a proxy in front, X-Forwarded-For does not make another address", async () => {
  const { url, limits } = await startGateway(backends, {
    limits: { maxSocketsPerIp: 1 },
    endWith: onTestFinished,
  });
  const ask = (address: string) => requestHandshake(url, { transport: "polling", address });
  expect((await ask("192.0.2.1")).status).toBe(200);
  expect((await ask("192.0.2.2")).status).toBe(429);
  expect(limits().addressSocketsRefused).toBe(1);
});

test("connections that never authenticate hold up only their own address, and none past its deadline", async () => {
  const { gateway, team, expectUndisturbed } = await startWatched({
    maxPendingPerIp: 5,
    handshakeTimeoutMs: 1000,
  });
  const idle = Array.from({ length: 12 }, (_, index) =>
    requestHandshake(gateway.url, {
      transport: index % 2 === 0 ? "polling" : "websocket",
      address: OFFICE,
    }),
  );
  // Anyone else comes in meanwhile.
  await connectClient(gateway.url, { token: team.owner.token, ...from("192.0.2.2") });
  // The upgrades hang up with their answer; the polling sessions keep their turns until the deadline.
  const statuses = (await Promise.all(idle)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([101, 200]));
  await eventually(() => gateway.limits().handshakesTimedOut === 6);
  await connectClient(gateway.url, { token: team.owner.token, ...from(OFFICE) });
  await expectUndisturbed();
});

test("who waits too long for a turn gets 429", async () => {
  const { gateway, expectUndisturbed } = await startWatched({
    maxPendingPerIp: 1,
    handshakeTimeoutMs: 800,
  });
  const ask = () => requestHandshake(gateway.url, { transport: "polling", address: OFFICE });
  // Each of those who follow gets the turn when the one before has run out of time.
  const answers = await Promise.all([ask(), ask(), ask(), ask(), ask()]);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(JSON.parse(refused[0]?.body ?? "")).toMatchObject({ error: { code: "RATE_LIMITED" } });
  expect(gateway.limits().addressPendingRefused).toBe(refused.length);
  await expectUndisturbed();
});

test("a waiting client that goes away takes no turn and harms nothing", async () => {
  const { gateway, team, expectUndisturbed } = await startWatched({
    maxPendingPerIp: 1,
    handshakeTimeoutMs: 1500,
  });
  await requestHandshake(gateway.url, { transport: "polling", address: OFFICE });
  for (const transport of transports) {
    const waiting = createClient(gateway.url, {
      token: team.owner.token,
      transports: [transport],
      ...from(OFFICE),
    });
    waiting.socket.disconnect();
  }
  const connect = () => connectClient(gateway.url, { token: team.owner.token, ...from(OFFICE) });
  await eventually(connect);
  await expectUndisturbed();
});

test("an office that comes back all at once is let in, to the last one", async () => {
  const { gateway, team, expectUndisturbed } = await startWatched({
    maxPendingPerIp: 5,
    maxSocketsPerUser: 500,
  });
  const options: ConnectOptions = { token: team.owner.token, ...from(OFFICE) };
  const office = Array.from({ length: 150 }, (_, index) =>
    createClient(gateway.url, { ...options, transports: [transports[index % 2] ?? "polling"] }),
  );
  await Promise.all(office.map(waitUntilConnected));
  const refusals = Object.entries(gateway.limits()).filter(([, count]) => count > 0);
  expect(refusals).toEqual([]);
  await expectUndisturbed();
});

test("an address whose tokens are refused too often gets 429 before its token is looked at", async () => {
  const limit = 10;
  const { gateway, team, expectUndisturbed } = await startWatched({
    refusalsPerMinutePerIp: limit,
  });
  for (let n = 0; n < limit; n += 1) {
    const options = { token: "nonsense", transports: [transports[n % 2] ?? "polling"] };
    expect(await refusalOf(gateway.url, { ...options, ...from(OFFICE) })).toMatchObject({
      code: "UNAUTHENTICATED",
    });
  }
  expect(gateway.limits()).toMatchObject({ tokensRefused: limit, addressRefusalsExceeded: 0 });
  for (const transport of transports) {
    const { token } = team.owner;
    const answer = await requestHandshake(gateway.url, { transport, token, address: OFFICE });
    expect(answer.status).toBe(429);
    expect(Number(answer.retryAfter)).toBeGreaterThan(30);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: "RATE_LIMITED" } });
  }
  expect(gateway.limits().addressRefusalsExceeded).toBe(2);
  await connectClient(gateway.url, { token: team.owner.token, ...from("192.0.2.2") });
  await expectUndisturbed();
});

test("a flood of bad tokens costs few checks, and a good client comes in meanwhile", async () => {
  const limit = 20;
  const atOnce = 10;
  const { gateway, team, expectUndisturbed } = await startWatched({
    refusalsPerMinutePerIp: limit,
    maxPendingPerIp: atOnce,
  });
  let checks = 0;
  const { authenticate } = gateway.node.sessionGate;
  gateway.node.sessionGate.authenticate = (token) => {
    checks += 1;
    return authenticate(token);
  };
  const revoked = await openSession(backends, team.owner.userId);
  await backends.services.sessionGate.revoke(revoked.sessionId);
  let sent = 0;
  const flooding = new AbortController();
  async function flood(token: string): Promise<void> {
    for (; !flooding.signal.aborted; sent += 1)
      await refusalOf(gateway.url, { token, ...from(OFFICE) });
  }
  const flooders = Array.from({ length: FLOODERS }, (_, index) =>
    flood(index % 2 === 0 ? revoked.token : "nonsense"),
  );
  await eventually(() => sent > 300);
  const startMs = performance.now();
  const good = await connectClient(gateway.url, { token: team.owner.token, ...from("192.0.2.2") });
  expect(await good.join(team.projectId)).toMatchObject({ role: "OWNER" });
  expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
  await expectUndisturbed();
  flooding.abort();
  await Promise.all(flooders);
  // Those that had been let in when the limit was reached are answered as well.
  expect(checks).toBeLessThanOrEqual(limit + atOnce + 1);
  const { tokensRefused, addressRefusalsExceeded } = gateway.limits();
  expect(tokensRefused + addressRefusalsExceeded).toBe(sent);
});
