import { expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { listEvents, markPublished } from "./project-log.js";
import { addCollaborator } from "./write-collaborators.js";
import { updateProject } from "./write-project.js";

const database = await openTestDatabase();

const readLog = (projectId: string) => listEvents(database, { projectId, after: 0, limit: 1000 });
const countTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

test("54 changes at once in three projects are numbered without a hole, in commit order", async () => {
  const teams = await Promise.all([
    createTeam(database),
    createTeam(database),
    createTeam(database),
  ]);
  const results = await Promise.all(
    teams.flatMap(({ projectId, owner, collaborator }) =>
      countTo(18).map((n) =>
        updateProject(database, n % 2 === 0 ? owner : collaborator, {
          projectId,
          changes: { content: { [`key${n}`]: n } },
        }),
      ),
    ),
  );
  for (const { projectId } of teams) {
    const log = await readLog(projectId);
    expect(log.map(({ seq }) => seq)).toEqual(countTo(21));
    const updates = log.filter((event) => event.type === "project.updated");
    expect(updates.map(({ payload }) => payload.version)).toEqual(countTo(19).slice(1));

    const values = results.map(({ value }) => value).filter(({ id }) => id === projectId);
    expect(values.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(countTo(21).slice(3));
    const project = await database.prisma.project.findUniqueOrThrow({ where: { id: projectId } });
    expect(project).toMatchObject({ version: 19, seq: 21 });
    expect(Object.keys(project.content as object)).toHaveLength(18);
  }
});

test("a change that is refused takes no number", async () => {
  const { projectId, owner, viewer } = await createTeam(database);
  const changes = { name: "New" };
  await expect(updateProject(database, viewer, { projectId, changes })).rejects.toThrow();
  await expect(
    updateProject(database, owner, { projectId, changes, baseVersion: 9 }),
  ).rejects.toThrow();
  await expect(
    addCollaborator(database, owner, projectId, { email: viewer.email, role: "VIEWER" }),
  ).rejects.toThrow();
  await updateProject(database, owner, { projectId, changes });
  expect((await readLog(projectId)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test("an entry tells who did what with which request, and what an operation returns is what is stored", async () => {
  const { projectId, collaborator } = await createTeam(database);
  const { events } = await updateProject(database, collaborator, {
    projectId,
    changes: { name: "New", content: { a: null } },
  });
  expect(events).toEqual([
    {
      projectId,
      seq: 4,
      type: "project.updated",
      actorId: collaborator.userId,
      requestId: collaborator.requestId,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      payload: { changes: { name: "New", content: { a: null } }, version: 2 },
    },
  ]);
  expect((await readLog(projectId)).at(-1)).toEqual(events[0]);
});

test("the log is read in pages, oldest first", async () => {
  const { projectId } = await createTeam(database);
  const page = async (after: number, limit: number) =>
    (await listEvents(database, { projectId, after, limit })).map(({ type }) => type);
  expect(await page(0, 2)).toEqual(["project.created", "member.added"]);
  expect(await page(2, 2)).toEqual(["member.added"]);
  expect(await page(3, 2)).toEqual([]);
});

test("a page ends before the entry with which its payloads would be too large, but has one always", async () => {
  const { projectId, owner } = await createTeam(database);
  for (const length of [90, 90, 900, 90])
    await updateProject(database, owner, {
      projectId,
      changes: { description: "d".repeat(length) },
    });
  const pageAfter = async (after: number, maxBytes?: number) => {
    const range = { projectId, after, limit: 10, ...(maxBytes === undefined ? {} : { maxBytes }) };
    return (await listEvents(database, range)).map(({ seq }) => seq);
  };
  expect(await pageAfter(3, 500)).toEqual([4, 5]);
  expect(await pageAfter(5, 500)).toEqual([6]);
  expect(await pageAfter(6, 500)).toEqual([7]);
  expect(await pageAfter(0, 5000)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await pageAfter(7, 500)).toEqual([]);

  const content = { large: "x".repeat(250_000) };
  for (let n = 0; n < 9; n += 1)
    await updateProject(database, owner, { projectId, changes: { content } });
  expect(await pageAfter(7)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
});

test("marking entries as published marks those and no others", async () => {
  const { projectId } = await createTeam(database);
  const [first, , third] = await readLog(projectId);
  await markPublished(database.prisma, []);
  await markPublished(
    database.prisma,
    [first, third].flatMap((event) => event ?? []),
  );
  const rows = await database.prisma.projectEvent.findMany({
    where: { projectId },
    orderBy: { seq: "asc" },
  });
  expect(rows.map(({ publishedAt }) => publishedAt !== null)).toEqual([true, false, true]);
});
