import { expect, test } from "vitest";
import { createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { endSessions, listOpenSessions, type SessionChoice } from "./end-sessions.js";
import { newId } from "./new-id.js";
import { createSession, findOpenSessions } from "./sessions.js";

const database = await openTestDatabase();
const inAnHour = () => new Date(Date.now() + 3_600_000);

async function openSessions(count: number) {
  const { userId } = await createUser(database);
  const ids = Array.from({ length: count }, () => newId());
  await database.prisma.session.createMany({
    data: ids.map((id) => ({ id, userId, expiresAt: inAnHour() })),
  });
  return { userId, ids };
}

async function end(choice: SessionChoice): Promise<string[]> {
  const ids = [];
  for await (const batch of endSessions(database, choice)) ids.push(...batch.map(({ id }) => id));
  return ids;
}

test("a user's open sessions are listed, the newest first, and no others", async () => {
  const { userId, ids } = await openSessions(3);
  await openSessions(1);
  await createSession(database, userId, new Date(0));
  await end({ sessionId: ids[0] ?? "" });
  const listed = await listOpenSessions(database, userId);
  expect(listed.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
});

test("one session ends, once, and the user's others stay", async () => {
  const { ids } = await openSessions(2);
  const [first = "", second = ""] = ids;
  expect(await end({ sessionId: first })).toEqual([first]);
  expect(await end({ sessionId: first })).toEqual([]);
  expect([...(await findOpenSessions(database, ids)).keys()]).toEqual([second]);
});

test("more sessions of a user than fit one statement end, and none of another user", async () => {
  const { userId, ids } = await openSessions(1001);
  const bystander = await openSessions(1);
  const ended = [];
  for await (const batch of endSessions(database, { userId })) {
    expect(batch.every((session) => session.userId === userId)).toBe(true);
    ended.push(batch.length);
  }
  expect(ended).toEqual([1000, 1]);
  expect((await findOpenSessions(database, ids)).size).toBe(0);
  expect((await findOpenSessions(database, bystander.ids)).size).toBe(1);
});
