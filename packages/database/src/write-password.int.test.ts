import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { createUser } from "../tests/create-team.js";
import { countLockWaits, openTestDatabase } from "../tests/open-test-database.js";
import { newId } from "./new-id.js";
import { runPoolTransaction } from "./pool-transaction.js";
import { createSession, findOpenSessions, MAX_OPEN_SESSIONS, openSession } from "./sessions.js";
import { changePassword, setPassword } from "./write-password.js";

const database = await openTestDatabase();

/** What `createUser` gives everyone. */
const OLD_HASH = "none";
const NEW_HASH = "another";
const expiresAt = new Date(Date.now() + 3_600_000);

const logIn = (userId: string, passwordHash = OLD_HASH) =>
  openSession(database, { userId, passwordHash, expiresAt });
const change = (userId: string, currentHash = OLD_HASH, newHash = NEW_HASH) =>
  changePassword(database, { userId, currentHash, newHash, expiresAt });

async function listOpenSessions(userId: string): Promise<string[]> {
  const sessions = await database.prisma.session.findMany({ where: { userId } });
  const ids = sessions.map(({ id }) => id);
  return [...(await findOpenSessions(database, ids)).keys()];
}

test("a change ends every session of the user and leaves one new, and nobody else's", async () => {
  const [{ userId }, other] = [await createUser(database), await createUser(database)];
  const [first, second, others] = [
    await logIn(userId),
    await logIn(userId),
    await logIn(other.userId),
  ];
  const changed = await change(userId);
  expect(changed?.endedSessionIds.sort()).toEqual([first?.id, second?.id].sort());
  expect(await listOpenSessions(userId)).toEqual([changed?.sessionId]);
  expect(await listOpenSessions(other.userId)).toEqual([others?.id]);
});

test("a password that is set whatever it was ends every session of the user, and nobody else's", async () => {
  const [{ userId }, other] = [await createUser(database), await createUser(database)];
  const [mine, others] = [await logIn(userId), await logIn(other.userId)];
  expect(await setPassword(database, userId, NEW_HASH)).toEqual([mine?.id]);
  expect(await listOpenSessions(userId)).toEqual([]);
  expect(await logIn(userId)).toBeNull();
  expect(await logIn(userId, NEW_HASH)).not.toBeNull();
  expect(await listOpenSessions(other.userId)).toEqual([others?.id]);
  expect(await setPassword(database, newId(), NEW_HASH)).toBeNull();
});

test("a change leaves alone what has expired", async () => {
  const { userId } = await createUser(database);
  const { id } = await createSession(database, userId, new Date(Date.now() - 3_600_000));
  expect((await change(userId))?.endedSessionIds).toEqual([]);
  const expired = await database.prisma.session.findUniqueOrThrow({ where: { id } });
  expect(expired.revokedAt).toBeNull();
});

test("a user's oldest session ends where there would be one too many, and nobody else's", async () => {
  const [{ userId }, other] = [await createUser(database), await createUser(database)];
  const others = await logIn(other.userId);
  await createSession(database, userId, new Date(Date.now() - 3_600_000));
  const ids: (string | undefined)[] = [];
  for (let n = 0; n < MAX_OPEN_SESSIONS; n += 1) {
    const opened = await logIn(userId);
    expect(opened?.endedSessionIds).toEqual([]);
    ids.push(opened?.id);
  }
  const newest = await logIn(userId);
  expect(newest?.endedSessionIds).toEqual([ids[0]]);
  expect((await listOpenSessions(userId)).toSorted()).toEqual(
    [...ids.slice(1), newest?.id].toSorted(),
  );
  expect(await listOpenSessions(other.userId)).toEqual([others?.id]);
});

test("a hash that is not the user's, any more or at all, changes nothing and opens nothing", async () => {
  const { userId } = await createUser(database);
  expect(await change(userId)).not.toBeNull();
  const open = await listOpenSessions(userId);
  expect(await change(userId, OLD_HASH, "third")).toBeNull();
  expect(await logIn(userId)).toBeNull();
  expect(await logIn(newId())).toBeNull();
  expect(await change(newId())).toBeNull();
  expect(await listOpenSessions(userId)).toEqual(open);
  expect(await logIn(userId, NEW_HASH)).not.toBeNull();
});

test("a login by the old password waits for a change under way, and then fails", async () => {
  const { userId } = await createUser(database);
  const [login] = await runPoolTransaction(database, async (client) => {
    await client.query(`UPDATE "User" SET "passwordHash" = $2 WHERE id = $1`, [userId, NEW_HASH]);
    const waiting = logIn(userId);
    await eventually(async () => (await countLockWaits(database)) === 1);
    // In an array, which does not wait for it: what it waits for is this transaction's end.
    return [waiting];
  });
  expect(await login).toBeNull();
  expect(await listOpenSessions(userId)).toEqual([]);
});

test("a change waits for a login under way, and then ends its session", async () => {
  const { userId } = await createUser(database);
  const sessionId = newId();
  const [changing] = await runPoolTransaction(database, async (client) => {
    // As `openSession` does, held open.
    await client.query(`SELECT 1 FROM "User" WHERE id = $1 FOR SHARE`, [userId]);
    const waiting = change(userId);
    await eventually(async () => (await countLockWaits(database)) === 1);
    await client.query(`INSERT INTO "Session" (id, "userId", "expiresAt") VALUES ($1, $2, $3)`, [
      sessionId,
      userId,
      expiresAt,
    ]);
    return [waiting];
  });
  const changed = await changing;
  expect(changed?.endedSessionIds).toEqual([sessionId]);
  expect(await listOpenSessions(userId)).toEqual([changed?.sessionId]);
});

test("however many log in and change at once, one change holds and only its session is open", async () => {
  for (let round = 0; round < 20; round += 1) {
    const { userId } = await createUser(database);
    const [changes] = await Promise.all([
      Promise.all(["a", "b"].map((newHash) => change(userId, OLD_HASH, newHash))),
      ...Array.from({ length: 5 }, () => logIn(userId)),
    ]);
    const held = changes.filter((changed) => changed !== null);
    expect(held).toHaveLength(1);
    expect(await listOpenSessions(userId)).toEqual([held[0]?.sessionId]);
  }
});
