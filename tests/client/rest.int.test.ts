import type { Session } from "@workspace/client/rest/session-store";
import { afterAll, describe, expect, test } from "vitest";
import { openTestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { openBackends } from "../../apps/websocket-backend/tests/open-backends.js";
import { startGateway } from "../../apps/websocket-backend/tests/start-gateway.js";
import { PASSWORD } from "../setup/password.js";
import { openWorkspace, signUp } from "./support/open-workspace.js";

const backends = await openBackends();
const [app, gateway] = await Promise.all([
  openTestApp({ beside: backends }),
  startGateway(backends, { endWith: afterAll }),
]);
const where = { url: app.url, liveUrl: gateway.url };
const NEW_PASSWORD = "correct horse";

const refusal = (code: string, status: number) => ({
  name: "WorkspaceError",
  code,
  status,
  requestId: expect.stringMatching(/./),
});

describe("an account", () => {
  test("is made, logs in, is told who it is, and logs out", async () => {
    const { workspace, email, userId } = await signUp(where);
    const { auth } = workspace;
    const told: (Session | null)[] = [];
    auth.onChange((session) => told.push(session));
    expect(auth.session).toMatchObject({ user: { id: userId, email, name: "Ada" } });
    const me = await auth.me();
    expect(me).toMatchObject({ user: { id: userId, email }, session: { id: expect.any(String) } });
    expect(me.session.expiresAt).toBe(auth.session?.expiresAt);
    await auth.logOut();
    expect(auth.session).toBe(null);
    expect(told).toEqual([null]);
    await expect(auth.me()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await auth.logOut();
    expect(told).toEqual([null]);
  });

  test("is refused with the server's own words", async () => {
    const { workspace, email } = await signUp(where);
    const { auth } = openWorkspace(where);
    const { session } = workspace.auth;
    await expect(auth.signUp({ email, password: PASSWORD, name: "A" })).rejects.toMatchObject(
      refusal("EMAIL_TAKEN", 409),
    );
    await expect(auth.signUp({ email: "no", password: "short", name: "" })).rejects.toMatchObject({
      ...refusal("VALIDATION_FAILED", 400),
      details: expect.arrayContaining([{ path: "password", message: expect.any(String) }]),
    });
    await expect(auth.logIn({ email, password: "wrong" })).rejects.toMatchObject(
      refusal("INVALID_CREDENTIALS", 401),
    );
    expect(auth.session).toBe(null);
    const wrong = { currentPassword: "wrong", newPassword: NEW_PASSWORD };
    await expect(workspace.auth.changePassword(wrong)).rejects.toMatchObject(
      refusal("INVALID_CREDENTIALS", 401),
    );
    expect(workspace.auth.session).toEqual(session);
  });

  test("goes on with a new session after a change of its password, whatever is under way", async () => {
    const { workspace, email } = await signUp(where);
    const before = workspace.auth.session;
    const changes = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const [session, ...answers] = await Promise.all([
      workspace.auth.changePassword(changes),
      ...Array.from({ length: 5 }, () => workspace.auth.me()),
    ]);
    expect(session.token).not.toBe(before?.token);
    expect(workspace.auth.session).toEqual(session);
    for (const { user } of answers) expect(user.email).toBe(email);
    await openWorkspace(where).auth.logIn({ email, password: NEW_PASSWORD });
  });
});

describe("a session that the server has ended", () => {
  test("ends here with the next call, and is told once", async () => {
    const { workspace } = await signUp(where);
    const told: (Session | null)[] = [];
    workspace.auth.onChange((session) => told.push(session));
    await app.database.prisma.session.updateMany({ data: { revokedAt: new Date() } });
    const { token = "" } = workspace.auth.session ?? {};
    await backends.services.sessionGate.forget([sessionIdOf(token)]);
    const calls = [workspace.auth.me(), workspace.projects.listPage(), workspace.languages.list()];
    for (const { reason } of (await Promise.allSettled(calls)) as { reason?: unknown }[])
      expect(reason).toMatchObject({ code: expect.stringMatching(/SESSION_REVOKED|UNAUTH/) });
    expect(told).toEqual([null]);
    expect(workspace.auth.session).toBe(null);
  });
});

const sessionIdOf = (token: string): string =>
  (JSON.parse(atob(token.split(".")[1] ?? "")) as { sid: string }).sid;

describe("projects", () => {
  test("are made, read, changed at a version, and deleted", async () => {
    const { workspace, userId } = await signUp(where);
    const { projects } = workspace;
    const created = await projects.create({ name: "Plans" });
    expect(created).toMatchObject({ name: "Plans", description: "", ownerId: userId, version: 1 });
    const { id } = created;
    const content = { notes: { n1: "fuel" } };
    expect(await projects.update(id, { content }, { ifVersion: 1 })).toMatchObject({ version: 2 });
    await expect(projects.update(id, { name: "X" }, { ifVersion: 1 })).rejects.toMatchObject(
      refusal("VERSION_CONFLICT", 412),
    );
    expect(await projects.update(id, { name: "Y" })).toMatchObject({ name: "Y", version: 3 });
    expect(await projects.get(id)).toMatchObject({ name: "Y", content, role: "OWNER" });
    await projects.delete(id);
    await expect(projects.get(id)).rejects.toMatchObject(refusal("NOT_FOUND", 404));
  });

  test("are listed over all pages, or page by page", async () => {
    const { workspace } = await signUp(where);
    const { projects } = workspace;
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift((await projects.create({ name: `P${n}` })).id);
    expect((await projects.list().toArray()).map(({ id }) => id)).toEqual(ids);
    const first = await projects.listPage({ limit: 3 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await projects.listPage({ limit: 3, cursor: first.next ?? "" });
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(second.next).toBe(null);
  });

  test("have a log, that can be read from where one is", async () => {
    const { workspace } = await signUp(where);
    const { projects } = workspace;
    const { id } = await projects.create({ name: "P" });
    for (let n = 0; n < 3; n += 1) await projects.update(id, { name: `P${n}` });
    const seqs = async (after?: number) =>
      (await projects.events(id, after === undefined ? {} : { after }).toArray()).map(
        ({ seq }) => seq,
      );
    expect(await seqs()).toEqual([1, 2, 3, 4]);
    expect(await seqs(2)).toEqual([3, 4]);
    expect(await seqs(4)).toEqual([]);
  });
});

test("collaborators are added, given another role and removed, by the owner alone", async () => {
  const [owner, other] = [await signUp(where), await signUp(where)];
  const { id } = await owner.workspace.projects.create({ name: "P" });
  const { collaborators } = owner.workspace;
  const { email, userId } = other;
  const added = await collaborators.add(id, { email, role: "VIEWER" });
  expect(added).toEqual({ projectId: id, userId, role: "VIEWER" });
  await expect(collaborators.add(id, { email, role: "VIEWER" })).rejects.toMatchObject(
    refusal("COLLABORATOR_EXISTS", 409),
  );
  expect(await other.workspace.projects.get(id)).toMatchObject({ role: "VIEWER" });
  const denied = other.workspace.collaborators.setRole(id, userId, "COLLABORATOR");
  await expect(denied).rejects.toMatchObject(refusal("FORBIDDEN", 403));
  expect(await collaborators.setRole(id, userId, "COLLABORATOR")).toMatchObject({
    role: "COLLABORATOR",
  });
  await collaborators.remove(id, userId);
  await expect(other.workspace.projects.get(id)).rejects.toMatchObject(refusal("FORBIDDEN", 403));
});

test("jobs are submitted, listed and cancelled, and one that is followed tells how it ended", async () => {
  const { workspace } = await signUp(where);
  const { projects, jobs } = workspace;
  const { id } = await projects.create({ name: "P" });
  const program = { language: "python", code: "print(1)" } as const;
  const run = jobs.run(id, program);
  const jobId = await run.jobId;
  const { jobId: second } = await jobs.submit(id, program);
  expect((await jobs.list(id).toArray()).map((job) => job.id)).toEqual([second, jobId]);
  expect(await jobs.listPage(id, { limit: 1 })).toMatchObject({ items: [{ id: second }] });
  expect(await jobs.output(jobId)).toMatchObject({ status: "PENDING", isComplete: false });
  await run.cancel();
  await run.cancel();
  expect(await run).toMatchObject({ id: jobId, error: { code: "CANCELLED" } });
  expect(await jobs.follow(jobId)).toEqual(await jobs.get(jobId));
  await expect(jobs.cancel(jobId)).rejects.toMatchObject(refusal("JOB_FINISHED", 409));
  const refused = jobs.run(id, { language: "python", code: "" });
  await expect(refused).rejects.toMatchObject(refusal("VALIDATION_FAILED", 400));
  await expect(refused.jobId).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  await expect(refused.cancel()).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  await expect(refused[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
  });
});

test("who stops to follow a job is told so, and the job goes on", async () => {
  const { workspace } = await signUp(where);
  const { id } = await workspace.projects.create({ name: "P" });
  const stop = new AbortController();
  const program = { language: "python", code: "print(1)" } as const;
  const run = workspace.jobs.run(id, program, { signal: stop.signal });
  const jobId = await run.jobId;
  stop.abort(new Error("enough"));
  await expect(run).rejects.toThrow("enough");
  expect(await workspace.jobs.get(jobId)).toMatchObject({ status: "PENDING" });
});
