import { expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { ageLog, writeLog } from "../tests/write-log.js";
import type { LogRetention } from "./prune-events.js";
import { pruneExpired } from "./prune.js";
import { updateProject } from "./write-project.js";

const database = await openTestDatabase();

/** As many days as entries are kept, and some more. */
const OLD = 100;
const DAYS = 90;

async function prune(retention: Partial<LogRetention> = {}): Promise<void> {
  const all = { eventDays: DAYS, minEvents: 1, outputDays: 0, idempotencyTtlHours: 24 };
  const { signal } = new AbortController();
  expect(await pruneExpired(database, { ...all, ...retention }, signal)).not.toBeNull();
}

/** A project whose log has entries up to a number, all old and published. */
async function createOldLog(to: number) {
  const team = await createTeam(database);
  await ageLog(database, team.projectId, OLD);
  await writeLog(database, { projectId: team.projectId, from: 4, to, daysOld: OLD });
  return team;
}

async function readSeqs(projectId: string): Promise<number[]> {
  const rows = await database.prisma.projectEvent.findMany({
    where: { projectId },
    orderBy: { seq: "asc" },
    select: { seq: true },
  });
  return rows.map(({ seq }) => seq);
}

async function change(projectId: string, seq: number, assignment: string): Promise<void> {
  const text = `UPDATE "ProjectEvent" SET ${assignment} WHERE "projectId" = $1 AND seq = $2`;
  await database.pool.query(text, [projectId, seq]);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("old entries go, but for the newest ones of each project", async () => {
  const [long, short] = [await createOldLog(20), await createOldLog(6)];
  await prune({ minEvents: 5 });
  expect(await readSeqs(long.projectId)).toEqual(range(16, 20));
  expect(await readSeqs(short.projectId)).toEqual(range(2, 6));
});

test("young entries stay, however many", async () => {
  const { projectId } = await createOldLog(10);
  await writeLog(database, { projectId, from: 11, to: 30, daysOld: DAYS - 1 });
  await prune();
  expect(await readSeqs(projectId)).toEqual(range(11, 30));
});

test("with 0 days all stay", async () => {
  const { projectId } = await createOldLog(10);
  await prune({ eventDays: 0 });
  expect(await readSeqs(projectId)).toEqual(range(1, 10));
});

test.each([
  ["was never published", `"publishedAt" = NULL`],
  ["is younger than those after it, as after a jump of the clock", `"createdAt" = now()`],
])("an entry that %s stays, and all that follows it", async (_, assignment) => {
  const { projectId } = await createOldLog(20);
  await change(projectId, 5, assignment);
  await prune();
  expect(await readSeqs(projectId)).toEqual(range(5, 20));
});

test("more entries than one statement removes go in several", async () => {
  const { projectId } = await createOldLog(2500);
  await prune({ minEvents: 10 });
  expect(await readSeqs(projectId)).toEqual(range(2491, 2500));
});

test("what is left of the log of a project that is gone goes entirely", async () => {
  const { projectId } = await createOldLog(20);
  await database.prisma.project.delete({ where: { id: projectId } });
  await prune({ minEvents: 1000 });
  expect(await readSeqs(projectId)).toEqual([]);
});

test("an entry that someone holds is not waited for, and leaves no hole", async () => {
  const { projectId } = await createOldLog(20);
  await database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`
      SELECT FROM "ProjectEvent" WHERE "projectId" = ${projectId}::uuid AND seq = 8 FOR UPDATE`;
    await prune();
    expect(await readSeqs(projectId)).toEqual(range(8, 20));
  });
  await prune();
  expect(await readSeqs(projectId)).toEqual([20]);
});

test("changes go on while a log is pruned, and are all in it", async () => {
  const { projectId, owner } = await createOldLog(2500);
  const changing = Promise.all(
    range(1, 20).map((n) =>
      updateProject(database, owner, { projectId, changes: { name: `N${n}` } }),
    ),
  );
  await Promise.all([prune({ minEvents: 10 }), changing]);
  const seqs = await readSeqs(projectId);
  expect(seqs[0]).toBeGreaterThan(2490);
  expect(seqs).toEqual(range(seqs[0] ?? 0, 2520));
});
