import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { createUser } from "../tests/create-team.js";
import { countLockWaits, openTestDatabase } from "../tests/open-test-database.js";
import { newId } from "./new-id.js";
import { runPoolTransaction } from "./pool-transaction.js";
import {
  createSession,
  findOpenSessions,
  MAX_OPEN_SESSIONS,
  openSession,
  renewSession,
  revokeSession,
} from "./sessions.js";
import { changePassword } from "./write-password.js";

const database = await openTestDatabase();

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_DAYS = 30;
/** In whole seconds, as a service says it. */
const fromNow = (ms: number) => new Date(Math.floor((Date.now() + ms) / 1000) * 1000);

/** A session whose login was some time ago. */
async function openOld({ ageMs = 0, leftMs = HOUR_MS } = {}) {
  const { userId } = await createUser(database);
  const { id: sessionId } = await createSession(database, userId, fromNow(leftMs));
  await database.prisma.session.update({
    where: { id: sessionId },
    data: { createdAt: fromNow(-ageMs) },
  });
  return { userId, sessionId };
}

const renew = (sessionId: string, expiresAt = fromNow(DAY_MS)) =>
  renewSession(database, { sessionId, expiresAt, maxDays: MAX_DAYS });
const read = (id: string) => database.prisma.session.findUniqueOrThrow({ where: { id } });
const isOpen = async (id: string) => (await findOpenSessions(database, [id])).has(id);
const change = (userId: string) =>
  changePassword(database, {
    userId,
    currentHash: "none",
    newHash: "another",
    expiresAt: fromNow(HOUR_MS),
  });

test("an open session lives on, the same one, and says whose it is", async () => {
  const { userId, sessionId } = await openOld();
  const bystander = await createSession(database, userId, fromNow(HOUR_MS));
  const expiresAt = fromNow(DAY_MS);
  const user = await database.prisma.user.findUniqueOrThrow({
    where: { id: userId },
    select: { id: true, email: true, name: true },
  });
  expect(await renew(sessionId, expiresAt)).toEqual({ expiresAt, user });
  expect((await read(sessionId)).expiresAt).toEqual(expiresAt);
  expect((await read(bystander.id)).expiresAt.getTime()).toBeLessThan(expiresAt.getTime());
});

test("no session lives longer after its login than it may", async () => {
  const { sessionId } = await openOld({ ageMs: 29.5 * DAY_MS });
  const { createdAt } = await read(sessionId);
  const end = new Date(createdAt.getTime() + MAX_DAYS * DAY_MS);
  expect(await renew(sessionId)).toMatchObject({ expiresAt: end });
  expect((await read(sessionId)).expiresAt).toEqual(end);
  expect(await renew(sessionId)).toMatchObject({ expiresAt: end });
});

test("a session that has lived for as long as it may is not renewed, and not shortened", async () => {
  const { sessionId } = await openOld({ ageMs: 31 * DAY_MS });
  const before = await read(sessionId);
  expect(await renew(sessionId)).toBeNull();
  expect(await read(sessionId)).toEqual(before);
});

test("its older tokens stay good: a session never comes to end sooner", async () => {
  const { sessionId } = await openOld({ leftMs: 2 * DAY_MS });
  const before = await read(sessionId);
  const expiresAt = fromNow(DAY_MS);
  expect(await renew(sessionId, expiresAt)).toMatchObject({ expiresAt });
  expect(await read(sessionId)).toEqual(before);
});

test("what has ended, or never was, is not brought back", async () => {
  const [revoked, expired, orphan] = [await openOld(), await openOld(), await openOld()];
  await revokeSession(database, revoked.sessionId);
  await database.prisma.session.update({
    where: { id: expired.sessionId },
    data: { expiresAt: fromNow(-1000) },
  });
  await database.prisma.user.delete({ where: { id: orphan.userId } });
  for (const id of [revoked.sessionId, expired.sessionId, orphan.sessionId, newId()]) {
    expect(await renew(id)).toBeNull();
    expect(await isOpen(id)).toBe(false);
  }
});

test("a logout under way is waited for, and holds", async () => {
  const { sessionId } = await openOld();
  const [renewing] = await runPoolTransaction(database, async (client) => {
    await client.query(`UPDATE "Session" SET "revokedAt" = now() WHERE id = $1`, [sessionId]);
    const waiting = renew(sessionId);
    await eventually(async () => (await countLockWaits(database)) === 1);
    // In an array, which does not wait for it: what it waits for is this transaction's end.
    return [waiting];
  });
  expect(await renewing).toBeNull();
  expect(await isOpen(sessionId)).toBe(false);
});

test("a change of password under way is waited for, and holds", async () => {
  const { userId, sessionId } = await openOld();
  const [renewing] = await runPoolTransaction(database, async (client) => {
    await client.query(`UPDATE "User" SET "passwordHash" = 'x' WHERE id = $1`, [userId]);
    const waiting = renew(sessionId);
    await eventually(async () => (await countLockWaits(database)) === 1);
    await client.query(`UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = $1`, [userId]);
    return [waiting];
  });
  expect(await renewing).toBeNull();
  expect(await isOpen(sessionId)).toBe(false);
});

test("a change of password ends also what is being renewed when it would just have expired", async () => {
  const { userId, sessionId } = await openOld();
  const [changing] = await runPoolTransaction(database, async (client) => {
    // As `renewSession` does, held open.
    await client.query(`SELECT 1 FROM "User" WHERE id = $1 FOR SHARE`, [userId]);
    await database.prisma.session.update({
      where: { id: sessionId },
      data: { expiresAt: fromNow(-1000) },
    });
    const waiting = change(userId);
    await eventually(async () => (await countLockWaits(database)) === 1);
    await client.query(`UPDATE "Session" SET "expiresAt" = $2 WHERE id = $1`, [
      sessionId,
      fromNow(DAY_MS),
    ]);
    return [waiting];
  });
  expect((await changing)?.endedSessionIds).toEqual([sessionId]);
});

test("however many renew and log out or change the password at once, no session outlives its end", async () => {
  for (let round = 0; round < 20; round += 1) {
    const { userId, sessionId } = await openOld();
    const renewals = Array.from({ length: 4 }, () => renew(sessionId));
    const end = round % 2 === 0 ? revokeSession(database, sessionId) : change(userId);
    await Promise.all([...renewals, end, renew(sessionId)]);
    expect(await isOpen(sessionId)).toBe(false);
    expect(await renew(sessionId)).toBeNull();
  }
});

test("a renewed session counts among those that a user may have open, by its login", async () => {
  const { userId, sessionId: oldest } = await openOld();
  const others = Array.from({ length: MAX_OPEN_SESSIONS - 1 }, () => ({
    id: newId(),
    userId,
    expiresAt: fromNow(HOUR_MS),
  }));
  await database.prisma.session.createMany({ data: others });
  await renew(oldest);
  const login = { userId, passwordHash: "none", expiresAt: fromNow(HOUR_MS) };
  expect((await openSession(database, login))?.endedSessionIds).toEqual([oldest]);
  expect(await renew(oldest)).toBeNull();
});
