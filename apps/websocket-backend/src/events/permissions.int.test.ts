import type { ClientToServerEvents } from "@workspace/common/contracts/socket-events";
import { newId } from "@workspace/database/new-id";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import {
  addMember,
  commit,
  createTeam,
  createUser,
  submitJob,
  type Team,
  type TestUser,
} from "../../tests/create-team.js";
import { openBackends, openSession } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });

type ClientEvent = keyof ClientToServerEvents;
type Who = "OWNER" | "COLLABORATOR" | "VIEWER" | "stranger" | "removed";
type Outcome = "ok" | "FORBIDDEN" | "NOT_JOINED";

/** Every event by everyone: what it answers to who has joined where they can. */
const TABLE: Record<ClientEvent, Record<Who, Outcome>> = {
  "join:project": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "ok",
    stranger: "FORBIDDEN",
    removed: "FORBIDDEN",
  },
  "leave:project": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "ok",
    stranger: "NOT_JOINED",
    removed: "NOT_JOINED",
  },
  "cursor:move": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "ok",
    stranger: "NOT_JOINED",
    removed: "NOT_JOINED",
  },
  "project:update": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "FORBIDDEN",
    stranger: "NOT_JOINED",
    removed: "NOT_JOINED",
  },
  // As on REST it is the job that names the project, so nobody has to have joined.
  "job:cancel": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "FORBIDDEN",
    stranger: "FORBIDDEN",
    removed: "FORBIDDEN",
  },
  // About the socket itself, not about a project.
  "auth:refresh": {
    OWNER: "ok",
    COLLABORATOR: "ok",
    VIEWER: "ok",
    stranger: "ok",
    removed: "ok",
  },
};

async function connectAs(team: Team, who: Who): Promise<{ user: TestUser; client: TestClient }> {
  if (who === "removed") {
    const user = await createUser(backends, "Removed");
    await addMember(backends, team, user, "COLLABORATOR");
    const client = await connectClient(url, { token: user.token });
    await client.join(team.projectId);
    await remove(team, user);
    await client.next("project:left");
    return { user, client };
  }
  const user = team[who.toLowerCase() as "owner" | "collaborator" | "viewer" | "stranger"];
  const client = await connectClient(url, { token: user.token });
  if (who !== "stranger") await client.join(team.projectId);
  return { user, client };
}

const remove = ({ projectId, owner }: Team, { userId }: TestUser): Promise<null> =>
  commit(backends, removeCollaborator(backends.services.database, owner, { projectId, userId }));

interface Target {
  projectId: string;
  jobId: string;
}

async function inputOf(
  event: ClientEvent,
  { projectId, jobId }: Target,
  user: TestUser,
): Promise<unknown> {
  switch (event) {
    case "join:project":
    case "leave:project":
      return { projectId };
    case "cursor:move":
      return { projectId, x: 1, y: 2, color: "#FF0000" };
    case "project:update":
      return { projectId, changes: { name: "Changed" } };
    case "job:cancel":
      return { jobId };
    case "auth:refresh":
      return { token: (await openSession(backends, user.userId)).token };
  }
}

const cells = Object.entries(TABLE).flatMap(([event, row]) =>
  Object.entries(row).map(([who, outcome]) => ({ event, who, outcome })),
) as { event: ClientEvent; who: Who; outcome: Outcome }[];

describe("the role table", async () => {
  const team = await createTeam(backends);
  const readProject = () =>
    backends.services.database.prisma.project.findUniqueOrThrow({ where: { id: team.projectId } });

  const readStatus = async (id: string): Promise<string> =>
    (await backends.services.database.prisma.job.findUniqueOrThrow({ where: { id } })).status;

  test.each(cells)("$event by $who: $outcome", async ({ event, who, outcome }) => {
    const { user, client } = await connectAs(team, who);
    const { version } = await readProject();
    const { projectId } = team;
    const jobId = await submitJob(backends, team);
    const answer = await client.send(event, await inputOf(event, { projectId, jobId }, user));
    expect(answer.ok ? "ok" : answer.error.code).toBe(outcome);
    const hasChanged = event === "project:update" && outcome === "ok";
    expect((await readProject()).version).toBe(hasChanged ? version + 1 : version);
    const isCancelled = event === "job:cancel" && outcome === "ok";
    expect(await readStatus(jobId)).toBe(isCancelled ? "FAILED" : "PENDING");
  });
});

describe("a role counts as it is now, not as it was on joining", () => {
  test("a collaborator who becomes a viewer can no longer update, but still move the cursor", async () => {
    const team = await createTeam(backends);
    const { user, client } = await connectAs(team, "COLLABORATOR");
    await setRole(team, user, "VIEWER");
    await client.next("member:changed");
    const answers = await Promise.all([
      client.send("project:update", { projectId: team.projectId, changes: { name: "No" } }),
      client.send("cursor:move", { projectId: team.projectId, x: 1, y: 1 }),
    ]);
    expect(answers).toMatchObject([{ ok: false, error: { code: "FORBIDDEN" } }, { ok: true }]);
  });

  test("a viewer who becomes a collaborator can update", async () => {
    const team = await createTeam(backends);
    const { user, client } = await connectAs(team, "VIEWER");
    await setRole(team, user, "COLLABORATOR");
    const update = { projectId: team.projectId, changes: { name: "Yes" } };
    expect(await client.send("project:update", update)).toMatchObject({ ok: true });
  });
});

const setRole = (
  { projectId, owner }: Team,
  { userId }: TestUser,
  role: "VIEWER" | "COLLABORATOR",
): Promise<unknown> =>
  commit(
    backends,
    updateCollaborator(backends.services.database, owner, { projectId, userId, role }),
  );

test.each([
  { what: "does not exist", join: "NOT_FOUND" },
  { what: "has not been joined", join: "ok" },
])("in a project that $what, nothing but joining is answered: $join", async ({ what, join }) => {
  const team = await createTeam(backends);
  const client = await connectClient(url, { token: team.owner.token });
  const projectId = what === "does not exist" ? newId() : team.projectId;
  const codeOf = async (event: ClientEvent): Promise<string> => {
    const jobId = newId();
    const answer = await client.send(event, await inputOf(event, { projectId, jobId }, team.owner));
    return answer.ok ? "ok" : answer.error.code;
  };
  for (const event of ["leave:project", "cursor:move", "project:update"] as const)
    expect(await codeOf(event)).toBe("NOT_JOINED");
  expect(await codeOf("job:cancel")).toBe("NOT_FOUND");
  expect(await codeOf("join:project")).toBe(join);
});
