import { type AccessToken, verifyAccessToken } from "@workspace/common/access-token";
import { beforeEach, expect, test } from "vitest";
import { type Account, callApi, createAccount, expectRefusal } from "../../tests/api.js";
import { openTestApp, TOKEN_KEYS } from "../../tests/open-test-app.js";

const app = await openTestApp();
/** Whose sessions live four times as long as the first one's. */
const otherInstance = await openTestApp({ beside: app, sessionTtlSeconds: 4 * 3600 });
let account: Account;
beforeEach(async () => {
  account = await createAccount(app);
});

const claimsOf = (token: string): AccessToken => verifyAccessToken(token, TOKEN_KEYS);
const refresh = (token = account.token) => callApi(otherInstance, "POST /auth/refresh", { token });
const logOut = (token = account.token) => callApi(app, "POST /auth/logout", { token });
const useToken = (token: string) => callApi(app, "GET /auth/me", { token });

async function refreshIt(token?: string): Promise<{ token: string; expiresAt: string }> {
  const { body } = await refresh(token).expect(200);
  return (body as { data: { token: string; expiresAt: string } }).data;
}

test("answers as a login does, with a newer token of the same session", async () => {
  const answer = await refresh().expect(200);
  const { id, email, name } = account;
  const { token, expiresAt } = (answer.body as { data: { token: string; expiresAt: string } }).data;
  expect(answer.body).toEqual({
    success: true,
    data: { token, expiresAt, user: { id, email, name } },
  });
  const [older, newer] = [claimsOf(account.token), claimsOf(token)];
  expect(newer).toEqual({ ...older, expiresAt: new Date(expiresAt) });
  expect(newer.expiresAt.getTime()).toBeGreaterThan(older.expiresAt.getTime());
  expect(await app.database.prisma.session.count({ where: { userId: id } })).toBe(1);
});

test("the older token stays good, and both end with a logout by either", async () => {
  const { token } = await refreshIt();
  const { token: third } = await refreshIt();
  for (const each of [account.token, token, third]) await useToken(each).expect(200);
  await logOut().expect(200);
  for (const each of [account.token, token, third]) {
    expectRefusal(await useToken(each), 401, "SESSION_REVOKED");
    expectRefusal(await refresh(each), 401, "SESSION_REVOKED");
  }
});

test("the end of what is longest is told: no session lives longer than it may after its login", async () => {
  const { sessionId } = claimsOf(account.token);
  const createdAt = new Date(Date.now() - 30 * 24 * 3_600_000 + 60_000);
  await app.database.prisma.session.update({ where: { id: sessionId }, data: { createdAt } });
  const { token, expiresAt } = await refreshIt();
  expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 60_000);
  expect(claimsOf(token).expiresAt.toISOString()).toBe(expiresAt);
  await app.database.prisma.session.update({
    where: { id: sessionId },
    data: { createdAt: new Date(createdAt.getTime() - 60_000) },
  });
  expectRefusal(await refresh(), 401, "SESSION_REVOKED");
});

test("a session that has expired in the database is refused, whatever its token says", async () => {
  const { sessionId } = claimsOf(account.token);
  await app.database.prisma.session.update({
    where: { id: sessionId },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  expectRefusal(await refresh(), 401, "SESSION_REVOKED");
});

test("without a token it is refused", async () => {
  expectRefusal(await callApi(app, "POST /auth/refresh"), 401, "UNAUTHENTICATED");
  expectRefusal(await refresh("nonsense"), 401, "UNAUTHENTICATED");
});

test("a refresh that races with a logout brings no session back", async () => {
  for (let round = 0; round < 10; round += 1) {
    account = await createAccount(app);
    const [out, ...answers] = await Promise.all([
      logOut(),
      ...Array.from({ length: 4 }, () => refresh()),
    ]);
    expect(out.status).toBe(200);
    for (const { status, body } of answers) {
      expect([200, 401]).toContain(status);
      const token = (body as { data?: { token: string } }).data?.token ?? account.token;
      expectRefusal(await useToken(token), 401, "SESSION_REVOKED");
      expectRefusal(await refresh(token), 401, "SESSION_REVOKED");
    }
  }
});

test("of many refreshes at once each answers a token that is good", async () => {
  const renewed = await Promise.all(Array.from({ length: 8 }, () => refreshIt()));
  for (const { token } of renewed) await useToken(token).expect(200);
});
