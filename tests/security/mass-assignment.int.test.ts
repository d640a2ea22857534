import { newId } from "@workspace/database/new-id";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  createJob,
  createProject,
  jobInput,
} from "../../apps/http-backend/tests/api.js";
import { connectClient } from "../../apps/websocket-backend/tests/connect-client.js";
import { openAttackTarget } from "./support/open-attack-target.js";

const { app, gateway } = await openAttackTarget();
const { prisma } = app.database;

let owner: Account;
let collaborator: Account;
let stranger: Account;
let projectId: string;
let othersProjectId: string;
beforeEach(async () => {
  [owner, collaborator, stranger] = await Promise.all([
    createAccount(app),
    createAccount(app),
    createAccount(app),
  ]);
  projectId = await createProject(app, owner);
  othersProjectId = await createProject(app, stranger);
  await addMember(app, owner, projectId, { email: collaborator.email, role: "COLLABORATOR" });
});

const LONG_AGO = "2001-01-01T00:00:00.000Z";

/** What a body may say, on one route or another. Of the rest the server alone decides. */
const SAID_BY_BODIES = ["content", "description", "email", "name", "payload", "projectId", "type"];

/** Every column that no body decides, and relations and other names that one may try. */
const columns = () => ({
  id: newId(),
  userId: stranger.id,
  ownerId: stranger.id,
  owner: { connect: { id: stranger.id } },
  actorId: stranger.id,
  submittedById: stranger.id,
  submittedBy: stranger.id,
  sessionId: newId(),
  role: "OWNER",
  version: 1000,
  seq: 1000,
  status: "COMPLETED",
  attempt: 7,
  attemptBase: 7,
  attempts: 7,
  result: { output: "forged" },
  error: { code: "CANCELLED", message: "forged" },
  requestId: "forged",
  requestHash: "forged",
  key: "forged",
  response: { forged: true },
  passwordHash: "forged",
  isAdmin: true,
  createdAt: LONG_AGO,
  updatedAt: LONG_AGO,
  startedAt: LONG_AGO,
  completedAt: LONG_AGO,
  expiresAt: "2101-01-01T00:00:00.000Z",
  revokedAt: null,
  publishedAt: LONG_AGO,
  collaborators: [{ userId: stranger.id, role: "COLLABORATOR" }],
});

test("every column of the database is tried that no body decides", async () => {
  const { rows } = await app.database.pool.query<{ name: string }>(
    `SELECT DISTINCT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY name`,
  );
  const tried = new Set([...Object.keys(columns()), ...SAID_BY_BODIES]);
  expect(rows.length).toBeGreaterThan(SAID_BY_BODIES.length);
  expect(rows.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});

const readProject = (id: string) => prisma.project.findUniqueOrThrow({ where: { id } });
const wasJustNow = (date: Date | null): boolean =>
  date !== null && date.getTime() > Date.parse(LONG_AGO);
const lastEvent = (id: string) =>
  prisma.projectEvent.findFirstOrThrow({ where: { projectId: id }, orderBy: { seq: "desc" } });

describe("a body that names columns decides none of them:", () => {
  test("signing up", async () => {
    const email = `${newId()}@example.com`;
    const body = { ...columns(), email, password: "password123", name: "N" };
    await callApi(app, "POST /auth/signup", { body }).expect(201);
    const user = await prisma.user.findUniqueOrThrow({ where: { email } });
    expect(user.id).not.toBe(body.id);
    expect(user.passwordHash).toMatch(/^\$2b\$/);
    expect(user.isAdmin).toBe(false);
    expect(wasJustNow(user.createdAt)).toBe(true);
    expect(await prisma.project.count({ where: { ownerId: user.id } })).toBe(0);
  });

  test("logging in", async () => {
    const { email, password } = owner;
    const body = { ...columns(), email, password };
    await callApi(app, "POST /auth/login", { body }).expect(200);
    const sessions = await prisma.session.findMany({ orderBy: { createdAt: "desc" } });
    expect(sessions.filter(({ id }) => id === body.id || id === body.sessionId)).toEqual([]);
    const session = sessions.find(({ userId }) => userId === owner.id);
    expect(session?.expiresAt.getTime()).toBeLessThan(Date.parse(body.expiresAt));
  });

  test("renewing a session", async () => {
    const { token } = owner;
    const answer = await callApi(app, "POST /auth/refresh", { token, body: columns() }).expect(200);
    const { data } = answer.body as { data: { expiresAt: string; user: { id: string } } };
    expect(data.user.id).toBe(owner.id);
    expect(Date.parse(data.expiresAt)).toBeLessThan(Date.parse(columns().expiresAt));
    const [session, ...others] = await prisma.session.findMany({ where: { userId: owner.id } });
    expect(others).toEqual([]);
    expect(session?.expiresAt.getTime()).toBeLessThan(Date.parse(columns().expiresAt));
    expect(session?.revokedAt).toBeNull();
  });

  test("changing a password", async () => {
    const body = { ...columns(), currentPassword: owner.password, newPassword: "password456" };
    const { token } = owner;
    await callApi(app, "PUT /auth/password", { token, body }).expect(200);
    const { passwordHash } = await prisma.user.findUniqueOrThrow({ where: { id: owner.id } });
    expect(passwordHash).toMatch(/^\$2b\$/);
    const login = { email: stranger.email, password: stranger.password };
    await callApi(app, "POST /auth/login", { body: login }).expect(200);
  });

  test("logging out ends no session but its own", async () => {
    const { token } = owner;
    const session = await prisma.session.findFirstOrThrow({ where: { userId: stranger.id } });
    const body = { ...columns(), id: session.id, sessionId: session.id };
    await callApi(app, "POST /auth/logout", { token, body }).expect(200);
    await callApi(app, "GET /auth/me", { token: stranger.token }).expect(200);
  });

  test("creating a project", async () => {
    const { token } = owner;
    const body = { ...columns(), name: "Mine", content: { forged: true } };
    const answer = await callApi(app, "POST /projects", { token, body }).expect(201);
    const { id } = answer.body as { id: string };
    expect(id).not.toBe(body.id);
    const project = await readProject(id);
    expect(project).toMatchObject({ ownerId: owner.id, version: 1, seq: 1, content: {} });
    expect(wasJustNow(project.createdAt) && wasJustNow(project.updatedAt)).toBe(true);
    expect(await prisma.collaborator.count({ where: { projectId: id } })).toBe(0);
    expect(await lastEvent(id)).toMatchObject({ actorId: owner.id, seq: 1 });
  });

  test("updating a project, nor which project it is", async () => {
    const { token } = collaborator;
    const before = await readProject(projectId);
    const others = await readProject(othersProjectId);
    const body = { ...columns(), id: othersProjectId, projectId: othersProjectId, name: "Renamed" };
    await callApi(app, `PUT /projects/${projectId}`, { token, body }).expect(200);
    const { updatedAt, ...after } = await readProject(projectId);
    expect({ ...after, updatedAt: null }).toEqual({
      ...before,
      name: "Renamed",
      version: before.version + 1,
      seq: before.seq + 1,
      updatedAt: null,
    });
    expect(wasJustNow(updatedAt)).toBe(true);
    expect(await readProject(othersProjectId)).toEqual(others);
    expect(await lastEvent(projectId)).toMatchObject({
      actorId: collaborator.id,
      payload: { changes: { name: "Renamed" }, version: after.version },
    });
  });

  test("adding a collaborator, nor to which project", async () => {
    const { token } = owner;
    const body = {
      ...columns(),
      projectId: othersProjectId,
      userId: owner.id,
      email: stranger.email,
      role: "VIEWER",
    };
    await callApi(app, `POST /projects/${projectId}/collaborators`, { token, body }).expect(201);
    const added = await prisma.collaborator.findMany({ where: { userId: stranger.id } });
    expect(added).toMatchObject([{ projectId, role: "VIEWER" }]);
    expect(added.every(({ createdAt }) => wasJustNow(createdAt))).toBe(true);
    expect(await prisma.collaborator.count({ where: { projectId: othersProjectId } })).toBe(0);
  });

  test.each(["OWNER", "owner", "ADMIN", null, ["VIEWER"], { set: "OWNER" }])(
    "granting the role %j",
    async (role) => {
      const { token } = owner;
      const members = `/projects/${projectId}/collaborators`;
      const add = { email: stranger.email, role };
      await callApi(app, `POST ${members}`, { token, body: add }).expect(400);
      const call = { token, body: { role } };
      await callApi(app, `PUT ${members}/${collaborator.id}`, call).expect(400);
      expect(await prisma.collaborator.findMany({ where: { projectId } })).toMatchObject([
        { userId: collaborator.id, role: "COLLABORATOR" },
      ]);
    },
  );

  test("changing a role, nor whose", async () => {
    const { token } = owner;
    const body = { ...columns(), projectId: othersProjectId, userId: owner.id, role: "VIEWER" };
    const route = `PUT /projects/${projectId}/collaborators/${collaborator.id}`;
    await callApi(app, route, { token, body }).expect(200);
    expect(await prisma.collaborator.findMany({ where: { projectId } })).toMatchObject([
      { userId: collaborator.id, role: "VIEWER" },
    ]);
    expect((await readProject(projectId)).ownerId).toBe(owner.id);
  });

  test("submitting a job", async () => {
    const { token } = collaborator;
    const job = jobInput(projectId);
    const body = { ...columns(), ...job, payload: { ...columns(), ...job.payload } };
    const answer = await callApi(app, "POST /jobs/submit", { token, body }).expect(201);
    const { jobId } = answer.body as { jobId: string };
    expect(jobId).not.toBe(body.id);
    const row = await prisma.job.findUniqueOrThrow({ where: { id: jobId } });
    expect(row).toMatchObject({
      projectId,
      submittedById: collaborator.id,
      status: "PENDING",
      attempt: 0,
      result: null,
      error: null,
      startedAt: null,
      completedAt: null,
      payload: job.payload,
    });
    expect(row.requestId).not.toBe("forged");
    expect(wasJustNow(row.createdAt)).toBe(true);
  });

  test("cancelling a job, nor which", async () => {
    const [mine, others] = await Promise.all([
      createJob(app, owner, projectId),
      createJob(app, stranger, othersProjectId),
    ]);
    const body = { ...columns(), id: others, jobId: others };
    const call = { token: owner.token, body };
    await callApi(app, `POST /jobs/${mine}/cancel`, call).expect(200);
    const rows = await prisma.job.findMany({ where: { id: { in: [mine, others] } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(byId.get(mine)).toMatchObject({
      status: "FAILED",
      error: { code: "CANCELLED" },
      attempt: 0,
      submittedById: owner.id,
    });
    expect(JSON.stringify(byId.get(mine))).not.toContain("forged");
    expect(byId.get(others)).toMatchObject({ status: "PENDING", error: null });
  });
});

describe("an event that names columns decides none of them:", () => {
  test("project:update", async () => {
    const client = await connectClient(gateway.url, {
      token: collaborator.token,
    });
    await client.join(projectId);
    const before = await readProject(projectId);
    const update = {
      ...columns(),
      projectId,
      changes: { ...columns(), name: "Renamed", content: { kept: true } },
    };
    expect(await client.send("project:update", update)).toMatchObject({ ok: true });
    expect(await readProject(projectId)).toEqual({
      ...before,
      name: "Renamed",
      content: { kept: true },
      version: before.version + 1,
      seq: before.seq + 1,
      updatedAt: expect.any(Date),
    });
    const changed = await client.next("project:changed");
    expect(changed).toMatchObject({ userId: collaborator.id, projectId });
    expect(changed.changes).toEqual({ name: "Renamed", content: { kept: true } });
  });

  test("join:project and cursor:move: others see who it is by the token", async () => {
    const [client, witness] = await Promise.all([
      connectClient(gateway.url, { token: collaborator.token }),
      connectClient(gateway.url, { token: owner.token }),
    ]);
    await witness.join(projectId);
    const answer = await client.send("join:project", { ...columns(), projectId, name: "Forged" });
    expect(answer).toMatchObject({ ok: true, data: { role: "COLLABORATOR" } });
    const move = { ...columns(), projectId, name: "Forged", x: 1, y: 2 };
    expect(await client.send("cursor:move", move)).toMatchObject({ ok: true });
    expect(await witness.next("user:joined")).toEqual({
      projectId,
      userId: collaborator.id,
      name: collaborator.name,
    });
    expect(await witness.next("cursor:update")).toEqual({
      projectId,
      userId: collaborator.id,
      name: collaborator.name,
      x: 1,
      y: 2,
      color: "#888888",
    });
  });

  test("job:cancel", async () => {
    const jobId = await createJob(app, owner, projectId);
    const client = await connectClient(gateway.url, { token: owner.token });
    const answer = await client.send("job:cancel", { ...columns(), jobId });
    expect(answer).toMatchObject({ ok: true, data: { id: jobId, error: { code: "CANCELLED" } } });
    expect(JSON.stringify(answer)).not.toContain("forged");
    const row = await prisma.job.findUniqueOrThrow({ where: { id: jobId } });
    expect(row).toMatchObject({ submittedById: owner.id, attempt: 0, projectId, result: null });
  });

  test("auth:refresh", async () => {
    const client = await connectClient(gateway.url, { token: owner.token });
    const answer = await client.send("auth:refresh", { ...columns(), token: owner.token });
    expect(answer).toMatchObject({ ok: true });
    const { data } = answer as unknown as { data: { expiresAt: string } };
    expect(Date.parse(data.expiresAt)).toBeLessThan(Date.parse(columns().expiresAt));
    const other = await client.send("auth:refresh", {
      token: stranger.token,
      userId: stranger.id,
    });
    expect(other).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
  });
});

test("what a handshake says beside its token decides nothing", async () => {
  const client = await connectClient(gateway.url, {
    token: collaborator.token,
    auth: { ...columns(), token: collaborator.token },
    query: { userId: stranger.id, name: "Forged", role: "OWNER" },
    extraHeaders: { "X-User-Id": stranger.id },
  });
  const joined = await client.join(projectId);
  expect(joined.role).toBe("COLLABORATOR");
  expect(joined.members).toContainEqual({ userId: collaborator.id, name: collaborator.name });
  await expect(client.join(othersProjectId)).rejects.toThrow(/permission/);
});
