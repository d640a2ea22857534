import { createMemoryStore } from "@workspace/client/rest/session-store";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, expect, test } from "vitest";
import { openTestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { openBackends } from "../../apps/websocket-backend/tests/open-backends.js";
import { startGateway } from "../../apps/websocket-backend/tests/start-gateway.js";
import { PASSWORD } from "../setup/password.js";
import { openWorkspace, signUp } from "./support/open-workspace.js";

const backends = await openBackends();
/** Long enough to connect and join on a busy machine too, in the quarter that is left at a renewal. */
const SHORT_LIFE_SECONDS = 16;
const [app, shortLived, gateway] = await Promise.all([
  openTestApp({ beside: backends }),
  openTestApp({ beside: backends, sessionTtlSeconds: SHORT_LIFE_SECONDS }),
  startGateway(backends, { endWith: afterAll }),
]);
const where = { url: app.url, liveUrl: gateway.url };

test("there is one live connection, with the session", async () => {
  const { workspace, userId } = await signUp(where);
  const { id } = await workspace.projects.create({ name: "P" });
  const connection = workspace.live();
  expect(workspace.live()).toBe(connection);
  const room = await connection.join(id);
  expect(connection.userId).toBe(userId);
  await workspace.projects.update(id, { name: "Q" });
  await eventually(() => room.project.name === "Q");
});

test("nobody who is not logged in has one", () => {
  const workspace = openWorkspace(where);
  expect(() => workspace.live()).toThrow(expect.objectContaining({ code: "UNAUTHENTICATED" }));
});

test("it ends with a logout, and the next login has another", async () => {
  const { workspace, email } = await signUp(where);
  const { id } = await workspace.projects.create({ name: "P" });
  const connection = workspace.live();
  const room = await connection.join(id);
  await workspace.auth.logOut();
  expect(connection.status).toBe("ended");
  expect(room.status).toBe("closed");
  await workspace.auth.logIn({ email, password: PASSWORD });
  const next = workspace.live();
  expect(next).not.toBe(connection);
  expect(await next.join(id)).toMatchObject({ role: "OWNER" });
});

test("it ends with a login as somebody else", async () => {
  const [first, second] = [await signUp(where), await signUp(where)];
  const connection = first.workspace.live();
  await eventually(() => connection.status === "connected");
  await first.workspace.auth.logIn({ email: second.email, password: PASSWORD });
  expect(connection.status).toBe("ended");
  const next = first.workspace.live();
  await eventually(() => next.status === "connected");
  expect(next.userId).toBe(second.userId);
});

test("it outlives a change of the password, in its rooms", async () => {
  const { workspace } = await signUp(where);
  const { id } = await workspace.projects.create({ name: "P" });
  const connection = workspace.live();
  const room = await connection.join(id);
  await workspace.auth.changePassword({ currentPassword: PASSWORD, newPassword: "correct horse" });
  await workspace.projects.update(id, { name: "Q" });
  await eventually(() => room.status === "live" && room.project.name === "Q");
  expect(connection.status).toBe("connected");
});

test("a session that is ended elsewhere ends it, and the session here", async () => {
  const { workspace } = await signUp(where);
  const told: unknown[] = [];
  workspace.auth.onChange((session) => told.push(session));
  const connection = workspace.live();
  await eventually(() => connection.status === "connected");
  const sessionStore = createMemoryStore();
  sessionStore.write(workspace.auth.session);
  const tab = openWorkspace(where, { sessionStore });
  await tab.auth.logOut();
  await eventually(() => told.length > 0);
  expect(told).toEqual([null]);
  expect(connection.status).toBe("ended");
});

test("it lives on beyond its first token without a request and without a break", async () => {
  const { workspace } = await signUp({ ...where, url: shortLived.url });
  const { id } = await workspace.projects.create({ name: "P" });
  const connection = workspace.live();
  const room = await connection.join(id);
  const statuses: string[] = [];
  connection.onStatus((status) => statuses.push(status));
  room.on("status", (status) => statuses.push(status));
  const expiresAtMs = Date.parse(workspace.auth.session?.expiresAt ?? "");
  await eventually(() => Date.now() > expiresAtMs + 1000, {
    timeoutMs: (SHORT_LIFE_SECONDS + 5) * 1000,
  });
  await room.update({ name: "Q" });
  expect(statuses).toEqual([]);
  expect(Date.parse(workspace.auth.session?.expiresAt ?? "")).toBeGreaterThan(expiresAtMs);
});
