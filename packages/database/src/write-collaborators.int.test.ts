import { describe, expect, test } from "vitest";
import { createTeam, createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { newId } from "./new-id.js";
import { readRole } from "./project-access.js";
import { listEvents } from "./project-log.js";
import { addCollaborator, removeCollaborator, updateCollaborator } from "./write-collaborators.js";

const database = await openTestDatabase();

const readSeq = async (projectId: string) =>
  (await listEvents(database, { projectId, after: 0, limit: 100 })).length;
const readJob = (id: string) => database.prisma.job.findUniqueOrThrow({ where: { id } });

describe("adding a collaborator", () => {
  test.each(["COLLABORATOR", "VIEWER"] as const)("as %s gives the role", async (role) => {
    const { projectId, owner, stranger } = await createTeam(database);
    const input = { email: stranger.email, role };
    const { value, events } = await addCollaborator(database, owner, projectId, input);
    expect(value).toEqual({ projectId, userId: stranger.userId, role });
    expect(events).toMatchObject([
      {
        type: "member.added",
        actorId: owner.userId,
        payload: { userId: stranger.userId, name: "Stranger", role },
      },
    ]);
    expect(await readRole(database, projectId, stranger.userId)).toEqual({ role });
  });

  test.each(["owner", "collaborator", "viewer"] as const)(
    "who is the %s is refused",
    async (who) => {
      const team = await createTeam(database);
      const input = { email: team[who].email, role: "VIEWER" } as const;
      await expect(
        addCollaborator(database, team.owner, team.projectId, input),
      ).rejects.toMatchObject({ code: "COLLABORATOR_EXISTS", status: 409 });
      expect(await readSeq(team.projectId)).toBe(3);
    },
  );

  test("who has no account finds none", async () => {
    const { projectId, owner } = await createTeam(database);
    const input = { email: "nobody@example.com", role: "VIEWER" } as const;
    await expect(addCollaborator(database, owner, projectId, input)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "User not found",
    });
  });

  test("many times at once adds them once", async () => {
    const { projectId, owner, stranger } = await createTeam(database);
    const input = { email: stranger.email, role: "VIEWER" } as const;
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => addCollaborator(database, owner, projectId, input)),
    );
    const refusals = results.filter((result) => result.status === "rejected");
    expect(refusals.map(({ reason }) => (reason as { code: string }).code)).toEqual(
      Array.from({ length: 4 }, () => "COLLABORATOR_EXISTS"),
    );
    expect(await readSeq(projectId)).toBe(4);
  });
});

describe("changing a collaborator's role", () => {
  test("holds at once and is logged", async () => {
    const { projectId, owner, viewer } = await createTeam(database);
    const change = { projectId, userId: viewer.userId, role: "COLLABORATOR" } as const;
    const { value, events } = await updateCollaborator(database, owner, change);
    expect(value).toEqual(change);
    expect(events).toMatchObject([
      { type: "member.updated", payload: { userId: viewer.userId, role: "COLLABORATOR" } },
    ]);
    expect(await readRole(database, projectId, viewer.userId)).toEqual({ role: "COLLABORATOR" });
  });

  test("to the role that they have changes and logs nothing", async () => {
    const { projectId, owner, viewer } = await createTeam(database);
    const change = { projectId, userId: viewer.userId, role: "VIEWER" } as const;
    const { value, events } = await updateCollaborator(database, owner, change);
    expect({ value, events }).toEqual({ value: change, events: [] });
    expect(await readSeq(projectId)).toBe(3);
  });

  test("to VIEWER cancels their unfinished jobs and nobody else's", async () => {
    const { projectId, owner, collaborator } = await createTeam(database);
    const theirs = await submitTestJob(database, collaborator, projectId);
    const others = await submitTestJob(database, owner, projectId);
    const change = { projectId, userId: collaborator.userId, role: "VIEWER" } as const;
    const { events } = await updateCollaborator(database, owner, change);
    expect(events).toMatchObject([
      { type: "member.updated" },
      {
        type: "job.updated",
        payload: { jobId: theirs.id, status: "FAILED", error: { code: "CANCELLED" } },
      },
    ]);
    expect(await readJob(theirs.id)).toMatchObject({ status: "FAILED" });
    expect(await readJob(others.id)).toMatchObject({ status: "PENDING" });
  });

  test.each(["owner", "stranger"] as const)("of the %s finds no collaborator", async (who) => {
    const team = await createTeam(database);
    const change = { projectId: team.projectId, userId: team[who].userId, role: "VIEWER" } as const;
    await expect(updateCollaborator(database, team.owner, change)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "Collaborator not found",
    });
  });
});

describe("removing a collaborator", () => {
  test("ends their role and cancels their unfinished jobs in this project only", async () => {
    const { projectId, owner, collaborator } = await createTeam(database);
    const elsewhere = await createTeam(database);
    await addCollaborator(database, elsewhere.owner, elsewhere.projectId, {
      email: collaborator.email,
      role: "COLLABORATOR",
    });
    const here = await submitTestJob(database, collaborator, projectId);
    const there = await submitTestJob(database, collaborator, elsewhere.projectId);
    const which = { projectId, userId: collaborator.userId };
    const { events } = await removeCollaborator(database, owner, which);
    expect(events).toMatchObject([
      { type: "member.removed", payload: { userId: collaborator.userId } },
      { type: "job.updated", payload: { jobId: here.id, error: { code: "CANCELLED" } } },
    ]);
    expect(await readRole(database, projectId, collaborator.userId)).toEqual({ role: null });
    expect(await readJob(there.id)).toMatchObject({ status: "PENDING" });
  });

  test.each(["owner", "stranger"] as const)("who is the %s finds none", async (who) => {
    const team = await createTeam(database);
    const which = { projectId: team.projectId, userId: team[who].userId };
    await expect(removeCollaborator(database, team.owner, which)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await readRole(database, team.projectId, team.owner.userId)).toEqual({ role: "OWNER" });
  });
});

describe.each(["collaborator", "viewer", "stranger"] as const)("a %s may not", (who) => {
  test("add, change or remove a collaborator, not even themselves", async () => {
    const team = await createTeam(database);
    const { projectId, [who]: caller } = team;
    const newcomer = await createUser(database);
    const { userId } = caller;
    const attempts = await Promise.allSettled([
      addCollaborator(database, caller, projectId, { email: newcomer.email, role: "VIEWER" }),
      updateCollaborator(database, caller, { projectId, userId, role: "COLLABORATOR" }),
      removeCollaborator(database, caller, { projectId, userId }),
    ]);
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ status: "rejected", reason: { code: "FORBIDDEN" } });
    expect(await readSeq(projectId)).toBe(3);
  });
});

test("in an unknown project nobody can be added, changed or removed", async () => {
  const user = await createUser(database);
  const which = { projectId: newId(), userId: user.userId };
  const role = "VIEWER" as const;
  const attempts = await Promise.allSettled([
    addCollaborator(database, user, which.projectId, { email: user.email, role }),
    updateCollaborator(database, user, { ...which, role }),
    removeCollaborator(database, user, which),
  ]);
  for (const attempt of attempts)
    expect(attempt).toMatchObject({ status: "rejected", reason: { message: "Project not found" } });
});
