import { domainEventSchema } from "@workspace/common/contracts/domain-events";
import { describe, expect, test } from "vitest";
import {
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
  jobInput,
} from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const app = await openTestApp();

interface Line {
  level: string;
  reqId?: string;
  req?: { id: string; method: string; url: string };
  res?: { statusCode: number };
  responseTime?: number;
}

const linesOf = (requestId: string): Line[] =>
  app.logs.map((line) => JSON.parse(line) as Line).filter((line) => line.req?.id === requestId);

describe("the id of a request", () => {
  test("is the caller's own, or a new one, and goes back with every answer", async () => {
    const given = await callApi(app, "GET /projects", { headers: { "X-Request-Id": "my-id_1.2" } });
    expect(given.headers["x-request-id"]).toBe("my-id_1.2");
    expect(expectRefusal(given, 401, "UNAUTHENTICATED").requestId).toBe("my-id_1.2");
    const [one, another] = [await callApi(app, "GET /health"), await callApi(app, "GET /health")];
    expect(one.headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
    expect(one.headers["x-request-id"]).not.toBe(another.headers["x-request-id"]);
  });

  test.each(["x".repeat(65), "with space", "a;b", "<script>"])("is not %j", async (id) => {
    const answer = await callApi(app, "GET /projects", { headers: { "X-Request-Id": id } });
    expect(answer.headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
  });

  test("is kept in the events and jobs that the request caused", async () => {
    const owner = await createAccount(app);
    const { token } = owner;
    const projectId = await createProject(app, owner);
    const body = jobInput(projectId);
    const headers = { "X-Request-Id": "submit-1" };
    const answer = await callApi(app, "POST /jobs/submit", { token, body, headers }).expect(201);
    const { jobId: id } = answer.body as { jobId: string };
    const job = await app.database.prisma.job.findUniqueOrThrow({ where: { id } });
    expect(job.requestId).toBe("submit-1");
    const log = await callApi(app, `GET /projects/${projectId}/events?after=1`, { token });
    expect(domainEventSchema.array().parse(log.body)).toMatchObject([{ requestId: "submit-1" }]);
  });
});

describe("a request is logged", () => {
  test("once, with its outcome and without its headers", async () => {
    const { token } = await createAccount(app);
    const headers = { "X-Request-Id": "logged-once" };
    await callApi(app, "GET /projects?limit=1", { token, headers }).expect(200);
    expect(linesOf("logged-once")).toEqual([
      expect.objectContaining({
        level: "info",
        req: { id: "logged-once", method: "GET", url: "/api/v1/projects?limit=1" },
        res: { statusCode: 200 },
        responseTime: expect.any(Number),
      }),
    ]);
  });

  test("as a warning when it was refused", async () => {
    await callApi(app, "GET /projects", { headers: { "X-Request-Id": "refused-1" } }).expect(401);
    expect(linesOf("refused-1")).toMatchObject([{ level: "warn", res: { statusCode: 401 } }]);
  });

  test("but not when it only asked for health", async () => {
    await callApi(app, "GET /health", { headers: { "X-Request-Id": "health-1" } }).expect(200);
    expect(linesOf("health-1")).toEqual([]);
  });
});

test("neither token nor password is in any line, wherever a client puts it", async () => {
  const owner = await createAccount(app);
  const { token, email } = owner;
  const password = "correct horse battery";
  const secrets = [token, owner.password, password];
  const signup = { email: "secret@example.com", password, name: "N" };
  await callApi(app, "POST /auth/signup", { body: signup }).expect(201);
  await callApi(app, "POST /auth/signup", { body: signup }).expect(409);
  await callApi(app, "POST /auth/login", { body: { email, password } }).expect(401);
  await callApi(app, "POST /auth/signup", { body: { ...signup, email: 1 } }).expect(400);
  await callApi(app, "POST /auth/signup", { headers: { "Content-Type": "application/json" } })
    .send(`{"password":"${password}"`)
    .expect(400);
  await callApi(app, `GET /projects?token=${token}&limit=1`, { token }).expect(200);
  await callApi(app, `GET /projects?TOKEN=${token}`).expect(401);
  await callApi(app, "GET /projects", { token, headers: { Cookie: `session=${token}` } });
  await createJob(app, owner, await createProject(app, owner));
  await callApi(app, "POST /auth/logout", { token }).expect(200);
  await callApi(app, "GET /projects", { token }).expect(401);
  expect(app.logs.length).toBeGreaterThan(10);
  for (const secret of secrets)
    expect(app.logs.filter((line) => line.includes(secret))).toEqual([]);
});
