import { createHmac } from "node:crypto";
import {
  createTokenKeys,
  signAccessToken,
  verifyAccessToken,
} from "@workspace/common/access-token";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
  expectRefusal,
  jobInput,
} from "../../tests/api.js";
import { countRows } from "../../tests/count-rows.js";
import {
  BODY_LIMIT_BYTES,
  JOB_BODY_LIMIT_BYTES,
  openTestApp,
  TOKEN_KEYS,
} from "../../tests/open-test-app.js";

const app = await openTestApp();
let owner: Account;
let projectId: string;

beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
});

const deepJson = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const signup = (changes: object) =>
  JSON.stringify({ email: "new@example.com", password: "password123", name: "N", ...changes });
const job = (changes: object) => JSON.stringify({ ...jobInput(projectId), ...changes });

/** Sends a body as it is, and checks that it is refused and that nothing is kept of it. */
async function expectNothingKept(
  route: string,
  { body = "", status, code, headers = {} }: Raw,
): Promise<ReturnType<typeof expectRefusal>> {
  const before = await countRows(app.database);
  const [method = "", path = ""] = route.split(" ");
  const answer = await callApi(app, `${method} ${path.replace(":id", projectId)}`, {
    token: owner.token,
    headers: { "Content-Type": "application/json", ...headers },
  }).send(body);
  const error = expectRefusal(answer, status, code);
  expect(await countRows(app.database)).toEqual(before);
  const project = await app.database.prisma.project.findUnique({ where: { id: projectId } });
  expect(project).toMatchObject({ name: "P", version: 1, content: {} });
  return error;
}

interface Raw {
  body?: string;
  status: number;
  code: string;
  headers?: Record<string, string>;
}

const INVALID = { status: 400, code: "VALIDATION_FAILED" };
const MALFORMED = { status: 400, code: "MALFORMED_JSON" };

describe("a body is refused and nothing of it is kept:", () => {
  test.each<[what: string, route: string, body: () => string, where: string]>([
    ["a missing field", "POST /auth/signup", () => signup({ name: undefined }), "name"],
    ["a wrong type", "POST /auth/signup", () => signup({ email: 1 }), "email"],
    [
      "an operator instead of a text",
      "POST /auth/login",
      () => signup({ email: { ne: "" } }),
      "email",
    ],
    ["an array instead of a text", "POST /projects", () => '{"name":["a"]}', "name"],
    [
      "a password of 7 characters",
      "POST /auth/signup",
      () => signup({ password: "1234567" }),
      "password",
    ],
    [
      "a password of 73 bytes",
      "POST /auth/signup",
      () => signup({ password: "x".repeat(73) }),
      "password",
    ],
    [
      "a password of 73 bytes in 72 characters",
      "POST /auth/signup",
      () => signup({ password: `${"x".repeat(71)}ü` }),
      "password",
    ],
    ["NUL in a name", "POST /auth/signup", () => signup({ name: "a\0b" }), "name"],
    [
      "NUL in a password",
      "POST /auth/signup",
      () => signup({ password: "pass\0word123" }),
      "password",
    ],
    ["NUL in a project's name", "POST /projects", () => '{"name":"a\\u0000"}', "name"],
    [
      "NUL deep in content",
      "PUT /projects/:id",
      () => '{"content":{"a":[{"b":"\\u0000"}]}}',
      "content.a.0.b",
    ],
    [
      "NUL in code",
      "POST /jobs/submit",
      () => job({ payload: { code: "\0", language: "python" } }),
      "payload.code",
    ],
    [
      "half a surrogate pair",
      "PUT /projects/:id",
      () => '{"content":{"a":"\\ud83d"}}',
      "content.a",
    ],
    [
      "__proto__",
      "PUT /projects/:id",
      () => '{"content":{"__proto__":{"isAdmin":true}}}',
      "content.__proto__",
    ],
    [
      "__proto__ at the top",
      "POST /projects",
      () => '{"name":"N","__proto__":{"x":1}}',
      "__proto__",
    ],
    [
      "constructor.prototype",
      "PUT /projects/:id",
      () => '{"content":{"constructor":{"prototype":{}}}}',
      "content.constructor",
    ],
    [
      "a number that JSON cannot carry",
      "PUT /projects/:id",
      () => '{"content":{"a":1e400}}',
      "content.a",
    ],
    ["content that is an array", "PUT /projects/:id", () => '{"content":[]}', "content"],
    ["an update without a change", "PUT /projects/:id", () => "{}", ""],
    ["an update of the owner alone", "PUT /projects/:id", () => `{"ownerId":"${projectId}"}`, ""],
    ["a body that is an array", "POST /projects", () => '[{"name":"N"}]', ""],
    [
      "a malformed id in a body",
      "POST /jobs/submit",
      () => job({ projectId: "1; DROP TABLE" }),
      "projectId",
    ],
    [
      "an unknown language",
      "POST /jobs/submit",
      () => job({ payload: { code: "1", language: "sh" } }),
      "payload.language",
    ],
    [
      "an unknown role",
      "POST /projects/:id/collaborators",
      () => '{"email":"a@b.cd","role":"ADMIN"}',
      "role",
    ],
  ])("%s (%s)", async (_what, route, body, where) => {
    const error = await expectNothingKept(route, { ...INVALID, body: body() });
    expect(error.details?.map(({ path }) => path)).toContain(where);
  });

  test("JSON 100 and 10,000 levels deep", async () => {
    for (const levels of [100, 10_000])
      await expectNothingKept("PUT /projects/:id", {
        ...INVALID,
        body: `{"content":${deepJson(levels)}}`,
      });
  });

  test.each([
    ["cut off", '{"name":"N"'],
    ["with a trailing comma", '{"name":"N",}'],
    ["a text", '"name"'],
    ["a number", "1"],
    ["null", "null"],
    ["no JSON at all", "name=N"],
  ])("JSON that is %s", async (_what, body) => {
    for (const route of [
      "POST /auth/signup",
      "POST /projects",
      "PUT /projects/:id",
      "POST /jobs/submit",
    ])
      await expectNothingKept(route, { ...MALFORMED, body });
  });

  test("no body where one is needed", async () => {
    for (const route of [
      "POST /auth/signup",
      "POST /auth/login",
      "POST /projects",
      "PUT /projects/:id",
    ])
      await expectNothingKept(route, INVALID);
  });

  test.each([
    ["POST /auth/signup", BODY_LIMIT_BYTES, () => signup({ name: "x".repeat(BODY_LIMIT_BYTES) })],
    [
      "POST /projects",
      BODY_LIMIT_BYTES,
      () => JSON.stringify({ name: "x".repeat(BODY_LIMIT_BYTES) }),
    ],
    ["PUT /projects/:id", BODY_LIMIT_BYTES, () => `{"name":"N"${" ".repeat(BODY_LIMIT_BYTES)}}`],
    ["POST /jobs/submit", JOB_BODY_LIMIT_BYTES, () => job({ x: "x".repeat(JOB_BODY_LIMIT_BYTES) })],
  ])("more than %s may have (%i bytes)", async (route, _limit, body) => {
    const tooLarge = { status: 413, code: "PAYLOAD_TOO_LARGE", body: body() };
    await expectNothingKept(route, tooLarge);
  });

  test.each([
    ["text/plain", '{"name":"N"}'],
    ["application/x-www-form-urlencoded", "name=N"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/json; charset=latin1", '{"name":"N"}'],
  ])("one of type %s", async (type, body) => {
    const headers = { "Content-Type": type };
    const unsupported = { status: 415, code: "UNSUPPORTED_MEDIA_TYPE", body, headers };
    await expectNothingKept("POST /projects", unsupported);
  });

  test("one that is packed in a way nobody knows, or claims to be packed and is not", async () => {
    const body = '{"name":"N"}';
    const unknown = { status: 415, code: "UNSUPPORTED_MEDIA_TYPE", body };
    await expectNothingKept("POST /projects", {
      ...unknown,
      headers: { "Content-Encoding": "rot13" },
    });
    await expectNothingKept("POST /projects", {
      ...INVALID,
      body,
      headers: { "Content-Encoding": "gzip" },
    });
  });
});

test("a job may be larger than any other body", async () => {
  const code = "x".repeat(BODY_LIMIT_BYTES + 1);
  const body = { ...jobInput(projectId), payload: { code, language: "javascript" } };
  await callApi(app, "POST /jobs/submit", { token: owner.token, body }).expect(201);
});

test.each(["/projects/%E0%A4%A", "/projects/%", "/jobs/%ff", "/projects/%00"])(
  "the path %s is refused",
  async (path) => {
    const answer = await callApi(app, `GET ${path}`, { token: owner.token });
    expectRefusal(answer, 400, "VALIDATION_FAILED");
  },
);

describe("a token is refused that", () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = () => {
    const { userId, sessionId, expiresAt } = verifyAccessToken(owner.token, TOKEN_KEYS);
    return { sub: userId, sid: sessionId, exp: expiresAt.getTime() / 1000 };
  };
  const tokenOf = (key: typeof TOKEN_KEYS, expiresAt = new Date(Date.now() + 60_000)) =>
    signAccessToken({ ...verifyAccessToken(owner.token, TOKEN_KEYS), expiresAt }, key);

  test.each<[what: string, token: () => string, code: string]>([
    [
      "is unsigned (alg none)",
      () => `${encode({ alg: "none" })}.${encode(claims())}.`,
      "UNAUTHENTICATED",
    ],
    ["has expired", () => tokenOf(TOKEN_KEYS, new Date(Date.now() - 1000)), "TOKEN_EXPIRED"],
    [
      "another service signed",
      () => tokenOf(createTokenKeys({ current: "another secret" })),
      "UNAUTHENTICATED",
    ],
    [
      "was changed",
      () => owner.token.replace(/\.[^.]+\./, `.${encode({ ...claims(), sub: projectId })}.`),
      "UNAUTHENTICATED",
    ],
    [
      "was signed with an empty key",
      () => {
        const signed = `${encode({ alg: "HS256" })}.${encode(claims())}`;
        return `${signed}.${createHmac("sha256", "").update(signed).digest("base64url")}`;
      },
      "UNAUTHENTICATED",
    ],
    ["is no token", () => "null", "UNAUTHENTICATED"],
  ])("%s", async (_what, token, code) => {
    const before = await countRows(app.database);
    const call = { token: token(), body: { name: "N" } };
    expectRefusal(await callApi(app, "POST /projects", call), 401, code);
    expect(await countRows(app.database)).toEqual(before);
  });
});

test("nothing of all that has reached an object's prototype", () => {
  expect(Object.keys(Object.getPrototypeOf({}) as object)).toEqual([]);
  expect({}).not.toHaveProperty("isAdmin");
});
