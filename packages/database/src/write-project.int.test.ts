import { MAX_CONTENT_BYTES } from "@workspace/common/contracts/projects";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { createTeam, createUser, type Team } from "../tests/create-team.js";
import { countLockWaits, openTestDatabase } from "../tests/open-test-database.js";
import { newId } from "./new-id.js";
import { listEvents, markPublished } from "./project-log.js";
import { submitJob } from "./submit-job.js";
import { createProject, deleteProject, updateProject } from "./write-project.js";

const database = await openTestDatabase();

const readProject = (id: string) => database.prisma.project.findUniqueOrThrow({ where: { id } });
const readEvents = (projectId: string) => listEvents(database, { projectId, after: 0, limit: 100 });

/** Runs `change` while the project is locked by another transaction that does `sql` before it commits. */
async function race<Value>(
  projectId: string,
  sql: [text: string, ...values: string[]],
  change: () => Promise<Value>,
): Promise<PromiseSettledResult<Value>> {
  const [text, ...values] = sql;
  const client = await database.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`SELECT 1 FROM "Project" WHERE id = $1 FOR UPDATE`, [projectId]);
    const result = Promise.allSettled([change()]);
    await eventually(async () => (await countLockWaits(database)) > 0);
    await client.query(text, values);
    await client.query("COMMIT");
    return (await result)[0];
  } finally {
    client.release();
  }
}

describe("creating a project", () => {
  test("gives version 1, empty content and the first log entry", async () => {
    const owner = await createUser(database);
    const { value, events } = await createProject(database, owner, { name: "N", description: "D" });
    expect(value).toMatchObject({
      ownerId: owner.userId,
      name: "N",
      description: "D",
      content: {},
      version: 1,
      seq: 1,
    });
    expect(events).toMatchObject([
      { seq: 1, type: "project.created", payload: { name: "N", description: "D" } },
    ]);
  });
});

describe("updating a project", () => {
  test("counts its version and leaves what is not named as it was", async () => {
    const { projectId, owner } = await createTeam(database);
    const update = { projectId, changes: { description: "D" } };
    const { value } = await updateProject(database, owner, update);
    expect(value).toMatchObject({ name: "P", description: "D", content: {}, version: 2 });
    expect(value.updatedAt.getTime()).toBeGreaterThanOrEqual(value.createdAt.getTime());
    expect(await readProject(projectId)).toMatchObject({ name: "P", description: "D", version: 2 });
  });

  test("merges the content as a patch", async () => {
    const { projectId, owner } = await createTeam(database);
    const patch = async (content: Record<string, never>) =>
      (await updateProject(database, owner, { projectId, changes: { content } })).value.content;
    const json = (text: string) => JSON.parse(text) as Record<string, never>;
    await patch(json('{"board":{"a":1,"b":[1,2]},"title":"x"}'));
    const merged = await patch(json('{"board":{"a":null,"b":[3],"c":{"d":null}},"title":null}'));
    expect(merged).toEqual({ board: { b: [3], c: {} } });
    expect((await readProject(projectId)).content).toEqual(merged);
  });

  test("from an older version is refused, and from the newest is not", async () => {
    const { projectId, owner } = await createTeam(database);
    const update = (baseVersion: number) =>
      updateProject(database, owner, { projectId, changes: { name: "New" }, baseVersion });
    expect((await update(1)).value.version).toBe(2);
    await expect(update(1)).rejects.toMatchObject({ code: "VERSION_CONFLICT", status: 412 });
    await expect(update(3)).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
    expect((await update(2)).value.version).toBe(3);
  });

  test("from the same version many times at once succeeds once", async () => {
    const { projectId, owner } = await createTeam(database);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        updateProject(database, owner, { projectId, changes: { name: `N${n}` }, baseVersion: 1 }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await readProject(projectId)).version).toBe(2);
  });

  test("may fill the content up to its limit and not beyond, by however small steps", async () => {
    const { projectId, owner } = await createTeam(database);
    const put = (content: Record<string, string>) =>
      updateProject(database, owner, { projectId, changes: { content } });
    const room = MAX_CONTENT_BYTES - '{"a":""}'.length;
    await put({ a: "x".repeat(room) });
    await expect(put({ b: "" })).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE", status: 413 });
    await expect(put({ a: "ü".repeat(room) })).rejects.toMatchObject({ code: "PAYLOAD_TOO_LARGE" });
    expect(await readProject(projectId)).toMatchObject({ version: 2, seq: 4 });
    await put({ a: "x" });
  });

  test.each(["viewer", "stranger"] as const)("is forbidden to a %s", async (who) => {
    const team = await createTeam(database);
    const update = { projectId: team.projectId, changes: { name: "New" } };
    await expect(updateProject(database, team[who], update)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await readProject(team.projectId)).toMatchObject({ name: "P", version: 1, seq: 3 });
  });

  test("of an unknown project finds none", async () => {
    const update = { projectId: newId(), changes: { name: "New" } };
    const user = await createUser(database);
    await expect(updateProject(database, user, update)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a role that changes while an update waits for the project counts", () => {
  const update = ({ projectId, collaborator }: Team) =>
    updateProject(database, collaborator, { projectId, changes: { name: "New" } });

  test.each([
    ["downgraded", `UPDATE "Collaborator" SET role = 'VIEWER' WHERE "userId" = $1`],
    ["removed", `DELETE FROM "Collaborator" WHERE "userId" = $1`],
  ])("for a collaborator who is %s", async (_what, sql) => {
    const team = await createTeam(database);
    const result = await race(team.projectId, [sql, team.collaborator.userId], () => update(team));
    expect(result).toMatchObject({ status: "rejected", reason: { code: "FORBIDDEN" } });
    expect((await readProject(team.projectId)).name).toBe("P");
  });

  test("for a viewer who is promoted", async () => {
    const team = await createTeam(database);
    const sql = `UPDATE "Collaborator" SET role = 'COLLABORATOR' WHERE "userId" = $1`;
    const result = await race(team.projectId, [sql, team.viewer.userId], () =>
      update({ ...team, collaborator: team.viewer }),
    );
    expect(result.status).toBe("fulfilled");
  });

  test("for a project that is deleted", async () => {
    const team = await createTeam(database);
    const sql = `DELETE FROM "Project" WHERE id = $1`;
    const result = await race(team.projectId, [sql, team.projectId], () => update(team));
    expect(result).toMatchObject({ status: "rejected", reason: { code: "NOT_FOUND" } });
  });
});

describe("deleting a project", () => {
  test("leaves only the unpublished events, which go once they are published", async () => {
    const { projectId, owner } = await createTeam(database);
    await markPublished(database.prisma, (await readEvents(projectId)).slice(0, 2));
    const { events } = await deleteProject(database, owner, projectId);
    expect(events).toMatchObject([{ seq: 4, type: "project.deleted", actorId: owner.userId }]);
    expect((await readEvents(projectId)).map(({ type }) => type)).toEqual([
      "member.added",
      "project.deleted",
    ]);
    await markPublished(database.prisma, events);
    expect((await readEvents(projectId)).map(({ seq }) => seq)).toEqual([3]);
    await markPublished(database.prisma, await readEvents(projectId));
    expect(await readEvents(projectId)).toEqual([]);
  });

  test("leaves no event behind that was marked as published while it was under way", async () => {
    const { projectId, owner } = await createTeam(database);
    const earlier = await readEvents(projectId);
    const { events } = await deleteProject(database, owner, projectId);
    // As if the deletion had not seen yet that these were published.
    await database.prisma.projectEvent.updateMany({
      where: { projectId, seq: { in: earlier.map(({ seq }) => seq) } },
      data: { publishedAt: new Date() },
    });
    await markPublished(database.prisma, events);
    expect(await readEvents(projectId)).toEqual([]);
  });

  test("takes its members and jobs along and announces that the unfinished ones were cancelled", async () => {
    const { projectId, owner, collaborator } = await createTeam(database);
    const payload = { code: "1", language: "python" } as const;
    const { value } = await submitJob(
      database,
      collaborator,
      { projectId, type: "CODE_EXECUTION", payload },
      10,
    );
    const { events } = await deleteProject(database, owner, projectId);
    expect(events).toMatchObject([
      { type: "job.updated", payload: { jobId: value.job.id, error: { code: "CANCELLED" } } },
      { type: "project.deleted" },
    ]);
    expect(await database.prisma.project.count({ where: { id: projectId } })).toBe(0);
    expect(await database.prisma.job.count({ where: { projectId } })).toBe(0);
    expect(await database.prisma.collaborator.count({ where: { projectId } })).toBe(0);
  });

  test.each(["collaborator", "viewer", "stranger"] as const)(
    "is forbidden to a %s",
    async (who) => {
      const team = await createTeam(database);
      await expect(deleteProject(database, team[who], team.projectId)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      expect((await readProject(team.projectId)).seq).toBe(3);
    },
  );
});
