import { createTokenKeys, signAccessToken } from "@workspace/common/access-token";
import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import type { Redis } from "ioredis";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectNode } from "../tests/connect-node.js";
import { createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { newId } from "./new-id.js";
import { createSessionGate } from "./session-gate.js";
import { createSession, revokeSession } from "./sessions.js";

const tokenKeys = createTokenKeys({ current: "a secret that only these tests know" });
const database = await openTestDatabase();
const server = await startRedis();
afterAll(() => server.stop());

const inAnHour = () => new Date((Math.floor(Date.now() / 1000) + 3600) * 1000);
const createGate = (redis: Redis) => createSessionGate({ database, redis, tokenKeys });

/** Waits for the refusal of a token that Redis may still vouch for, which it does for a second. */
async function untilRevoked(authenticate: () => Promise<unknown>): Promise<void> {
  await eventually(
    () =>
      authenticate().then(
        () => false,
        (error: unknown) => (expect(error).toMatchObject(revoked), true),
      ),
    { intervalMs: 10 },
  );
}

/** A gate of a service instance of its own. */
async function openGate() {
  const { redis } = await connectNode(server);
  return { redis, gate: createGate(redis) };
}

async function logIn() {
  const { userId } = await createUser(database);
  const expiresAt = inAnHour();
  const { id: sessionId } = await createSession(database, userId, expiresAt);
  const token = signAccessToken({ userId, sessionId, expiresAt }, tokenKeys);
  return { userId, sessionId, expiresAt, token };
}

const revoked = { code: "SESSION_REVOKED", status: 401 };

test("a token of an open session is let through, asked once or many times", async () => {
  const { gate } = await openGate();
  const { token, ...session } = await logIn();
  for (let n = 0; n < 3; n += 1) expect(await gate.authenticate(token)).toEqual(session);
});

test("a token whose session never was, has expired or went with its user is refused", async () => {
  const { gate } = await openGate();
  const unknown = { userId: newId(), sessionId: newId(), expiresAt: inAnHour() };
  await expect(gate.authenticate(signAccessToken(unknown, tokenKeys))).rejects.toMatchObject(
    revoked,
  );

  const ended = await logIn();
  await database.prisma.session.update({
    where: { id: ended.sessionId },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  await expect(gate.authenticate(ended.token)).rejects.toMatchObject(revoked);

  const orphan = await logIn();
  await database.prisma.user.delete({ where: { id: orphan.userId } });
  await expect(gate.authenticate(orphan.token)).rejects.toMatchObject(revoked);
});

test("a token that is not ours is refused without asking for its session", async () => {
  const { gate } = await openGate();
  const session = await logIn();
  const foreign = signAccessToken(session, createTokenKeys({ current: "another secret" }));
  await expect(gate.authenticate(foreign)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  const expired = signAccessToken({ ...session, expiresAt: new Date(0) }, tokenKeys);
  await expect(gate.authenticate(expired)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
});

test("a rightly signed token has no use of another user's session, cached or not", async () => {
  const { gate } = await openGate();
  const [own, others] = [await logIn(), await logIn()];
  const mixed = signAccessToken({ ...own, sessionId: others.sessionId }, tokenKeys);
  await expect(gate.authenticate(mixed)).rejects.toMatchObject(revoked);
  await gate.authenticate(others.token);
  await expect(gate.authenticate(mixed)).rejects.toMatchObject(revoked);
});

test("sessions that have ended in the database are forgotten on every instance at once", async () => {
  const [here, there] = [await openGate(), await openGate()];
  const [first, second, third] = [await logIn(), await logIn(), await logIn()];
  for (const { token } of [first, second, third]) await there.gate.authenticate(token);
  const ended = [first.sessionId, second.sessionId];
  for (const sessionId of ended) await revokeSession(database, sessionId);
  await here.gate.forget(ended);
  for (const { token } of [first, second])
    await expect(there.gate.authenticate(token)).rejects.toMatchObject(revoked);
  await there.gate.authenticate(third.token);
  await here.gate.forget([]);
});

test("a session that is revoked on one instance is refused on every other at once", async () => {
  const [here, there] = [await openGate(), await openGate()];
  const { token, sessionId } = await logIn();
  await there.gate.authenticate(token);
  expect(await here.gate.revoke(sessionId)).toBe(true);
  await expect(there.gate.authenticate(token)).rejects.toMatchObject(revoked);
  await expect(here.gate.authenticate(token)).rejects.toMatchObject(revoked);
  expect(await here.gate.revoke(sessionId)).toBe(false);
});

test("revoking one session leaves the user's others open", async () => {
  const { gate } = await openGate();
  const [first, second] = [await logIn(), await logIn()];
  await gate.revoke(first.sessionId);
  await gate.authenticate(second.token);
});

test("an instance of the version whose cache said 'open' does not end the sessions of this one", async () => {
  const { redis, gate } = await openGate();
  const { token, sessionId } = await logIn();
  await redis.set(`session:${sessionId}`, "open");
  await gate.authenticate(token);
  await gate.revoke(sessionId);
  expect(await redis.get(`session:${sessionId}`)).toBe("open");
});

test("a revocation that never reached Redis holds within about a second all the same", async () => {
  const { redis, gate } = await openGate();
  const { token, sessionId } = await logIn();
  await gate.authenticate(token);
  await revokeSession(database, sessionId);
  // What Redis knows it forgets in time, by its own clock: how long this test waits proves nothing.
  expect(await redis.pttl(`session-of:${sessionId}`)).toBeLessThanOrEqual(1000);
  await untilRevoked(() => gate.authenticate(token));
});

test("while Redis is away PostgreSQL is asked: open sessions pass, revoked ones do not", async () => {
  const ownServer = await startRedis();
  onTestFinished(() => ownServer.stop());
  const gate = createGate((await connectNode(ownServer)).redis);
  const [open, ended, endedBefore] = [await logIn(), await logIn(), await logIn()];
  await gate.authenticate(ended.token);
  await gate.revoke(endedBefore.sessionId);

  await ownServer.kill();
  await gate.authenticate(open.token);
  await gate.authenticate(ended.token);
  expect(await gate.revoke(ended.sessionId)).toBe(true);
  await expect(gate.authenticate(ended.token)).rejects.toMatchObject(revoked);
  await expect(gate.authenticate(endedBefore.token)).rejects.toMatchObject(revoked);

  // Back with the data that it had, what it knew of the session included.
  await ownServer.restart();
  await untilRevoked(() => gate.authenticate(ended.token));
  await gate.authenticate(open.token);
});

test("a revocation between the reading of a session and its caching is not undone", async () => {
  const { redis, gate } = await openGate();
  const { token, sessionId } = await logIn();
  let release: () => void = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reachedCache = false;
  // The same connection, but what it stores waits on the way.
  const slowRedis = Object.create(redis, {
    get: { value: (key: string) => redis.get(key) },
    set: {
      value: async (...args: Parameters<Redis["set"]>) => {
        reachedCache = true;
        await isReleased;
        return redis.set(...args);
      },
    },
  }) as Redis;
  const authentication = createGate(slowRedis).authenticate(token);
  await eventually(() => reachedCache);
  await gate.revoke(sessionId);
  release();
  await authentication;
  await expect(gate.authenticate(token)).rejects.toMatchObject(revoked);
});

test("once a revocation has returned nobody gets through, however many were asking", async () => {
  const [here, there] = [await openGate(), await openGate()];
  for (let round = 0; round < 10; round += 1) {
    const { token, sessionId } = await logIn();
    const asking = Array.from({ length: 10 }, () => there.gate.authenticate(token));
    const settled = Promise.allSettled(asking);
    await here.gate.revoke(sessionId);
    await expect(there.gate.authenticate(token)).rejects.toMatchObject(revoked);
    await settled;
    await expect(there.gate.authenticate(token)).rejects.toMatchObject(revoked);
  }
});
