import { eventually } from "@workspace/local-stack/eventually";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  logIn,
} from "../../apps/http-backend/tests/api.js";
import { openTestApp, type TestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { sendRequest } from "./support/send-request.js";

const app = await openTestApp();
const { prisma } = app.database;
const QUEUES = "/admin/queues";

let admin: Account;
let user: Account;
let jobId: string;
beforeAll(async () => {
  [admin, user] = await Promise.all([createAccount(app), createAccount(app)]);
  await promote(admin);
  jobId = await createJob(app, user, await createProject(app, user));
});

const promote = ({ id }: Account, isAdmin = true) =>
  prisma.user.update({ where: { id }, data: { isAdmin } });

/** Someone who may open the pages, and whom no other test shares. */
async function createAdmin(): Promise<Account> {
  const account = await createAccount(app);
  await promote(account);
  return account;
}

const basic = ({ email, password }: Pick<Account, "email" | "password">) =>
  `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`;

interface Visit {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  on?: TestApp;
}

const visit = ({ path = "", method = "GET", headers = {}, on = app }: Visit) =>
  sendRequest(on.url, { route: `${method} ${QUEUES}${path}`, headers });

/** As a browser opens a page for someone who has typed their password. */
const openPage = (account: Pick<Account, "email" | "password">, visiting: Visit = {}) =>
  visit({
    ...visiting,
    headers: { accept: BROWSER, authorization: basic(account), ...visiting.headers },
  });

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const countSessions = ({ id: userId }: Account) =>
  prisma.session.count({ where: { userId, revokedAt: null } });

const codeOf = ({ text }: { text: string }): string =>
  (JSON.parse(text) as { error: { code: string } }).error.code;

/** The cookie that an answer sets, as a browser sends it back. */
function cookieOf({ headers }: { headers: Record<string, string | string[] | undefined> }): string {
  const [cookie = ""] = [headers["set-cookie"] ?? ""].flat();
  return cookie.split(";")[0] ?? "";
}

/** What the pages are made of, and what they ask for. */
const PATHS = [
  "",
  "/",
  "/queue/jobs",
  `/queue/jobs/1`,
  "/api/queues?activeQueue=jobs&status=waiting&page=1",
  "/api/redis/stats",
  "/static/images/logo.svg",
  "/nothing",
  "/static/../../package.json",
  "/%2e%2e/%2e%2e/health",
];

describe("nothing of the pages is there", () => {
  test.each(PATHS)("without a login: %s", async (path) => {
    const answer = await visit({ path });
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toMatch(/^Basic realm="[^"]+", charset="UTF-8"$/);
    expect(codeOf(answer)).toBe("UNAUTHENTICATED");
  });

  test.each(PATHS)("for someone who is no admin: %s", async (path) => {
    for (const authorization of [`Bearer ${user.token}`, basic(user)]) {
      const answer = await visit({ path, headers: { accept: BROWSER, authorization } });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty("www-authenticate");
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
  });

  test.each([
    "/ADMIN/queues",
    "/admin/queues/",
    "/admin//queues",
    "/admin/queues%2f",
    "//admin/queues",
  ])("by another spelling: %s", async (path) => {
    const answer = await sendRequest(app.url, { route: `GET ${path}` });
    expect([401, 404]).toContain(answer.status);
  });

  test("where there is no admin", async () => {
    const fresh = await openTestApp({ endWith: onTestFinished });
    const first = await createAccount(fresh);
    const answer = await openPage(first, { on: fresh });
    expect(answer.status).toBe(403);
  });

  test("for what is no login", async () => {
    for (const authorization of [
      "Basic",
      "Basic !",
      `Basic ${Buffer.from("x").toString("base64")}`,
      `Basic ${Buffer.from(`${admin.email}:wrong password`).toString("base64")}`,
      `Basic ${Buffer.from(`${admin.token}:`).toString("base64")}`,
      "Bearer x",
      "Digest username=admin",
    ]) {
      const answer = await visit({ headers: { accept: BROWSER, authorization } });
      expect(answer.status, authorization).toBe(401);
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
    for (const cookie of ["workspace-admin=x", "workspace-admin=", `token=${admin.token}`])
      expect((await visit({ headers: { cookie } })).status, cookie).toBe(401);
    expect((await visit({ path: `?token=${admin.token}` })).status).toBe(401);
  });
});

test("a login of someone who is no admin leaves no session", async () => {
  const account = await createAccount(app);
  const before = await countSessions(account);
  expect((await openPage(account)).status).toBe(403);
  expect(await countSessions(account)).toBe(before);
});

test("a program that sends a password each time piles up no sessions, and gets no cookie", async () => {
  const account = await createAdmin();
  const before = await countSessions(account);
  for (const accept of ["*/*", "application/json", "image/avif,image/webp,*/*;q=0.8"])
    for (const path of ["", "/api/redis/stats"]) {
      const answer = await visit({ path, headers: { accept, authorization: basic(account) } });
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty("set-cookie");
    }
  expect(await countSessions(account)).toBe(before);
});

describe("an admin", () => {
  test("sees the queue with a token, and no more of a job than its id", async () => {
    const headers = { authorization: `Bearer ${admin.token}` };
    const answer = await visit({ path: PATHS[4] ?? "", headers });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(jobId);
    expect(answer.text).not.toContain("console.log");
    expect(answer.text).not.toContain(user.email);
    expect(answer.headers).not.toHaveProperty("set-cookie");
  });

  test("logs in with a password, once, and goes on with the cookie", async () => {
    const answer = await openPage(admin);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("Workspace jobs");
    expect(answer.text).not.toMatch(/https?:\/\//);
    const before = await countSessions(admin);
    const headers = { accept: BROWSER, cookie: cookieOf(answer), authorization: basic(admin) };
    for (const path of PATHS.slice(0, 7)) {
      const again = await visit({ path, headers });
      expect([200, 404], path).toContain(again.status);
      expect(again.headers).not.toHaveProperty("set-cookie");
    }
    expect(await countSessions(admin)).toBe(before);
  });

  test("gets a cookie that scripts and other sites cannot use", async () => {
    const { headers } = await openPage(admin);
    const [cookie = ""] = [headers["set-cookie"] ?? ""].flat();
    expect(cookie).toMatch(/^workspace-admin=[\w.-]+; Path=\/admin; HttpOnly; SameSite=Strict$/);
  });

  test("gets one for https alone where a trusted proxy says that it is https", async () => {
    const behindProxy = await openTestApp({
      beside: app,
      trustProxyHops: 1,
      endWith: onTestFinished,
    });
    const headers = { "x-forwarded-proto": "https" };
    const secure = await openPage(admin, { headers, on: behindProxy });
    expect(String(secure.headers["set-cookie"])).toMatch(/; Secure/);
    const plain = await openPage(admin, { headers });
    expect(String(plain.headers["set-cookie"])).toMatch(/; SameSite=Strict$/);
  });

  test("who is none any more is refused at once, with cookie and token", async () => {
    const former = await createAdmin();
    const cookie = cookieOf(await openPage(former));
    await promote(former, false);
    for (const headers of [{ cookie }, { authorization: `Bearer ${former.token}` }])
      expect((await visit({ headers })).status).toBe(403);
  });

  test("whose session is ended is out within a second, and not let in by the password that comes along", async () => {
    const one = await createAdmin();
    const cookie = cookieOf(await openPage(one));
    expect((await visit({ headers: { cookie } })).status).toBe(200);
    const body = { currentPassword: one.password, newPassword: "correct horse" };
    await callApi(app, "PUT /auth/password", { token: one.token, body }).expect(200);
    const headers = { cookie, authorization: basic({ ...one, password: "correct horse" }) };
    const answer = await visit({ headers });
    expect(answer.status).toBe(401);
    expect(String(answer.headers["set-cookie"])).toMatch(
      /^workspace-admin=; Path=\/admin; Expires=/,
    );
    expect(codeOf(answer)).toBe("SESSION_REVOKED");
    // The browser has dropped the cookie and asked anew.
    const { authorization } = headers;
    await eventually(async () => (await visit({ headers: { authorization } })).status === 200);
  });

  test("can log in to the API with the same account", async () => {
    await logIn(app, admin);
  });
});

test("passwords are guessed no faster here than at the login", async () => {
  const limited = await openTestApp({
    beside: app,
    authRateLimitPerMinute: 3,
    trustProxyHops: 1,
    endWith: onTestFinished,
  });
  const guessed = await createAdmin();
  const from = (n: number, password: string) =>
    visit({
      headers: {
        authorization: basic({ ...guessed, password }),
        "x-forwarded-for": `198.51.100.${n}`,
      },
      on: limited,
    });
  const statuses = [];
  for (let n = 1; n <= 3; n += 1) statuses.push((await from(n, `guess ${n}`)).status);
  const refused = await from(4, guessed.password);
  expect([...statuses, refused.status]).toEqual([401, 401, 401, 429]);
  expect(refused.headers["retry-after"]).toMatch(/^\d+$/);
  const body = { email: guessed.email, password: guessed.password };
  const login = await callApi(limited, "POST /auth/login", {
    body,
    headers: { "X-Forwarded-For": "198.51.100.5" },
  });
  expectRefusal(login, 429, "RATE_LIMITED");
});

describe("another site's page", () => {
  test.each([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ])("cannot have a browser that knows the password ask, as with %j", async (said) => {
    const before = await countSessions(admin);
    const answer = await openPage(admin, { headers: said });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(await countSessions(admin)).toBe(before);
  });

  test("learns from a preflight that it may not", async () => {
    const answer = await visit({
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "PUT" },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });
});

describe("nothing can be changed here, not even by an admin:", () => {
  test.each([
    ["PUT", "/api/queues/jobs/retry/failed"],
    ["PUT", "/api/queues/jobs/pause"],
    ["PUT", "/api/queues/pause"],
    ["PUT", "/api/queues/jobs/empty"],
    ["PUT", "/api/queues/jobs/obliterate"],
    ["PUT", "/api/queues/jobs/clean/completed"],
    ["POST", "/api/queues/jobs/add"],
    ["PATCH", "/api/queues/jobs/1/update-data"],
    ["DELETE", "/api/queues/jobs"],
    ["POST", ""],
    ["OPTIONS", ""],
    ["TRACE", ""],
  ])("%s %s", async (method, path) => {
    const before = await app.jobQueue.getJobCounts();
    const headers = { authorization: `Bearer ${admin.token}` };
    const answer = await visit({ method, path, headers });
    expect(answer.status).toBe(403);
    expect(answer.headers["allow"]).toBe("GET, HEAD");
    expect(await app.jobQueue.getJobCounts()).toEqual(before);
    expect(await app.jobQueue.isPaused()).toBe(false);
  });
});

test("without Redis it says that it is away, and nothing of where it would be", async () => {
  const own = await openTestApp({ endWith: onTestFinished });
  const account = await createAccount(own);
  await own.database.prisma.user.update({ where: { id: account.id }, data: { isAdmin: true } });
  const headers = { authorization: `Bearer ${account.token}` };
  expect((await visit({ path: PATHS[4] ?? "", headers, on: own })).status).toBe(200);
  await own.redisServer.kill();
  await eventually(() => own.redis.status !== "ready");
  for (const path of [PATHS[4] ?? "", "/api/redis/stats", "/api/queues/jobs/1"]) {
    const answer = await visit({ path, headers, on: own });
    expect(answer.status, path).toBe(503);
    expect(codeOf(answer)).toBe("UNAVAILABLE");
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.text).not.toMatch(/redis|127\.0\.0\.1|offline/i);
  }
});

test("what the board cannot read is the caller's mistake", async () => {
  const headers = { authorization: `Bearer ${admin.token}` };
  const answer = await visit({ path: "/api/queues?activeQueue=%25", headers });
  expect(answer.status).toBe(400);
});

test("nothing is loaded from elsewhere, kept by a cache, framed, or told of the framework", async () => {
  for (const path of ["", "/static/images/logo.svg", "/api/redis/stats"]) {
    const { headers } = await visit({ path, headers: { authorization: `Bearer ${admin.token}` } });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers["cache-control"], path).toBe("no-store");
    expect(headers).not.toHaveProperty("x-powered-by");
  }
});
