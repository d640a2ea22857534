import { ERROR_STATUS, type ErrorCode } from "@workspace/common/contracts/errors";
import { signAccessToken, verifyAccessToken } from "@workspace/common/access-token";
import { newId } from "@workspace/database/new-id";
import { eventually } from "@workspace/local-stack/eventually";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  type Account,
  addMember,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  jobInput,
  logIn,
} from "../tests/api.js";
import { BODY_LIMIT_BYTES, openTestApp, TOKEN_KEYS } from "../tests/open-test-app.js";

const app = await openTestApp({ jobsPerProjectLimit: 1 });
const limited = await openTestApp({ beside: app, authRateLimitPerMinute: 1 });
const broken = await openTestApp();
/** Port 9 is "discard" (RFC 863): nothing listens there. */
const cutOff = await openTestApp({ databaseUrl: "postgresql://user:pg-password@127.0.0.1:9/none" });

let owner: Account;
let projectId: string;
beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
});

const call = (route: string, body?: object, headers: Record<string, string> = {}) =>
  callApi(app, route, { token: owner.token, body, headers });
const raw = (text: string) =>
  call("POST /projects", undefined, { "Content-Type": "application/json" }).send(text);
const wrongLogin = (email = "nobody@example.com") => ({ email, password: "wrong password" });

/** Only sockets answer these. */
const SOCKET_CODES = ["UNKNOWN_EVENT", "NOT_JOINED", "TOO_MANY_ROOMS", "TOO_MANY_SOCKETS"];

/** One way to each code that the REST API can answer. */
const CASES: Partial<Record<ErrorCode, () => Promise<Parameters<typeof expectRefusal>[0]>>> = {
  VALIDATION_FAILED: async () => call("POST /projects", { name: "" }),
  MALFORMED_JSON: async () => raw("{"),
  UNAUTHENTICATED: async () => callApi(app, "GET /projects"),
  TOKEN_EXPIRED: async () => {
    const claims = verifyAccessToken(owner.token, TOKEN_KEYS);
    const token = signAccessToken({ ...claims, expiresAt: new Date(0) }, TOKEN_KEYS);
    return callApi(app, "GET /projects", { token });
  },
  SESSION_REVOKED: async () => {
    const { token } = await logIn(app, owner);
    await callApi(app, "POST /auth/logout", { token }).expect(200);
    return callApi(app, "GET /projects", { token });
  },
  INVALID_CREDENTIALS: async () => call("POST /auth/login", wrongLogin(owner.email)),
  FORBIDDEN: async () => {
    const { token } = await createAccount(app);
    return callApi(app, `GET /projects/${projectId}`, { token });
  },
  NOT_FOUND: async () => call(`GET /projects/${newId()}`),
  EMAIL_TAKEN: async () => {
    const { email, password, name } = owner;
    return call("POST /auth/signup", { email, password, name });
  },
  COLLABORATOR_EXISTS: async () => {
    const member = { email: (await createAccount(app)).email, role: "VIEWER" } as const;
    await addMember(app, owner, projectId, member);
    return call(`POST /projects/${projectId}/collaborators`, member);
  },
  JOB_FINISHED: async () => {
    const jobId = await createJob(app, owner, await createProject(app, owner));
    await call(`POST /jobs/${jobId}/cancel`).expect(200);
    return call(`POST /jobs/${jobId}/cancel`);
  },
  REQUEST_IN_PROGRESS: async () => {
    const headers = { "Idempotency-Key": newId() };
    const client = await app.database.pool.connect();
    await client.query(`BEGIN; LOCK TABLE "IdempotencyKey"`);
    const first = call("POST /projects", { name: "N" }, headers).then(({ status }) => status);
    await eventually(async () => {
      const { rowCount } = await client.query("SELECT 1 FROM pg_locks WHERE NOT granted");
      return rowCount !== 0;
    });
    const second = await call("POST /projects", { name: "N" }, headers);
    await client.query("ROLLBACK");
    client.release();
    expect(await first).toBe(201);
    return second;
  },
  VERSION_CONFLICT: async () =>
    call(`PUT /projects/${projectId}`, { name: "N" }, { "If-Match": '"9"' }),
  PAYLOAD_TOO_LARGE: async () => call("POST /projects", { name: "x".repeat(BODY_LIMIT_BYTES) }),
  UNSUPPORTED_MEDIA_TYPE: async () =>
    call("POST /projects", undefined, { "Content-Type": "text/plain" }).send("N"),
  IDEMPOTENCY_KEY_REUSED: async () => {
    const headers = { "Idempotency-Key": newId() };
    await call("POST /projects", { name: "N" }, headers).expect(201);
    return call("POST /projects", { name: "M" }, headers);
  },
  RATE_LIMITED: async () => {
    await callApi(limited, "POST /auth/login", { body: wrongLogin() });
    return callApi(limited, "POST /auth/login", { body: wrongLogin() });
  },
  QUEUE_FULL: async () => {
    const busy = await createProject(app, owner);
    await createJob(app, owner, busy);
    return call("POST /jobs/submit", jobInput(busy));
  },
  INTERNAL: async () => {
    const { token } = await createAccount(broken);
    await broken.database.pool.query(`ALTER TABLE "ProjectEvent" ADD CHECK (seq < 0)`);
    return callApi(broken, "POST /projects", { token, body: { name: "N" } });
  },
  UNAVAILABLE: async () => callApi(cutOff, "GET /projects", { token: owner.token }),
};

describe.each(Object.entries(CASES))("%s", (code, provoke) => {
  test(`is answered with ${ERROR_STATUS[code as ErrorCode]} in the documented shape`, async () => {
    const answer = await provoke();
    expectRefusal(answer, ERROR_STATUS[code as ErrorCode], code);
    const isToWait = [429, 503].includes(answer.status) || code === "REQUEST_IN_PROGRESS";
    expect(Number(answer.headers["retry-after"] ?? 0) > 0).toBe(isToWait);
    expect(answer.headers["www-authenticate"]).toBe(answer.status === 401 ? "Bearer" : undefined);
  });
});

test("every code that is not for sockets alone has a case here", () => {
  expect([...Object.keys(CASES), ...SOCKET_CODES].sort()).toEqual(Object.keys(ERROR_STATUS).sort());
});

test("an unexpected failure is logged once with its cause and tells the caller nothing", async () => {
  const instance = await openTestApp({ endWith: onTestFinished });
  const { token } = await createAccount(instance);
  await instance.database.pool.query(`ALTER TABLE "ProjectEvent" ADD CHECK (seq < 0)`);
  const answer = await callApi(instance, "POST /projects", { token, body: { name: "N" } });
  const { message, requestId } = expectRefusal(answer, 500, "INTERNAL");
  expect(message).toBe("Something went wrong");
  const lines = instance.logs.filter((line) => line.includes('"level":"error"'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(requestId);
  expect(lines[0]).toContain("ProjectEvent");
});

test("without its database the service refuses to sign up and to log in too, and says so in /health", async () => {
  const body = { email: "new@example.com", password: "password123", name: "N" };
  for (const route of ["POST /auth/signup", "POST /auth/login"])
    expectRefusal(await callApi(cutOff, route, { body }), 503, "UNAVAILABLE");
  await eventually(async () =>
    expect((await callApi(cutOff, "GET /health").expect(200)).body).toMatchObject({
      status: "degraded",
      database: "down",
      redis: "up",
    }),
  );
  await callApi(cutOff, "GET /health/ready").expect(503);
  expect(cutOff.logs.join("")).not.toContain("pg-password");
});
