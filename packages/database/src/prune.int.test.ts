import { eventually } from "@workspace/local-stack/eventually";
import type pg from "pg";
import { describe, expect, test } from "vitest";
import { createTeam, createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { pruneInBatches } from "./prune-batches.js";
import { inPruneTurn } from "./prune-turn.js";
import { pruneExpired, type Retention } from "./prune.js";
import { createSession, revokeSession } from "./sessions.js";

const database = await openTestDatabase();

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const fromNow = (ms: number) => new Date(Date.now() + ms);

const prune = (retention: Partial<Retention> = {}, { signal } = new AbortController()) =>
  pruneExpired(
    database,
    { eventDays: 0, minEvents: 1, outputDays: 0, idempotencyTtlHours: 24, ...retention },
    signal,
  );

async function createExpiredSessions(userId: string, count: number): Promise<void> {
  await database.pool.query(
    `INSERT INTO "Session" (id, "userId", "expiresAt")
     SELECT gen_random_uuid(), $1, now() - interval '1 hour' FROM generate_series(1, $2::int)`,
    [userId, count],
  );
}

const countSessions = (userId: string) => database.prisma.session.count({ where: { userId } });

test("expired sessions go, and a revoked one only when its token has expired", async () => {
  const { userId } = await createUser(database);
  const open = await createSession(database, userId, fromNow(HOUR_MS));
  const revoked = await createSession(database, userId, fromNow(HOUR_MS));
  await revokeSession(database, revoked.id);
  // By the clock of a service that is a minute behind, it still stands.
  const expiring = await createSession(database, userId, fromNow(-MINUTE_MS));
  const old = await createSession(database, userId, fromNow(-HOUR_MS));
  await revokeSession(database, old.id);
  await createExpiredSessions(userId, 1);

  await prune();

  const where = { userId };
  const sessions = await database.prisma.session.findMany({ where, orderBy: { id: "asc" } });
  expect(sessions.map(({ id }) => id)).toEqual([open.id, revoked.id, expiring.id]);
});

test("idempotency keys go once they are forgotten", async () => {
  const { userId } = await createUser(database);
  const row = { userId, requestHash: "h", status: 201, response: {} };
  await database.prisma.idempotencyKey.createMany({
    data: [
      { ...row, key: "old", createdAt: fromNow(-25 * HOUR_MS) },
      { ...row, key: "just forgotten", createdAt: fromNow(-24 * HOUR_MS - MINUTE_MS) },
      { ...row, key: "young", createdAt: fromNow(-23 * HOUR_MS) },
    ],
  });
  await prune();
  const keys = await database.prisma.idempotencyKey.findMany({ where: { userId } });
  expect(keys.map(({ key }) => key).sort()).toEqual(["just forgotten", "young"]);
});

describe("outputs", () => {
  const FIGURES = { exitCode: 0, executionTime: 1.5, limits: { wallMs: 5000 } };
  const PIECES = { pieces: [["stdout", "a"]] };
  const TEXTS = { output: "ab", stdout: "a", stderr: "b" };

  async function createEndedJob(daysAgo: number, result?: object): Promise<string> {
    const { projectId, owner } = await createTeam(database);
    const { id } = await submitTestJob(database, owner, projectId);
    await database.prisma.job.update({
      where: { id },
      data: {
        status: "COMPLETED",
        completedAt: fromNow(-daysAgo * 24 * HOUR_MS),
        ...(result === undefined ? {} : { result }),
      },
    });
    return id;
  }

  const readJob = (id: string) => database.prisma.job.findUniqueOrThrow({ where: { id } });

  test.each([
    ["its pieces", PIECES],
    ["its three texts", TEXTS],
  ])("of a job that ended long ago go, all else stays: %s", async (_, output) => {
    const jobId = await createEndedJob(31, { ...FIGURES, ...output });
    const before = await readJob(jobId);
    await prune({ outputDays: 30 });
    expect(await readJob(jobId)).toEqual({
      ...before,
      result: { ...FIGURES, outputExpired: true },
    });
  });

  test("of other jobs stay", async () => {
    const young = await createEndedJob(29, { ...FIGURES, ...PIECES });
    const withoutResult = await createEndedJob(31);
    await prune({ outputDays: 30 });
    expect((await readJob(young)).result).toEqual({ ...FIGURES, ...PIECES });
    expect((await readJob(withoutResult)).result).toBeNull();
  });

  test("all stay with 0 days", async () => {
    const jobId = await createEndedJob(31, PIECES);
    await prune({ outputDays: 0 });
    expect((await readJob(jobId)).result).toEqual(PIECES);
  });

  test("are pruned once, and counted", async () => {
    await prune({ outputDays: 30 });
    await createEndedJob(31, PIECES);
    const none = { sessions: 0, idempotencyKeys: 0, events: 0 };
    expect(await prune({ outputDays: 30 })).toEqual({ ...none, outputs: 1 });
    expect(await prune({ outputDays: 30 })).toEqual({ ...none, outputs: 0 });
  });
});

test("more rows than one statement removes go in several", async () => {
  const { userId } = await createUser(database);
  await createExpiredSessions(userId, 2500);
  await prune();
  expect(await countSessions(userId)).toBe(0);
});

describe("the turn to prune", () => {
  test("is one instance's, and the others do nothing", async () => {
    const { userId } = await createUser(database);
    await createExpiredSessions(userId, 1);
    await inPruneTurn(database, async () => expect(await prune()).toBeNull());
    expect(await countSessions(userId)).toBe(1);
    expect(await prune()).not.toBeNull();
    expect(await countSessions(userId)).toBe(0);
  });

  test.each<[what: string, work: (client: pg.PoolClient) => Promise<unknown>]>([
    ["a failure", () => Promise.reject(new Error("failed"))],
    [
      "the death of its connection",
      (client) => client.query("SELECT pg_terminate_backend(pg_backend_pid())"),
    ],
  ])("is free again after %s", async (_, work) => {
    await expect(inPruneTurn(database, work)).rejects.toThrow();
    // The server frees it in the moment in which it sees the connection closed.
    await eventually(async () => (await prune()) !== null);
  });

  test("asked for many times at once, does everything once and nothing twice", async () => {
    const { userId } = await createUser(database);
    await prune();
    await createExpiredSessions(userId, 1500);
    const runs = await Promise.all(Array.from({ length: 5 }, () => prune()));
    expect(runs.reduce((sum, run) => sum + (run?.sessions ?? 0), 0)).toBe(1500);
    expect(await countSessions(userId)).toBe(0);
  });
});

describe("a run that is stopped", () => {
  test("begins no further statement", async () => {
    const { userId } = await createUser(database);
    await createExpiredSessions(userId, 1);
    const controller = new AbortController();
    controller.abort();
    expect(await prune({ outputDays: 1, eventDays: 1 }, controller)).toEqual({
      sessions: 0,
      idempotencyKeys: 0,
      events: 0,
      outputs: 0,
    });
    expect(await countSessions(userId)).toBe(1);
  });

  test("ends after the statement under way, and says what it did", async () => {
    const { userId } = await createUser(database);
    await createExpiredSessions(userId, 3);
    const controller = new AbortController();
    const pruned = await inPruneTurn(database, (client) => {
      client.once("drain", () => controller.abort());
      return pruneInBatches(
        { client, signal: controller.signal },
        {
          text: `
            DELETE FROM "Session" WHERE id IN (
              SELECT id FROM "Session" WHERE "userId" = $1 LIMIT $2)`,
          values: [userId],
          batchRows: 2,
        },
      );
    });
    expect(pruned).toBe(2);
    expect(await countSessions(userId)).toBe(1);
  });
});
