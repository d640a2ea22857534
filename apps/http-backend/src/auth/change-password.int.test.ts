import { verifyAccessToken } from "@workspace/common/access-token";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type Account, callApi, createAccount, expectRefusal, logIn } from "../../tests/api.js";
import { countRows } from "../../tests/count-rows.js";
import { openTestApp, TOKEN_KEYS } from "../../tests/open-test-app.js";

const NEW_PASSWORD = "correct horse";

const app = await openTestApp();
const otherInstance = await openTestApp({ beside: app });
let account: Account;
beforeEach(async () => {
  account = await createAccount(app);
});

const change = (body: object, { token } = account, instance = app) =>
  callApi(instance, "PUT /auth/password", { token, body });
const changeIt = () =>
  change({ currentPassword: account.password, newPassword: NEW_PASSWORD }).expect(200);
const tryLogin = (password: string) =>
  callApi(app, "POST /auth/login", { body: { email: account.email, password } });

test("answers as a login does, with a token of a new session", async () => {
  const answer = await changeIt();
  const { id, email, name } = account;
  const { data } = answer.body as { data: { token: string; expiresAt: string } };
  expect(answer.body).toEqual({
    success: true,
    data: { token: data.token, expiresAt: expect.any(String), user: { id, email, name } },
  });
  const claims = verifyAccessToken(data.token, TOKEN_KEYS);
  expect(claims).toMatchObject({ userId: id, expiresAt: new Date(data.expiresAt) });
  expect(claims.sessionId).not.toBe(verifyAccessToken(account.token, TOKEN_KEYS).sessionId);
  await callApi(otherInstance, "GET /auth/me", { token: data.token }).expect(200);
});

test("the new password counts from then on and the old one no longer", async () => {
  await changeIt();
  expectRefusal(await tryLogin(account.password), 401, "INVALID_CREDENTIALS");
  await tryLogin(NEW_PASSWORD).expect(200);
  const { passwordHash } = await app.database.prisma.user.findUniqueOrThrow({
    where: { id: account.id },
  });
  expect(passwordHash).toMatch(/^\$2b\$04\$.{53}$/);
});

test("every session ends at once, on every instance, and none of another user", async () => {
  const { token: second } = await logIn(app, account);
  const bystander = await createAccount(app);
  for (const token of [account.token, second, bystander.token])
    await callApi(otherInstance, "GET /auth/me", { token }).expect(200);
  await changeIt();
  for (const instance of [app, otherInstance])
    for (const token of [account.token, second])
      expectRefusal(await callApi(instance, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
  await callApi(otherInstance, "GET /auth/me", { token: bystander.token }).expect(200);
});

describe("nothing changes and no session ends", () => {
  test.each([
    ["with a wrong current password", { currentPassword: "wrong password" }, 401],
    ["with no current password", { currentPassword: "" }, 400],
    ["with a new password that is too short", { newPassword: "short" }, 400],
    ["with a new password that bcrypt would cut", { newPassword: "ü".repeat(37) }, 400],
    ["with a NUL in the new password", { newPassword: "correct\0horse" }, 400],
    ["with the same password again", { newPassword: "password123" }, 400],
    ["with a new password that is no text", { newPassword: ["correct horse"] }, 400],
  ])("%s", async (_what, changes, status) => {
    const before = await countRows(app.database);
    const body = { currentPassword: account.password, newPassword: NEW_PASSWORD, ...changes };
    const code = status === 401 ? "INVALID_CREDENTIALS" : "VALIDATION_FAILED";
    expectRefusal(await change(body), status, code);
    expect(await countRows(app.database)).toEqual(before);
    await callApi(app, "GET /auth/me", { token: account.token }).expect(200);
    await logIn(app, account);
  });

  test("without a token", async () => {
    const body = { currentPassword: account.password, newPassword: NEW_PASSWORD };
    expectRefusal(await callApi(app, "PUT /auth/password", { body }), 401, "UNAUTHENTICATED");
    await logIn(app, account);
  });
});

test("of many changes at once one holds, and only its session is open", async () => {
  const passwords = Array.from({ length: 8 }, (_, n) => `new password ${n}`);
  const answers = await Promise.all(
    passwords.map((newPassword) => change({ currentPassword: account.password, newPassword })),
  );
  const held = answers.findIndex(({ status }) => status === 200);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(401)]);
  await tryLogin(passwords[held] ?? "").expect(200);
  expectRefusal(await tryLogin(account.password), 401, "INVALID_CREDENTIALS");
});

test("a login that races with a change leaves no session of the old password", async () => {
  for (let round = 0; round < 10; round += 1) {
    account = await createAccount(app);
    const [changed, ...logins] = await Promise.all([
      changeIt(),
      ...Array.from({ length: 4 }, () => tryLogin(account.password)),
    ]);
    for (const { body } of logins) {
      const token = (body as { data?: { token: string } }).data?.token;
      if (token !== undefined)
        expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
    }
    const { token } = (changed.body as { data: { token: string } }).data;
    await callApi(app, "GET /auth/me", { token }).expect(200);
  }
});

test("attempts count as logins of the account do", async () => {
  const limited = await openTestApp({
    beside: app,
    authRateLimitPerMinute: 3,
    trustProxyHops: 1,
    endWith: onTestFinished,
  });
  const guess = (n: number) =>
    callApi(limited, "PUT /auth/password", {
      token: account.token,
      body: { currentPassword: `guess ${n}`, newPassword: NEW_PASSWORD },
      headers: { "X-Forwarded-For": `198.51.100.${n}` },
    });
  const answers = [];
  for (let n = 1; n <= 4; n += 1) answers.push(await guess(n));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
  expect(answers[3]?.headers["retry-after"]).toMatch(/^\d+$/);
  const login = await callApi(limited, "POST /auth/login", {
    body: { email: account.email, password: account.password },
    headers: { "X-Forwarded-For": "198.51.100.9" },
  });
  expectRefusal(login, 429, "RATE_LIMITED");
});
