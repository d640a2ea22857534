import { describe, expect, test } from "vitest";
import { createTeam, createUser } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { newId } from "./new-id.js";
import { readRole, requireRole } from "./project-access.js";
import { listProjects, readProject, readProjectState } from "./read-projects.js";
import { addCollaborator } from "./write-collaborators.js";
import { createProject } from "./write-project.js";

const database = await openTestDatabase();

describe("reading a project", () => {
  test("gives its members, oldest first, and the caller's own role", async () => {
    const { projectId, owner, collaborator, viewer } = await createTeam(database);
    for (const [user, role] of [
      [owner, "OWNER"],
      [collaborator, "COLLABORATOR"],
      [viewer, "VIEWER"],
    ] as const)
      expect(await readProject(database, projectId, user.userId)).toMatchObject({
        id: projectId,
        role,
        version: 1,
        seq: 3,
        content: {},
        owner: { id: owner.userId, name: "Owner" },
        collaborators: [
          { user: { id: collaborator.userId, email: collaborator.email }, role: "COLLABORATOR" },
          { user: { id: viewer.userId, email: viewer.email }, role: "VIEWER" },
        ],
      });
  });

  test("without collaborators gives an empty list", async () => {
    const owner = await createUser(database);
    const { value } = await createProject(database, owner, { name: "P", description: "" });
    const project = await readProject(database, value.id, owner.userId);
    expect(project.collaborators).toEqual([]);
    expect(project.createdAt).toEqual(value.createdAt);
  });

  test.each([readProject, readProjectState])(
    "is forbidden to a stranger, and an unknown one is not found",
    async (read) => {
      const { projectId, stranger, owner } = await createTeam(database);
      await expect(read(database, projectId, stranger.userId)).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      await expect(read(database, newId(), owner.userId)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    },
  );
});

test("reading a project's state gives its own fields and the caller's role", async () => {
  const { projectId, owner, viewer } = await createTeam(database);
  const state = { id: projectId, ownerId: owner.userId, version: 1, seq: 3, content: {} };
  expect(await readProjectState(database, projectId, owner.userId)).toMatchObject({
    ...state,
    role: "OWNER",
  });
  expect(await readProjectState(database, projectId, viewer.userId)).toMatchObject({
    ...state,
    role: "VIEWER",
  });
});

describe("a user's role", () => {
  test("is none for a stranger, and unknown in an unknown project", async () => {
    const { projectId, stranger } = await createTeam(database);
    expect(await readRole(database, projectId, stranger.userId)).toEqual({ role: null });
    expect(await readRole(database, newId(), stranger.userId)).toBeUndefined();
  });

  test("is required per action", async () => {
    const { projectId, viewer, owner } = await createTeam(database);
    expect(await requireRole(database, projectId, viewer.userId, "project:view")).toBe("VIEWER");
    expect(await requireRole(database, projectId, owner.userId, "project:delete")).toBe("OWNER");
    await expect(
      requireRole(database, projectId, viewer.userId, "project:edit"),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("listing projects", () => {
  test("gives owned and shared ones together, newest first, page by page, none twice", async () => {
    const user = await createUser(database);
    const colleague = await createUser(database);
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const owner = n % 2 === 0 ? user : colleague;
      const { value } = await createProject(database, owner, { name: `P${n}`, description: "" });
      ids.unshift(value.id);
      if (owner === colleague)
        await addCollaborator(database, colleague, value.id, { email: user.email, role: "VIEWER" });
    }
    const seen: string[] = [];
    for (const pageSize of [3, 3, 1, 0]) {
      const cursor = seen.at(-1);
      const page = await listProjects(database, user.userId, {
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page).toHaveLength(pageSize);
      seen.push(...page.map(({ id }) => id));
    }
    expect(seen).toEqual(ids);
  });

  test("tells the caller's role and counts the members beside the owner", async () => {
    const { projectId, owner, viewer, stranger } = await createTeam(database);
    for (const [user, role] of [
      [owner, "OWNER"],
      [viewer, "VIEWER"],
    ] as const)
      expect(await listProjects(database, user.userId, { limit: 10 })).toMatchObject([
        { id: projectId, name: "P", description: "", role, collaborators: 2 },
      ]);
    expect(await listProjects(database, stranger.userId, { limit: 10 })).toEqual([]);
  });
});
