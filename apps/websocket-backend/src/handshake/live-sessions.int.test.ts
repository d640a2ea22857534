import { userTopic } from "@workspace/common/contracts/bus-topics";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, describe, expect, test } from "vitest";
import { connectClient, type TestClient } from "../../tests/connect-client.js";
import { createTeam, type TestUser } from "../../tests/create-team.js";
import { logOut, openBackends, openSession } from "../../tests/open-backends.js";
import { startGateway } from "../../tests/start-gateway.js";

const backends = await openBackends();
const { url } = await startGateway(backends, { endWith: afterAll });
const { services } = backends;

/** What the bus brings is there well before the sweep would have found it. */
const PUSHED = { timeoutMs: 5000 };

/** A gateway on which a session can be revoked, and that be heard of, just after its token has passed. */
async function startRevokingGateway(endWith: (stop: () => Promise<void>) => void) {
  const { url, node } = await startGateway(backends, { endWith });
  const { authenticate } = node.sessionGate;
  return {
    url,
    revokeAfterCheck(userId: string, sessionId: string) {
      node.sessionGate.authenticate = async (token) => {
        const accessToken = await authenticate(token);
        let hasHeard = false;
        await node.bus.subscribe(userTopic(userId), () => {
          hasHeard = true;
        });
        await logOut(services, userId, sessionId);
        await eventually(() => hasHeard);
        return accessToken;
      };
    },
  };
}

async function expectEnded(client: TestClient, code: string, options = PUSHED): Promise<void> {
  await eventually(() => !client.socket.connected, options);
  expect(client.all("session:ended")).toMatchObject([{ code, message: expect.any(String) }]);
}

async function connectSession(
  user: TestUser,
  lifetimeMs?: number,
): Promise<{ client: TestClient; sessionId: string }> {
  const { sessionId, token } = await openSession(backends, user.userId, lifetimeMs);
  return { client: await connectClient(url, { token }), sessionId };
}

/** Long enough that on a busy machine too a socket is there, and in its room, before its token runs out. */
const SHORT_LIFE_MS = 8000;
const EXPIRED = { timeoutMs: SHORT_LIFE_MS + PUSHED.timeoutMs };

describe.concurrent("a socket ends", () => {
  test("when its session is revoked, and with it only the sockets of that session", async () => {
    const { projectId, viewer, owner } = await createTeam(backends);
    const [first, second, other] = await Promise.all([
      connectSession(viewer),
      connectSession(viewer),
      connectSession(owner),
    ]);
    await first.client.join(projectId);
    await other.client.join(projectId);
    await logOut(services, viewer.userId, first.sessionId);
    await expectEnded(first.client, "SESSION_REVOKED");
    expect(await other.client.next("user:left")).toMatchObject({ userId: viewer.userId });
    expect(await second.client.join(projectId)).toMatchObject({ role: "VIEWER" });
  });

  test("when its session is revoked between the check of its token and its admission", async ({
    onTestFinished,
  }) => {
    const { url, revokeAfterCheck } = await startRevokingGateway(onTestFinished);
    const { viewer } = await createTeam(backends);
    const { sessionId, token } = await openSession(backends, viewer.userId);
    revokeAfterCheck(viewer.userId, sessionId);
    await expectEnded(await connectClient(url, { token }), "SESSION_REVOKED");
  });

  test("when its user is deleted, though nobody says so", async () => {
    const { viewer } = await createTeam(backends);
    const { client } = await connectSession(viewer);
    await services.database.prisma.user.delete({ where: { id: viewer.userId } });
    await expectEnded(client, "SESSION_REVOKED", { timeoutMs: 20_000 });
  });
});

describe.concurrent("a token that expires", () => {
  test("ends its socket, which hears why", async () => {
    const { viewer } = await createTeam(backends);
    const { client } = await connectSession(viewer, SHORT_LIFE_MS);
    await expectEnded(client, "TOKEN_EXPIRED", EXPIRED);
  });

  test("is outlived by a socket that has a newer one, in its room and without a break", async () => {
    const { projectId, viewer } = await createTeam(backends);
    const [{ client }, witness] = await Promise.all([
      connectSession(viewer, SHORT_LIFE_MS),
      connectSession(viewer, SHORT_LIFE_MS),
    ]);
    await client.join(projectId);
    const { token } = await openSession(backends, viewer.userId);
    const answer = await client.send("auth:refresh", { token });
    expect(answer).toMatchObject({ ok: true, data: { expiresAt: expect.any(String) } });
    await expectEnded(witness.client, "TOKEN_EXPIRED", EXPIRED);
    expect(await client.send("cursor:move", { projectId, x: 1, y: 1 })).toMatchObject({ ok: true });
    expect(client.all("session:ended")).toEqual([]);
  });
});

describe.concurrent("auth:refresh", () => {
  test("hands the socket over to the new session: the end of the old one no longer counts", async () => {
    const { projectId, viewer } = await createTeam(backends);
    const old = await connectSession(viewer);
    const fresh = await openSession(backends, viewer.userId);
    expect(await old.client.send("auth:refresh", { token: fresh.token })).toMatchObject({
      ok: true,
    });
    await logOut(services, viewer.userId, old.sessionId);
    expect(await old.client.join(projectId)).toMatchObject({ role: "VIEWER" });
    await logOut(services, viewer.userId, fresh.sessionId);
    await expectEnded(old.client, "SESSION_REVOKED");
  });

  test("notices a revocation between the check of the token and the refresh", async ({
    onTestFinished,
  }) => {
    const { url, revokeAfterCheck } = await startRevokingGateway(onTestFinished);
    const { viewer } = await createTeam(backends);
    const client = await connectClient(url, { token: viewer.token });
    const fresh = await openSession(backends, viewer.userId);
    revokeAfterCheck(viewer.userId, fresh.sessionId);
    await client.send("auth:refresh", { token: fresh.token }).catch(() => {});
    await expectEnded(client, "SESSION_REVOKED");
  });

  test.each([
    { what: "another user's token", code: "FORBIDDEN" },
    { what: "a revoked token", code: "SESSION_REVOKED" },
    { what: "an expired token", code: "TOKEN_EXPIRED" },
    { what: "no token", code: "VALIDATION_FAILED" },
    { what: "nonsense", code: "UNAUTHENTICATED" },
  ])("refuses $what and leaves the socket as it is", async ({ what, code }) => {
    const { projectId, viewer, owner } = await createTeam(backends);
    const { client } = await connectSession(viewer);
    const revoked = await openSession(backends, viewer.userId);
    await services.sessionGate.revoke(revoked.sessionId);
    const tokens: Record<string, unknown> = {
      "another user's token": owner.token,
      "a revoked token": revoked.token,
      "an expired token": (await openSession(backends, viewer.userId, -1000)).token,
      nonsense: "nonsense",
    };
    const answer = await client.send("auth:refresh", { token: tokens[what] });
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(await client.join(projectId)).toMatchObject({ role: "VIEWER" });
  });
});
