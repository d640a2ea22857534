import { createConnection } from "node:net";
import { newId } from "@workspace/database/new-id";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, onTestFinished, test } from "vitest";
import { callApi, createAccount, createProject, expectRefusal, jobInput } from "../../tests/api.js";
import { openTestApp, type TestApp } from "../../tests/open-test-app.js";

const token = "a-token-for-operators";
const app = await openTestApp({ metricsToken: token });
const authorization = `Bearer ${token}`;

const scrape = async ({ url }: TestApp): Promise<string> =>
  (await fetch(`${url}/metrics`, { headers: { authorization, connection: "close" } })).text();

/** The value of one line, 0 where it is not there. */
async function read(line: string, of = app): Promise<number> {
  const found = (await scrape(of)).split("\n").find((each) => each.startsWith(`${line} `));
  return Number(found?.slice(line.length) ?? 0);
}

const counted = (method: string, route: string, status: number | string): string =>
  `workspace_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;

/** An instance of its own, for counts that nobody else changes. */
const openOwn = (options: Parameters<typeof openTestApp>[0] = {}) =>
  openTestApp({ ...options, beside: app, metricsToken: token, endWith: onTestFinished });

describe("/metrics", () => {
  test("needs the token, which the users' tokens are not", async () => {
    const { token: userToken } = await createAccount(app);
    for (const headers of [{}, { authorization: `Bearer ${userToken}` }]) {
      const answer = await fetch(`${app.url}/metrics`, { headers });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({
        success: false,
        error: { code: "UNAUTHENTICATED" },
      });
    }
    const answer = await callApi(app, "GET /projects", { token });
    expectRefusal(answer, 401, "UNAUTHENTICATED");
  });

  test("is in no log", async () => {
    await scrape(app);
    expect(app.logs.filter((line) => line.includes("/metrics"))).toEqual([]);
  });

  test("is not there where no token was set", async () => {
    const own = await openTestApp({ beside: app, endWith: onTestFinished });
    expect((await fetch(`${own.url}/metrics`, { headers: { authorization } })).status).toBe(404);
  });
});

describe("a request is measured", () => {
  test("by the pattern of its route, however it ends", async () => {
    const own = await openOwn();
    const owner = await createAccount(own);
    const projectId = await createProject(own, owner);
    const path = `/projects/${projectId}`;
    await callApi(own, `GET ${path}?x=1`, { token: owner.token }).expect(200);
    await callApi(own, `GET ${path}/`, { token: owner.token }).expect(200);
    await callApi(own, `GET ${path}`).expect(401);
    await callApi(own, `GET /projects/${newId()}`, { token: owner.token }).expect(404);
    await callApi(own, `GET /projects/nonsense`, { token: owner.token }).expect(400);
    await callApi(own, `GET ${path}/jobs`, { token: owner.token }).expect(200);
    const route = "/api/v1/projects/:id";
    const last = counted("GET", "/api/v1/projects/:projectId/jobs", 200);
    await eventually(async () => (await read(last, own)) === 1);
    const text = await scrape(own);
    for (const [status, count] of Object.entries({ 200: 2, 401: 1, 404: 1, 400: 1 }))
      expect(text).toContain(`${counted("GET", route, status)} ${count}\n`);
    expect(text).toContain('workspace_http_errors_total{code="UNAUTHENTICATED"} 1\n');
    expect(text).toContain("workspace_http_requests_in_flight 0\n");
    for (const id of [projectId, owner.id, "nonsense"]) expect(text).not.toContain(id);
  });

  test.each(["/", "/no/such/route", "/api/v1", "/api/v1/projects/x/y/z", "/%E0%A4%A"])(
    "as another one where there is no route: %s",
    async (path) => {
      const own = await openOwn();
      const answer = await fetch(`${own.url}${path}`);
      const counter = counted("GET", "other", answer.status);
      await eventually(async () => (await read(counter, own)) === 1);
      expect(await scrape(own)).not.toContain('route="/no');
    },
  );

  test("as of another method where it is one that nobody uses", async () => {
    const own = await openOwn();
    for (const method of ["PROPFIND", "PURGE", "REPORT"])
      await fetch(`${own.url}/api/v1/auth/login`, { method });
    await eventually(
      async () => (await read(counted("other", "/api/v1/auth/login", 401), own)) === 3,
    );
    expect(await scrape(own)).not.toContain("PURGE");
  });

  test("as aborted when its client leaves before the answer, and is then no longer in flight", async () => {
    const own = await openOwn();
    const { port } = new URL(own.url);
    const socket = createConnection(Number(port), "127.0.0.1");
    socket.write(
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    );
    await eventually(async () => (await read("workspace_http_requests_in_flight", own)) === 1);
    socket.destroy();
    await eventually(async () => {
      expect(await read(counted("POST", "/api/v1/auth/login", "aborted"), own)).toBe(1);
      return (await read("workspace_http_requests_in_flight", own)) === 0;
    });
  });
});

test("what clients run into is counted, and what is answered again", async () => {
  const own = await openOwn({ jobsPerProjectLimit: 1 });
  const owner = await createAccount(own);
  const projectId = await createProject(own, owner);
  const body = jobInput(projectId);
  const headers = { "Idempotency-Key": "once" };
  for (let time = 0; time < 2; time += 1)
    await callApi(own, "POST /jobs/submit", { token: owner.token, body, headers }).expect(201);
  await callApi(own, "POST /jobs/submit", { token: owner.token, body }).expect(429);
  const hits = 'workspace_limit_hits_total{limit="projectJobs"}';
  await eventually(async () => (await read(hits, own)) === 1);
  expect(await read("workspace_http_idempotent_replays_total", own)).toBe(1);
  expect(await read('workspace_http_errors_total{code="QUEUE_FULL"}', own)).toBe(1);
});

test("tries at passwords that are too many are counted by what limits them", async () => {
  const own = await openOwn({ authRateLimitPerMinute: 1, trustProxyHops: 1 });
  const email = `${newId()}@example.com`;
  const logIn = (address: string) =>
    callApi(own, "POST /auth/login", {
      body: { email, password: "wrong password" },
      headers: { "X-Forwarded-For": address },
    });
  await logIn("192.0.2.1").expect(401);
  await logIn("192.0.2.2").expect(429);
  await logIn("192.0.2.1").expect(429);
  for (const limit of ["authAccount", "authNetwork"])
    expect(await read(`workspace_limit_hits_total{limit="${limit}"}`, own)).toBe(1);
});
