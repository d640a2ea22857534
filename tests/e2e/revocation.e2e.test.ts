import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { call, connect, createTeam, finished, logIn, submit } from "./client.js";

const ENDLESS = "for (;;) {}";

test("a downgraded collaborator can no longer edit, on REST or on the open socket", async () => {
  const { projectId, owner, collaborator } = await createTeam();
  const carl = await connect(collaborator);
  await carl.join(projectId);
  await call("PUT", `/projects/${projectId}/collaborators/${collaborator.id}`, {
    token: owner.token,
    body: { role: "VIEWER" },
  });
  const changes = { name: "Mine" };
  expect(await carl.ask("project:update", { projectId, changes })).toMatchObject({
    error: { code: "FORBIDDEN" },
  });
  const { token } = collaborator;
  expect(await call("PUT", `/projects/${projectId}`, { token, body: changes })).toMatchObject({
    status: 403,
  });
  expect(await carl.hears("member:changed", { role: "VIEWER" })).toBeTruthy();
});

test("a removed member is shown out of the room, and their running job is cancelled", async () => {
  const { projectId, owner, collaborator, viewer } = await createTeam();
  const [carl, vera] = await Promise.all([connect(collaborator), connect(viewer)]);
  await carl.join(projectId);
  await vera.join(projectId);
  const jobId = await submit(collaborator.token, projectId, {
    language: "javascript",
    code: ENDLESS,
  });
  await vera.hears("job:updated", { jobId, status: "PROCESSING" });
  await call("DELETE", `/projects/${projectId}/collaborators/${collaborator.id}`, {
    token: owner.token,
  });
  expect(await carl.hears("project:left")).toMatchObject({ projectId });
  expect(await vera.hears("user:left")).toMatchObject({ userId: collaborator.id });
  expect(await carl.ask("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({
    error: { code: "NOT_JOINED" },
  });
  expect(await finished(owner.token, jobId)).toMatchObject({
    status: "FAILED",
    error: { code: "CANCELLED" },
  });
});

test("a logout ends its own session everywhere, and no other", async () => {
  const { projectId, owner } = await createTeam();
  const secondToken = await logIn(owner.email);
  const [first, second] = await Promise.all([connect(owner), connect({ token: secondToken })]);
  await first.join(projectId);
  await second.join(projectId);
  await call("POST", "/auth/logout", { token: owner.token });
  expect(await call("GET", "/auth/me", { token: owner.token })).toMatchObject({
    status: 401,
    body: { error: { code: "SESSION_REVOKED" } },
  });
  expect(await first.hears("session:ended")).toMatchObject({ code: "SESSION_REVOKED" });
  await eventually(() => expect(first.socket.connected).toBe(false));
  expect(await second.ask("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({ ok: true });
  await expect(connect(owner)).rejects.toMatchObject({ data: { code: "SESSION_REVOKED" } });
});

test("deleting a project closes its room and stops its jobs", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const vera = await connect(viewer);
  await vera.join(projectId);
  const jobId = await submit(owner.token, projectId, {
    language: "python",
    code: "while True: pass",
  });
  await vera.hears("job:updated", { jobId, status: "PROCESSING" });
  await call("DELETE", `/projects/${projectId}`, { token: owner.token });
  expect(await vera.hears("project:deleted")).toMatchObject({ projectId, userId: owner.id });
  expect(await vera.hears("project:left")).toMatchObject({ projectId });
  expect(await call("GET", `/jobs/${jobId}`, { token: owner.token })).toMatchObject({
    status: 404,
  });
});
