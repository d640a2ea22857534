import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { callApi, createAccount, expectRefusal } from "../../tests/api.js";
import { openTestApp, type TestApp } from "../../tests/open-test-app.js";

const PER_MINUTE = 3;
const app = await openTestApp({ authRateLimitPerMinute: PER_MINUTE, trustProxyHops: 1 });
const otherInstance = await openTestApp({
  beside: app,
  authRateLimitPerMinute: PER_MINUTE,
  trustProxyHops: 1,
});
const unlimited = await openTestApp({ beside: app, authRateLimitPerMinute: 0 });
const withoutProxy = await openTestApp({ beside: app, authRateLimitPerMinute: PER_MINUTE });

let addresses = 0;
const newIp = () => `198.51.100.${(addresses += 1)}`;
let names = 0;
const newEmail = () => `limited${(names += 1)}@example.com`;

/** Tries to log in to an account that need not exist. */
const attempt = (instance: TestApp, { ip = newIp(), email = newEmail() } = {}) =>
  callApi(instance, "POST /auth/login", {
    body: { email, password: "wrong password" },
    headers: { "X-Forwarded-For": ip },
  });

async function attemptAll(attempts: (() => ReturnType<typeof attempt>)[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const send of attempts) statuses.push((await send()).status);
  return statuses;
}

const times = (count: number, send: () => ReturnType<typeof attempt>) =>
  Array.from({ length: count }, () => send);

describe("attempts within a minute are limited", () => {
  test("for one address, over all accounts and instances", async () => {
    const ip = newIp();
    const statuses = await attemptAll([
      () => attempt(app, { ip }),
      () => attempt(otherInstance, { ip }),
      () => attempt(app, { ip }),
      () => attempt(otherInstance, { ip }),
      () => attempt(app),
    ]);
    expect(statuses).toEqual([401, 401, 401, 429, 401]);
  });

  test("for one account, from all addresses and however it is written", async () => {
    const email = newEmail();
    const statuses = await attemptAll([
      () => attempt(app, { email }),
      () => attempt(otherInstance, { email: email.toUpperCase() }),
      () => attempt(app, { email: ` ${email}` }),
      () => attempt(app, { email }),
      () => attempt(app),
    ]);
    expect(statuses).toEqual([401, 401, 401, 429, 401]);
  });

  test("for one IPv6 network, whatever of its addresses is used, and no other", async () => {
    const statuses = await attemptAll([
      () => attempt(app, { ip: "2001:db8:0:1::1" }),
      () => attempt(app, { ip: "2001:db8:0:1:ffff::2" }),
      () => attempt(otherInstance, { ip: "2001:0db8:0000:0001:0000:0000:0000:0003" }),
      () => attempt(app, { ip: "2001:db8:0:1::4" }),
      () => attempt(app, { ip: "2001:db8:0:2::1" }),
    ]);
    expect(statuses).toEqual([401, 401, 401, 429, 401]);
  });

  test("for signing up too, and then nothing is created", async () => {
    const ip = newIp();
    const signUp = (email: string) =>
      callApi(app, "POST /auth/signup", {
        body: { email, password: "password123", name: "N" },
        headers: { "X-Forwarded-For": ip },
      });
    for (let n = 0; n < PER_MINUTE; n += 1) await signUp(newEmail()).expect(201);
    const email = newEmail();
    expectRefusal(await signUp(email), 429, "RATE_LIMITED");
    expect(await app.database.prisma.user.count({ where: { email } })).toBe(0);
  });

  test("and the refusal says how long to wait", async () => {
    const ip = newIp();
    await attemptAll(times(PER_MINUTE, () => attempt(app, { ip })));
    const answer = await attempt(app, { ip });
    expectRefusal(answer, 429, "RATE_LIMITED");
    const seconds = Number(answer.headers["retry-after"]);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("even for many at once", async () => {
    const ip = newIp();
    const answers = await Promise.all(times(10, () => attempt(app, { ip })).map((send) => send()));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(PER_MINUTE);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10 - PER_MINUTE);
  });
});

describe("who attacks an account", () => {
  /** An account that has been logged in to from one address, and is under attack from many others. */
  async function attackAccount() {
    const { email, password } = await createAccount(unlimited);
    const ip = newIp();
    const logInFrom = (address: string) =>
      callApi(otherInstance, "POST /auth/login", {
        body: { email, password },
        headers: { "X-Forwarded-For": address },
      });
    await logInFrom(ip).expect(200);
    await attemptAll(times(PER_MINUTE + 1, () => attempt(app, { email })));
    return { email, ip, logInFrom };
  }

  test("locks out other unknown addresses, even with the right password", async () => {
    const { logInFrom } = await attackAccount();
    expectRefusal(await logInFrom(newIp()), 429, "RATE_LIMITED");
  });

  test("does not lock out the address that its user has logged in from", async () => {
    const { ip, logInFrom } = await attackAccount();
    await logInFrom(ip).expect(200);
  });

  test("gets no more tries from that address than from any", async () => {
    const { email, ip } = await attackAccount();
    const statuses = await attemptAll(times(PER_MINUTE, () => attempt(app, { email, ip })));
    // One has gone into the login.
    expect(statuses).toEqual([401, 401, 429]);
  });

  test("has no address known to the account any more once its password is another", async () => {
    const { email, password } = await createAccount(unlimited);
    const [old, own] = [newIp(), newIp()];
    const logInFrom = (address: string, word: string) =>
      callApi(otherInstance, "POST /auth/login", {
        body: { email, password: word },
        headers: { "X-Forwarded-For": address },
      });
    const login = await logInFrom(old, password).expect(200);
    const { token } = (login.body as { data: { token: string } }).data;
    const newPassword = "correct horse";
    await callApi(app, "PUT /auth/password", {
      token,
      body: { currentPassword: password, newPassword },
      headers: { "X-Forwarded-For": own },
    }).expect(200);
    await attemptAll(times(PER_MINUTE + 1, () => attempt(app, { email })));
    expectRefusal(await logInFrom(old, newPassword), 429, "RATE_LIMITED");
    await logInFrom(own, newPassword).expect(200);
  });

  test("gains nothing by a login to an account of their own", async () => {
    const { email } = await attackAccount();
    const own = await attackAccount();
    expect((await attempt(app, { email, ip: own.ip })).status).toBe(429);
  });
});

test("nobody's e-mail address is kept in Redis", async () => {
  const email = newEmail();
  await attempt(app, { email });
  const keys = await app.redis.keys("*");
  expect(keys.some((key) => key.startsWith("limit:auth:account"))).toBe(true);
  expect(keys.filter((key) => key.includes(email) || key.includes("limited"))).toEqual([]);
});

test("a limit of 0 lets any number through", async () => {
  const [ip, email] = [newIp(), newEmail()];
  const statuses = await attemptAll(times(20, () => attempt(unlimited, { ip, email })));
  expect(new Set(statuses)).toEqual(new Set([401]));
});

test("other routes are not limited", async () => {
  const ip = newIp();
  await attemptAll(times(PER_MINUTE + 1, () => attempt(app, { ip })));
  const answer = await callApi(app, "GET /projects", { headers: { "X-Forwarded-For": ip } });
  expect(answer.status).toBe(401);
});

test("without a trusted proxy a made-up X-Forwarded-For does not help", async () => {
  const statuses = await attemptAll(times(PER_MINUTE + 1, () => attempt(withoutProxy)));
  expect(statuses).toEqual([401, 401, 401, 429]);
});

test("while Redis is away each instance counts by itself", async () => {
  const alone = await openTestApp({
    authRateLimitPerMinute: PER_MINUTE,
    trustProxyHops: 1,
    endWith: onTestFinished,
  });
  onTestFinished(() => alone.redisServer.restart());
  await alone.redisServer.kill();
  await eventually(() => alone.redis.status !== "ready");
  const ip = newIp();
  const statuses = await attemptAll(times(PER_MINUTE + 1, () => attempt(alone, { ip })));
  expect(statuses).toEqual([401, 401, 401, 429]);
});
