import { eventually } from "@workspace/local-stack/eventually";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  expectRefusal,
} from "../../apps/http-backend/tests/api.js";
import { openTestApp, type TestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { inBatches } from "./support/in-batches.js";
import { openAttackTarget } from "./support/open-attack-target.js";

const PER_MINUTE = 5;

/** Every look at a password: which, and whether there was somebody's hash to compare it with. */
const compared: { password: string; isSomebodys: boolean }[] = [];
/** Every password that was hashed. */
const hashed: string[] = [];
const recording: Parameters<typeof openTestApp>[0] = {
  authRateLimitPerMinute: PER_MINUTE,
  wrapPasswords: (passwords) => ({
    hash(password) {
      hashed.push(password);
      return passwords.hash(password);
    },
    matches(password, hash) {
      compared.push({ password, isSomebodys: hash !== undefined });
      return passwords.matches(password, hash);
    },
  }),
};
const { app, backends } = await openAttackTarget({ app: { ...recording, trustProxyHops: 1 } });
const unproxied = await openTestApp({ ...recording, beside: backends });
const unlimited = await openTestApp({ beside: backends });

let victim: Account;
beforeEach(async () => {
  victim = await createAccount(unlimited, "Victim");
  compared.length = 0;
  hashed.length = 0;
});

let addresses = 0;
const newIp = () => `198.51.${(addresses += 1) >> 8}.${addresses & 255}`;
let strangers = 0;
const newEmail = () => `stranger${(strangers += 1)}@example.com`;

interface Attempt {
  email?: string;
  password?: string;
  headers?: Record<string, string>;
  instance?: TestApp;
  path?: string;
}

/** A login from an address that nobody has come from, unless the headers say another. */
const logIn = ({
  email = victim.email,
  password = "wrong password",
  headers = { "X-Forwarded-For": newIp() },
  instance = app,
  path = "/auth/login",
}: Attempt) => callApi(instance, `POST ${path}`, { body: { email, password }, headers });

const times = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Uses up what one account may be tried, each time from elsewhere. */
async function useUp(email: string): Promise<void> {
  for (const n of times(PER_MINUTE))
    expectRefusal(await logIn({ email, password: `guess ${n}` }), 401, "INVALID_CREDENTIALS");
  compared.length = 0;
}

function expectLimited(answer: Parameters<typeof expectRefusal>[0]): void {
  expectRefusal(answer, 429, "RATE_LIMITED");
  const seconds = Number(answer.headers["retry-after"]);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
}

/** Headers that tell one answer from another by nothing but when it was given and to which request. */
const headersOf = ({ headers }: { headers: Record<string, string> }) => ({
  ...headers,
  date: "",
  "x-request-id": "",
});

describe("who has an account is not told", () => {
  test.each([
    ["an ordinary one", "wrong password"],
    ["the one that stands in for nobody's", "nobody's password"],
    ["one that bcrypt would cut", "x".repeat(100)],
    ["the longest that is taken", "ü".repeat(1024)],
    ["one of a single character", "x"],
  ])("by a login with a wrong password: %s", async (_what, password) => {
    const known = await logIn({ password });
    const unknown = await logIn({ email: newEmail(), password });
    const [first, second] = [known, unknown].map((answer) =>
      expectRefusal(answer, 401, "INVALID_CREDENTIALS"),
    );
    expect({ ...first, requestId: "" }).toEqual({ ...second, requestId: "" });
    expect(headersOf(known)).toEqual(headersOf(unknown));
    // The work is the same too, and with it the time.
    expect(compared).toEqual([
      { password, isSomebodys: true },
      { password, isSomebodys: false },
    ]);
  });

  test("by the limit: it holds for an account that does not exist as for one that does", async () => {
    const email = newEmail();
    await useUp(email);
    await useUp(victim.email);
    const answers = [await logIn({ email }), await logIn({})];
    for (const answer of answers) expectLimited(answer);
  });

  test("by signing up more often than the limit allows, and not by the time that takes", async () => {
    const headers = { "X-Forwarded-For": newIp() };
    const signUp = (email: string) =>
      callApi(app, "POST /auth/signup", {
        body: { email, password: "password123", name: "N" },
        headers,
      });
    expectRefusal(await signUp(victim.email), 409, "EMAIL_TAKEN");
    await signUp(newEmail()).expect(201);
    expect(hashed).toHaveLength(2);
    for (const _ of times(PER_MINUTE - 2))
      expectRefusal(await signUp(victim.email), 409, "EMAIL_TAKEN");
    for (const email of [victim.email, newEmail()]) expectLimited(await signUp(email));
    expect(hashed).toHaveLength(PER_MINUTE);
  });
});

describe("passwords cannot be tried without limit", () => {
  test("on one account from many addresses, and then the right one does not get in either", async () => {
    await useUp(victim.email);
    expectLimited(await logIn({}));
    const right = await logIn({ password: victim.password });
    expectLimited(right);
    expect(right.text).not.toContain("token");
    expect(compared).toEqual([]);
  });

  test("on many accounts from one address", async () => {
    const headers = { "X-Forwarded-For": newIp() };
    for (const _ of times(PER_MINUTE)) await logIn({ email: newEmail(), headers }).expect(401);
    expectLimited(await logIn({ email: newEmail(), headers }));
    expectLimited(await logIn({ password: victim.password, headers }));
    expect(compared).toHaveLength(PER_MINUTE);
  });

  test("on many accounts from one IPv6 network", async () => {
    const from = (n: number) => ({ "X-Forwarded-For": `2001:db8:5::${n.toString(16)}:1` });
    for (const n of times(PER_MINUTE))
      await logIn({ email: newEmail(), headers: from(n) }).expect(401);
    expectLimited(await logIn({ email: newEmail(), headers: from(0xffff) }));
  });

  test("at once, from many addresses", async () => {
    const answers = await inBatches(times(24), (n) => logIn({ password: `guess ${n}` }));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(PER_MINUTE);
    for (const answer of answers.filter(({ status }) => status !== 401)) expectLimited(answer);
    expect(compared).toHaveLength(PER_MINUTE);
  });

  test("by whoever says that they come from elsewhere, where no proxy is trusted", async () => {
    const claims = ["X-Forwarded-For", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP"];
    const attempt = (n: number) =>
      logIn({
        email: newEmail(),
        instance: unproxied,
        headers: Object.assign(
          { Forwarded: `for=203.0.113.${n}` },
          ...claims.map((name) => ({ [name]: `203.0.113.${n}` })),
        ) as Record<string, string>,
      });
    for (const n of times(PER_MINUTE)) await attempt(n).expect(401);
    expectLimited(await attempt(99));
  });

  test("by whoever puts addresses before the one that the trusted proxy adds", async () => {
    const proxied = newIp();
    const attempt = (n: number) =>
      logIn({
        email: newEmail(),
        headers: { "X-Forwarded-For": `203.0.113.${n}, 10.0.0.1, ${proxied}` },
      });
    for (const n of times(PER_MINUTE)) await attempt(n).expect(401);
    expectLimited(await attempt(99));
  });

  test.each(["/auth/login/", "/auth/LOGIN", "/Auth/Login?x=1", "/auth/login?email=other"])(
    "by another way to write the route: %s",
    async (path) => {
      await useUp(victim.email);
      expectLimited(await logIn({ password: victim.password, path }));
      expect(compared).toEqual([]);
    },
  );
});

describe("an account that is limited is so however its address is written", () => {
  const insert = (email: string, text: string) => `${email.slice(0, 3)}${text}${email.slice(3)}`;

  test.each<[what: string, write: (email: string) => string]>([
    ["in capitals", (email) => email.toUpperCase()],
    ["between spaces", (email) => `  ${email} `],
    ["between tabs and line ends", (email) => `\t${email}\r\n`],
    ["between spaces that do not break", (email) => `\u00a0${email}\u00a0`],
    ["after a byte order mark", (email) => `\ufeff${email}`],
    ["with a dot more", (email) => insert(email, ".")],
    ["with a tag", (email) => email.replace("@", "+tag@")],
    ["with a dot at its end", (email) => `${email}.`],
    ["with a comment", (email) => email.replace("@", "(comment)@")],
    ["in quotes", (email) => `"${email.replace("@", '"@')}`],
    ["with a name before", (email) => `Victim <${email}>`],
    ["with a space of no width", (email) => insert(email, "\u200b")],
    ["with a soft hyphen", (email) => insert(email, "\u00ad")],
    ["in letters of full width", (email) => email.replace("user", "ｕｓｅｒ")],
    ["with a letter of another script", (email) => email.replace("e", "е")],
    ["with a long s, which is an s in capitals", (email) => email.replace("s", "ſ")],
    ["with a combining accent", (email) => insert(email, "\u0301")],
    ["with an at sign of full width", (email) => email.replace("@", "＠")],
    ["percent-encoded", (email) => email.replace("@", "%40")],
    ["twice", (email) => `${email},${email}`],
    ["with a NUL", (email) => `${email}\0`],
  ])("%s", async (_what, write) => {
    await useUp(victim.email);
    const answer = await logIn({ email: write(victim.email), password: victim.password });
    // The same account, no address at all, or another that is nobody's.
    expect([400, 401, 429]).toContain(answer.status);
    expect(compared.filter(({ isSomebodys }) => isSomebodys)).toEqual([]);
  });

  test("with a letter that is a k in small letters", async () => {
    const email = "kelvin@example.com";
    const body = { email, password: "password123", name: "Kelvin" };
    await callApi(unlimited, "POST /auth/signup", { body }).expect(201);
    await useUp(email);
    expectLimited(await logIn({ email: email.replace("k", "\u212a"), password: "password123" }));
  });

  /** Sends a body that no serialiser would write. */
  const sendRaw = (body: string) =>
    callApi(app, "POST /auth/login", {
      headers: { "Content-Type": "application/json", "X-Forwarded-For": newIp() },
    }).send(body);
  const quote = (text: string) => JSON.stringify(text);

  test("after the address of another account in the same body", async () => {
    const body = () =>
      `{"email":${quote(newEmail())},"email":${quote(victim.email)},"password":"guess"}`;
    for (const _ of times(PER_MINUTE))
      expectRefusal(await sendRaw(body()), 401, "INVALID_CREDENTIALS");
    expectLimited(await logIn({ password: victim.password }));
  });

  test.each<[what: string, body: (email: string, password: string) => string]>([
    ["before another's", (e, p) => `{"email":"a@b.cd","email":${e},"password":${p}}`],
    ["in escapes", (e, p) => `{"email":${e.replace("u", "\\u0075")},"password":${p}}`],
    ["under a name in escapes", (e, p) => `{"em\\u0061il":${e},"password":${p}}`],
    ["in a list", (e, p) => `{"email":[${e}],"password":${p}}`],
    ["in an object", (e, p) => `{"email":{"$eq":${e}},"password":${p}}`],
    ["in the prototype", (e, p) => `{"__proto__":{"email":${e}},"password":${p}}`],
    ["with a list of passwords", (e, p) => `{"email":${e},"password":["x",${p}]}`],
    ["in a list of logins", (e, p) => `[{"email":${e},"password":${p}}]`],
  ])("or sent %s", async (_what, write) => {
    await useUp(victim.email);
    const answer = await sendRaw(write(quote(victim.email), quote(victim.password)));
    expect([400, 429]).toContain(answer.status);
    expect(compared).toEqual([]);
  });
});

test("whoever attacks an account does not lock out its user where they have logged in before", async () => {
  const headers = { "X-Forwarded-For": newIp() };
  await logIn({ password: victim.password, headers }).expect(200);
  // The login counts as a try of the account, like those that follow.
  await eventually(async () => (await logIn({})).status === 429);
  expectLimited(await logIn({ password: victim.password }));
  await logIn({ password: victim.password, headers }).expect(200);
});
