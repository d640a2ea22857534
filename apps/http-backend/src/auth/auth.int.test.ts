import { verifyAccessToken } from "@workspace/common/access-token";
import { newId } from "@workspace/database/new-id";
import { MAX_OPEN_SESSIONS } from "@workspace/database/sessions";
import { describe, expect, test } from "vitest";
import { callApi, createAccount, expectRefusal, logIn } from "../../tests/api.js";
import { TOKEN_KEYS, openTestApp } from "../../tests/open-test-app.js";

/** What bcrypt was asked to compare: the password, and whether there was a hash. */
const compared: [password: string, hasHash: boolean][] = [];
const app = await openTestApp({
  wrapPasswords: (passwords) => ({
    ...passwords,
    matches(password, hash) {
      compared.push([password, hash !== undefined]);
      return passwords.matches(password, hash);
    },
  }),
});
const otherInstance = await openTestApp({ beside: app });

const signUp = (body: object) => callApi(app, "POST /auth/signup", { body });

describe("POST /auth/signup", () => {
  test("answers 201 with the documented body and keeps only a bcrypt hash", async () => {
    const body = { email: "john@example.com", password: "password123", name: "John Doe" };
    const answer = await signUp(body).expect(201);
    expect(answer.body).toEqual({
      success: true,
      data: { id: expect.any(String), email: "john@example.com", name: "John Doe" },
    });
    const { email } = body;
    const user = await app.database.prisma.user.findUniqueOrThrow({ where: { email } });
    expect(user.passwordHash).toMatch(/^\$2b\$04\$.{53}$/);
  });

  test("trims the name and lower-cases the e-mail address", async () => {
    const body = { email: " Jane@Example.COM ", password: "password123", name: " Jane " };
    const answer = await signUp(body).expect(201);
    expect(answer.body).toMatchObject({ data: { email: "jane@example.com", name: "Jane" } });
    await logIn(app, { email: "JANE@example.com", password: "password123" });
  });

  test("refuses an e-mail address that is taken, in whatever case", async () => {
    const { email } = await createAccount(app);
    const body = { email: email.toUpperCase(), password: "password456", name: "Other" };
    expectRefusal(await signUp(body), 409, "EMAIL_TAKEN");
  });

  test("makes one account of ten requests at once", async () => {
    const body = { email: "race@example.com", password: "password123", name: "Race" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => signUp(body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 409),
    ]);
  });

  test("takes a password of 72 bytes, whose every byte counts", async () => {
    const email = "long@example.com";
    const password = "ü".repeat(36);
    await signUp({ email, password, name: "Long" }).expect(201);
    await logIn(app, { email, password });
    const almost = `${"ü".repeat(35)}ab`;
    const body = { email, password: almost };
    expectRefusal(await callApi(app, "POST /auth/login", { body }), 401, "INVALID_CREDENTIALS");
    const longer = { email, password: `${password}x` };
    expectRefusal(
      await callApi(app, "POST /auth/login", { body: longer }),
      401,
      "INVALID_CREDENTIALS",
    );
  });
});

describe("POST /auth/login", () => {
  test("answers 200 with the documented body and a token that names user and session", async () => {
    const { id, email, password } = await createAccount(app, "John Doe");
    const answer = await callApi(app, "POST /auth/login", { body: { email, password } });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      success: true,
      data: {
        token: expect.any(String),
        expiresAt: expect.any(String),
        user: { id, email, name: "John Doe" },
      },
    });
    const { token, expiresAt } = (answer.body as { data: { token: string; expiresAt: string } })
      .data;
    const claims = verifyAccessToken(token, TOKEN_KEYS);
    expect(claims).toMatchObject({ userId: id, expiresAt: new Date(expiresAt) });
    const { sessionId } = claims;
    const session = await app.database.prisma.session.findUniqueOrThrow({
      where: { id: sessionId },
    });
    expect(session).toMatchObject({ userId: id, expiresAt: new Date(expiresAt), revokedAt: null });
  });

  test("says and does the same for an unknown user as for a wrong password", async () => {
    const { email } = await createAccount(app);
    compared.length = 0;
    const answers = [];
    for (const body of [
      { email, password: "wrong password" },
      { email: "nobody@example.com", password: "wrong password" },
    ])
      answers.push(
        expectRefusal(await callApi(app, "POST /auth/login", { body }), 401, "INVALID_CREDENTIALS"),
      );
    expect(answers[0]).toEqual({ ...answers[1], requestId: answers[0]?.requestId });
    expect(compared).toEqual([
      ["wrong password", true],
      ["wrong password", false],
    ]);
  });

  test("ends the oldest session at once, on every instance, where there would be one too many", async () => {
    const account = await createAccount(app);
    const { id: userId, token } = account;
    const { expiresAt } = verifyAccessToken(token, TOKEN_KEYS);
    const others = Array.from({ length: MAX_OPEN_SESSIONS - 1 }, () => ({
      id: newId(),
      userId,
      expiresAt,
    }));
    await app.database.prisma.session.createMany({ data: others });
    await callApi(otherInstance, "GET /auth/me", { token }).expect(200);
    await logIn(app, account);
    expectRefusal(await callApi(otherInstance, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
  });

  test("does not let a user in with the password that stands in for nobody's", async () => {
    const body = { email: "ghost@example.com", password: "nobody's password" };
    expectRefusal(await callApi(app, "POST /auth/login", { body }), 401, "INVALID_CREDENTIALS");
  });
});

describe("GET /auth/me", () => {
  test("tells whose token it is and how long it holds", async () => {
    const { id, email, name, token } = await createAccount(app);
    const { sessionId, expiresAt } = verifyAccessToken(token, TOKEN_KEYS);
    const answer = await callApi(app, "GET /auth/me", { token }).expect(200);
    expect(answer.body).toEqual({
      success: true,
      data: {
        user: { id, email, name, isAdmin: false },
        session: { id: sessionId, expiresAt: expiresAt.toISOString() },
      },
    });
  });

  test("tells an admin that they are one", async () => {
    const { id, token } = await createAccount(app);
    await app.database.prisma.user.update({ where: { id }, data: { isAdmin: true } });
    const answer = await callApi(app, "GET /auth/me", { token }).expect(200);
    expect(answer.body).toMatchObject({ data: { user: { isAdmin: true } } });
  });

  test("refuses the token of an account that is gone", async () => {
    const { id, token } = await createAccount(app);
    await app.database.prisma.user.delete({ where: { id } });
    expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
  });
});

describe("POST /auth/logout", () => {
  test("ends the session at once, on every instance, and no other session", async () => {
    const account = await createAccount(app);
    const { token } = account;
    const { token: otherToken } = await logIn(app, account);
    await callApi(otherInstance, "GET /auth/me", { token }).expect(200);
    const answer = await callApi(app, "POST /auth/logout", { token }).expect(200);
    expect(answer.body).toEqual({ success: true, data: null });
    for (const instance of [app, otherInstance]) {
      expectRefusal(await callApi(instance, "GET /projects", { token }), 401, "SESSION_REVOKED");
      await callApi(instance, "GET /projects", { token: otherToken }).expect(200);
    }
    expectRefusal(await callApi(app, "POST /auth/logout", { token }), 401, "SESSION_REVOKED");
  });

  test("needs no body, however a client sends none", async () => {
    const headers = { "Content-Length": "0" };
    const { token } = await createAccount(app);
    await callApi(app, "POST /auth/logout", { token, headers }).expect(200);
    const { token: another } = await createAccount(app);
    const answer = await fetch(`${app.url}/api/v1/auth/logout`, {
      method: "POST",
      headers: { Authorization: `Bearer ${another}` },
    });
    expect(answer.status).toBe(200);
  });
});

describe("the Authorization header", () => {
  test.each(["bearer", "BEARER", "Bearer "])("may say %j", async (scheme) => {
    const { token } = await createAccount(app);
    await callApi(app, "GET /auth/me", { headers: { Authorization: `${scheme} ${token}` } }).expect(
      200,
    );
  });

  test.each([
    ["without a token", () => "Bearer"],
    ["with another scheme", (token: string) => `Basic ${token}`],
    ["with the token alone", (token: string) => token],
    ["with two tokens", (token: string) => `Bearer ${token} ${token}`],
  ])("%s is refused, and the scheme is named", async (_what, write) => {
    const { token } = await createAccount(app);
    const headers = { Authorization: write(token) };
    const answer = await callApi(app, "GET /auth/me", { headers });
    expectRefusal(answer, 401, "UNAUTHENTICATED");
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });

  test("is the only place for a token", async () => {
    const { token } = await createAccount(app);
    expectRefusal(await callApi(app, `GET /auth/me?token=${token}`), 401, "UNAUTHENTICATED");
  });
});
