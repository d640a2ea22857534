import { userTopic } from "@workspace/common/contracts/bus-topics";
import type { WorkspaceConnection } from "@workspace/client/connect-workspace";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { startBalancer } from "../../tests/balancer.js";
import { createTeam, type TestUser } from "../../tests/create-team.js";
import { openBackends, openSession } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";
import { openWorkspace, watchRoom } from "../../tests/workspace-client.js";

/** Long enough to connect and join on a busy machine too. */
const SHORT_LIFE_MS = 6000;

const backends = await openBackends();
const { services } = backends;
const { url } = await startGateway(backends, { endWith: afterAll });

function watchEnd(connection: WorkspaceConnection): { codes: string[] } {
  const end = { codes: [] as string[] };
  connection.onEnded(({ code }) => end.codes.push(code));
  return end;
}

/** Logs a session out as the HTTP service does. */
async function logOut({ userId }: TestUser, sessionId: string): Promise<void> {
  await services.sessionGate.revoke(sessionId);
  await services.bus.publish(userTopic(userId), { kind: "session.revoked", sessionId });
}

describe.concurrent("a connection", () => {
  test("ends when its token expires and there is no other", async ({ expect, onTestFinished }) => {
    const { projectId, viewer } = await createTeam(backends);
    const { token } = await openSession(backends, viewer.userId, SHORT_LIFE_MS);
    const connection = openWorkspace({ url, token }, onTestFinished);
    const end = watchEnd(connection);
    const { heard } = await watchRoom(connection, projectId);
    await eventually(() => connection.status === "ended");
    expect(end.codes).toEqual(["TOKEN_EXPIRED"]);
    expect(connection.lastError).toMatchObject({ code: "TOKEN_EXPIRED" });
    expect(heard("closed")).toMatchObject([{ reason: "ended" }]);
    await expect(connection.join(projectId)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
  });

  test("goes on with the next token of a function when one expires", async ({
    expect,
    onTestFinished,
  }) => {
    const { projectId, viewer } = await createTeam(backends);
    const { token } = await openSession(backends, viewer.userId, SHORT_LIFE_MS);
    const tokens = [token, viewer.token];
    let asked = 0;
    const connection = openWorkspace({ url, token: () => tokens[asked++] ?? "" }, onTestFinished);
    const end = watchEnd(connection);
    const { room } = await watchRoom(connection, projectId);
    await eventually(() => asked === 2 && room.status === "live");
    expect(connection.status).toBe("connected");
    expect(end.codes).toEqual([]);
  });

  test("lives on with a newer token", async ({ expect, onTestFinished }) => {
    const { projectId, viewer } = await createTeam(backends);
    const { token } = await openSession(backends, viewer.userId, SHORT_LIFE_MS);
    const startedAt = performance.now();
    const balancer = await startBalancer([url], onTestFinished);
    const connection = openWorkspace({ url: balancer.url, token }, onTestFinished);
    const { room, heard } = await watchRoom(connection, projectId);
    await connection.refreshToken(viewer.token);
    await eventually(() => performance.now() - startedAt > SHORT_LIFE_MS + 1000);
    expect(heard("status")).toEqual([]);
    // It is the one that is shown to the next gateway too.
    balancer.cut();
    await eventually(() => heard("status").length === 2);
    expect(room.status).toBe("live");
  });
});

test("a session that is revoked ends the connection, and its function is asked once more", async () => {
  const { projectId, viewer } = await createTeam(backends);
  const { token, sessionId } = await openSession(backends, viewer.userId);
  let asked = 0;
  const connection = openWorkspace({
    url,
    token: () => {
      asked += 1;
      return Promise.resolve(token);
    },
  });
  const end = watchEnd(connection);
  await connection.join(projectId);
  await logOut(viewer, sessionId);
  await eventually(() => connection.status === "ended");
  expect(end.codes).toEqual(["SESSION_REVOKED"]);
  expect(asked).toBe(2);
});

test("a token that is none is refused for good, and who waits is told", async () => {
  const connection = openWorkspace({ url, token: "nonsense" });
  const end = watchEnd(connection);
  const { projectId } = await createTeam(backends);
  await expect(connection.join(projectId)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(connection.status).toBe("ended");
  await eventually(() => end.codes.length === 1);
  expect(end.codes).toEqual(["UNAUTHENTICATED"]);
});

test("a token function that fails is asked until it succeeds", async () => {
  const { projectId, owner } = await createTeam(backends);
  const login = { isOffline: true };
  const connection = openWorkspace({
    url,
    token: () => {
      if (login.isOffline) throw new Error("offline");
      return owner.token;
    },
  });
  await eventually(() => connection.lastError?.code === "NO_TOKEN");
  expect(connection.status).toBe("connecting");
  expect(connection.userId).toBe(null);
  login.isOffline = false;
  const { role } = await connection.join(projectId);
  expect(role).toBe("OWNER");
  expect(connection.userId).toBe(owner.userId);
});

test("too many sockets of one user end those beyond the limit, not the others", async () => {
  const { url } = await startGateway(backends, {
    limits: { maxSocketsPerUser: 1 },
    endWith: onTestFinished,
  });
  const { owner } = await createTeam(backends);
  const first = openWorkspace({ url, token: owner.token });
  await eventually(() => first.status === "connected");
  const second = openWorkspace({ url, token: owner.token });
  const end = watchEnd(second);
  await eventually(() => second.status === "ended");
  expect(end.codes).toEqual(["TOO_MANY_SOCKETS"]);
  expect(first.status).toBe("connected");
});

test("a gateway that cannot check tokens yet, or is not there yet, is tried until it can", async () => {
  const { projectId, owner } = await createTeam(backends);
  const { url, node } = await startGateway(backends, { endWith: onTestFinished });
  const balancer = await startBalancer([], onTestFinished);
  const { authenticate } = node.sessionGate;
  node.sessionGate.authenticate = () => Promise.reject(new Error("the database is away"));
  const connection = openWorkspace({ url: balancer.url, token: owner.token });
  const joining = connection.join(projectId);
  await eventually(() => connection.lastError?.code === "NOT_CONNECTED");
  balancer.setTargets([url]);
  await eventually(() => connection.lastError?.code === "UNAVAILABLE");
  expect(connection.status).toBe("connecting");
  node.sessionGate.authenticate = authenticate;
  expect((await joining).status).toBe("live");
});

test("who waits for a gateway that never comes is told in time", async () => {
  const { projectId, owner } = await createTeam(backends);
  const balancer = await startBalancer([], onTestFinished);
  const connection = openWorkspace({
    url: balancer.url,
    token: owner.token,
    requestTimeoutMs: 300,
  });
  await expect(connection.join(projectId)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  expect(connection.status).toBe("connecting");
});
