import { expect, test } from "vitest";
import { createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { pruneExpired } from "./prune.js";
import { createSession, findOpenSessions, revokeSession } from "./sessions.js";

const database = await openTestDatabase();

const HOUR_MS = 3_600_000;
const hoursFromNow = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

test("expired sessions and forgotten idempotency keys go, all others stay", async () => {
  const { userId } = await createUser(database);
  const open = await createSession(database, userId, hoursFromNow(1));
  const revoked = await createSession(database, userId, hoursFromNow(1));
  await revokeSession(database, revoked.id);
  await createSession(database, userId, hoursFromNow(-1));
  await database.prisma.idempotencyKey.createMany({
    data: [
      {
        userId,
        key: "old",
        requestHash: "h",
        status: 201,
        response: {},
        createdAt: hoursFromNow(-25),
      },
      {
        userId,
        key: "young",
        requestHash: "h",
        status: 201,
        response: {},
        createdAt: hoursFromNow(-23),
      },
    ],
  });

  await pruneExpired(database, { idempotencyTtlHours: 24 });

  const sessions = await database.prisma.session.findMany({ orderBy: { id: "asc" } });
  expect(sessions.map(({ id }) => id)).toEqual([open.id, revoked.id]);
  const keys = await database.prisma.idempotencyKey.findMany();
  expect(keys.map(({ key }) => key)).toEqual(["young"]);
  expect(await findOpenSessions(database, [])).toEqual(new Set());
});

test("pruning many times at once is harmless", async () => {
  const { userId } = await createUser(database);
  await createSession(database, userId, hoursFromNow(-1));
  await Promise.all(
    Array.from({ length: 5 }, () => pruneExpired(database, { idempotencyTtlHours: 24 })),
  );
  expect(await database.prisma.session.count({ where: { userId } })).toBe(0);
});
