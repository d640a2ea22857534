import { signAccessToken } from "@workspace/common/access-token";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
  expectRefusal,
  logIn,
} from "../../apps/http-backend/tests/api.js";
import { TOKEN_KEYS } from "../../apps/http-backend/tests/open-test-app.js";
import {
  connectClient,
  refusalOf,
  type TestClient,
} from "../../apps/websocket-backend/tests/connect-client.js";
import { openSession } from "../../apps/websocket-backend/tests/open-backends.js";
import { digestRows } from "./support/digest-rows.js";
import {
  claimsOf,
  forgeToken,
  forgeWithoutSecret,
  forgeWithSecret,
} from "./support/forge-token.js";
import { openAttackTarget } from "./support/open-attack-target.js";

const { app, gateway, backends } = await openAttackTarget();
const victim = await createAccount(app, "Victim");
const projectId = await createProject(app, victim);
const attacker = await createAccount(app, "Attacker");
const known = { victims: victim.token, own: attacker.token };

/** What the bus brings is there well before a gateway's sweep would have found it. */
const PUSHED = { timeoutMs: 8000 };

/** A socket of the attacker, who may have only so many at once. */
async function connectAttacker(): Promise<TestClient> {
  const client = await connectClient(gateway.url, { token: attacker.token });
  onTestFinished(() => void client.socket.disconnect());
  return client;
}

/** As a client sends it that puts UTF-8 into a header. */
const asHeader = (token: string): string => Buffer.from(token, "utf8").toString("latin1");

async function expectRestRefuses(token: string, code: string): Promise<void> {
  const headers = { Authorization: `Bearer ${asHeader(token)}` };
  const body = { name: "Taken" };
  for (const answer of [
    await callApi(app, "GET /auth/me", { headers }),
    await callApi(app, `PUT /projects/${projectId}`, { headers, body }),
  ])
    expectRefusal(answer, 401, code);
}

async function expectSocketsRefuse(token: string, code: string): Promise<void> {
  expect(await refusalOf(gateway.url, { token })).toEqual({ code, message: expect.any(String) });
  expect(await refusalOf(gateway.url, { query: { token } })).toMatchObject({ code });
}

test("what is forged below would stand if it were not for what is wrong with it", async () => {
  const token = forgeToken(claimsOf(victim.token), { header: { kid: "/dev/null" } });
  await callApi(app, "GET /auth/me", { token }).expect(200);
  await connectClient(gateway.url, { token });
});

describe.each([
  { with: "without the secret", forgeries: forgeWithoutSecret(known) },
  { with: "with the secret", forgeries: forgeWithSecret(known) },
])("a token made $with does not stand that has", ({ forgeries }) => {
  test.each(forgeries)("$what", async ({ token, code }) => {
    const before = await digestRows(app.database);
    await expectRestRefuses(token, code);
    await expectSocketsRefuse(token, code);
    const client = await connectAttacker();
    const refreshed = await client.send("auth:refresh", { token });
    const isTooLong = token.length > 4096;
    expect(refreshed).toMatchObject({
      ok: false,
      error: { code: isTooLong ? "VALIDATION_FAILED" : code },
    });
    expect(await client.send("join:project", { projectId })).toMatchObject({
      ok: false,
      error: { code: "FORBIDDEN" },
    });
    expect(await digestRows(app.database)).toEqual(before);
  });
});

test("a header that is too large is not read", async () => {
  const answer = await fetch(`${app.url}/api/v1/auth/me`, {
    headers: { Authorization: `Bearer ${victim.token}.${"x".repeat(100_000)}` },
  });
  expect(answer.status).toBe(431);
});

describe("on REST a token counts in the Authorization header alone, and not", () => {
  const { token } = victim;
  test.each<[where: string, query: string, headers: Record<string, string>]>([
    ["in the query", `?token=${token}`, {}],
    ["in the query by another name", `?access_token=${token}&auth=${token}`, {}],
    ["in a cookie", "", { Cookie: `token=${token}; access_token=${token}` }],
    ["in another header", "", { "X-Access-Token": token, "X-Authorization": `Bearer ${token}` }],
    ["as a proxy's", "", { "Proxy-Authorization": `Bearer ${token}` }],
    ["as a user's name", "", { Authorization: `Basic ${btoa(`${token}:`)}` }],
    ["after another", "", { Authorization: `Bearer x, Bearer ${token}` }],
    ["without a scheme", "", { Authorization: token }],
    ["in a subprotocol", "", { "Sec-WebSocket-Protocol": `bearer, ${token}` }],
  ])("%s", async (_where, query, headers) => {
    expectRefusal(await callApi(app, `GET /auth/me${query}`, { headers }), 401, "UNAUTHENTICATED");
    const body = { name: "N", token };
    const answer = await callApi(app, `POST /projects${query}`, { headers, body });
    expectRefusal(answer, 401, "UNAUTHENTICATED");
  });
});

/** A user with two sessions, each with a socket that is in the user's project. */
async function openLife() {
  const account = await createAccount(app, "Someone");
  const ownId = await createProject(app, account);
  const tokens = [account.token, (await logIn(app, account)).token] as const;
  const connect = async (token: string): Promise<TestClient> => {
    const client = await connectClient(gateway.url, { token });
    await client.join(ownId);
    return client;
  };
  const [first, second] = [await connect(tokens[0]), await connect(tokens[1])];
  return { account, ownId, tokens, first, second, connect };
}

async function expectEnded(client: TestClient, code: string, options = PUSHED): Promise<void> {
  await eventually(() => !client.socket.connected, options);
  expect(client.all("session:ended")).toMatchObject([{ code }]);
}

async function expectUseless(token: string, code: string): Promise<void> {
  const answer = await callApi(app, "GET /auth/me", { token });
  expectRefusal(answer, 401, code);
  await expectSocketsRefuse(token, code);
}

const changePassword = async ({ password }: Account, token: string): Promise<string> => {
  const body = { currentPassword: password, newPassword: "correct horse" };
  const answer = await callApi(app, "PUT /auth/password", { token, body }).expect(200);
  return (answer.body as { data: { token: string } }).data.token;
};

const renew = async (token: string): Promise<string> => {
  const answer = await callApi(app, "POST /auth/refresh", { token }).expect(200);
  return (answer.body as { data: { token: string } }).data.token;
};

describe("a token is of no use any more", () => {
  test("after its logout: its socket closes, and only its own", async () => {
    const { tokens, first, second, ownId } = await openLife();
    await callApi(app, "POST /auth/logout", { token: tokens[0] }).expect(200);
    await expectEnded(first, "SESSION_REVOKED");
    await expectUseless(tokens[0], "SESSION_REVOKED");
    const update = { projectId: ownId, changes: { name: "Still here" } };
    expect(await second.send("project:update", update)).toMatchObject({ ok: true });
    const refused = await second.send("auth:refresh", { token: tokens[0] });
    expect(refused).toMatchObject({ ok: false, error: { code: "SESSION_REVOKED" } });
    expect(await second.send("project:update", update)).toMatchObject({ ok: true });
  });

  test("after a change of password: every socket of the user closes, and the new token stands", async () => {
    const { account, tokens, first, second, connect } = await openLife();
    const token = await changePassword(account, tokens[0]);
    for (const client of [first, second]) await expectEnded(client, "SESSION_REVOKED");
    for (const each of tokens) await expectUseless(each, "SESSION_REVOKED");
    await connect(token);
  });

  test("after its logout, though it is the newer one of its session: so do the sockets of both", async () => {
    const { tokens, first, connect } = await openLife();
    const token = await renew(tokens[0]);
    const renewed = await connect(token);
    await callApi(app, "POST /auth/logout", { token: tokens[0] }).expect(200);
    for (const client of [first, renewed]) await expectEnded(client, "SESSION_REVOKED");
    for (const each of [tokens[0], token]) await expectUseless(each, "SESSION_REVOKED");
    expectRefusal(await callApi(app, "POST /auth/refresh", { token }), 401, "SESSION_REVOKED");
  });

  test("after its time: its socket closes", async () => {
    const account = await createAccount(app, "Someone");
    const { token } = await openSession(backends, account.id, 8000);
    const client = await connectClient(gateway.url, { token });
    await expectEnded(client, "TOKEN_EXPIRED", { timeoutMs: 16_000 });
    await expectUseless(token, "TOKEN_EXPIRED");
  });

  test("after its session's time, though it says another", async () => {
    const account = await createAccount(app, "Someone");
    const session = await openSession(backends, account.id, -1000);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { sessionId } = session;
    await expectUseless(
      signAccessToken({ userId: account.id, sessionId, expiresAt }, TOKEN_KEYS),
      "SESSION_REVOKED",
    );
  });

  test("after its user is gone", async () => {
    const { id, token } = await createAccount(app, "Gone");
    await app.database.prisma.user.delete({ where: { id } });
    await expectUseless(token, "SESSION_REVOKED");
  });
});

describe("auth:refresh", () => {
  test("with another user's token is refused, and the socket stays whose it was", async () => {
    const client = await connectAttacker();
    expect(await client.send("auth:refresh", { token: victim.token })).toMatchObject({
      ok: false,
      error: { code: "FORBIDDEN" },
    });
    const join = await client.send("join:project", { projectId });
    expect(join).toMatchObject({ ok: false, error: { code: "FORBIDDEN" } });
  });

  test("to another session makes the socket end with that one, and not with the first", async () => {
    const { tokens, first, ownId } = await openLife();
    expect(await first.send("auth:refresh", { token: tokens[1] })).toMatchObject({ ok: true });
    await callApi(app, "POST /auth/logout", { token: tokens[0] }).expect(200);
    const update = { projectId: ownId, changes: { name: "Still here" } };
    expect(await first.send("project:update", update)).toMatchObject({ ok: true });
    await callApi(app, "POST /auth/logout", { token: tokens[1] }).expect(200);
    await expectEnded(first, "SESSION_REVOKED");
  });

  test("to the same session's newer token is not ended by the older one's expiry, but by its logout", async () => {
    const account = await createAccount(app, "Someone");
    const { token, sessionId } = await openSession(backends, account.id, 8000);
    const [renewed, witness] = [
      await connectClient(gateway.url, { token }),
      await connectClient(gateway.url, { token }),
    ];
    const newer = await renew(token);
    expect(await renewed.send("auth:refresh", { token: newer })).toMatchObject({ ok: true });
    await expectEnded(witness, "TOKEN_EXPIRED", { timeoutMs: 16_000 });
    expect(renewed.all("session:ended")).toEqual([]);
    await callApi(app, "GET /auth/me", { token: newer }).expect(200);
    expect(claimsOf(newer)).toMatchObject({ sid: sessionId });
    await callApi(app, "POST /auth/logout", { token: newer }).expect(200);
    await expectEnded(renewed, "SESSION_REVOKED");
  });

  test("at the same time as a change of password saves no socket", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { account, tokens, first, second } = await openLife();
      const refresh = (client: TestClient, token: string) =>
        client.send("auth:refresh", { token }).catch(() => null);
      const [token] = await Promise.all([
        changePassword(account, tokens[0]),
        refresh(first, tokens[1]),
        refresh(second, tokens[0]),
        refresh(first, tokens[0]),
        ...tokens.map((each) => callApi(app, "POST /auth/refresh", { token: each })),
      ]);
      for (const client of [first, second])
        await eventually(() => !client.socket.connected, PUSHED);
      await callApi(app, "GET /auth/me", { token }).expect(200);
    }
  });
});
