import { startAttempt } from "@workspace/database/job-attempts";
import { eventually } from "@workspace/local-stack/eventually";
import { beforeAll, expect, test } from "vitest";
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
import { openTestApp } from "../tests/open-test-app.js";

/** Longest that a caller may have to wait because Redis does not answer. */
const PATIENCE_MS = 2000;

const app = await openTestApp({ authRateLimitPerMinute: 1000 });
let owner: Account;
let projectId: string;
let jobId: string;
let runningId: string;
let endedId: string;

beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
  jobId = await createJob(app, owner, projectId);
  runningId = await createJob(app, owner, projectId);
  await startAttempt(app.database, runningId);
  endedId = await createJob(app, owner, projectId);
  await callApi(app, `POST /jobs/${endedId}/cancel`, { token: owner.token }).expect(200);
  await app.redisServer.kill();
  await eventually(() => app.redis.status !== "ready");
});

test("a job is taken within two seconds, and its row waits for the queue", async () => {
  const since = performance.now();
  const answer = await callApi(app, "POST /jobs/submit", {
    token: owner.token,
    body: jobInput(projectId),
  }).expect(201);
  expect(performance.now() - since).toBeLessThan(PATIENCE_MS);
  const { jobId: id } = answer.body as { jobId: string };
  const job = await app.database.prisma.job.findUnique({ where: { id } });
  expect(job).toMatchObject({ status: "PENDING", projectId });
  expect(app.logs.join("")).toContain("job left to the reconciler");
});

test("whatever is written is written, and its events wait for the relay", async () => {
  const { token } = owner;
  const member = await createAccount(app);
  const own = await createProject(app, owner);
  await addMember(app, owner, own, { email: member.email, role: "COLLABORATOR" });
  const collaborator = `/projects/${own}/collaborators/${member.id}`;
  const calls: [route: string, status: number, body?: object][] = [
    [`PUT /projects/${own}`, 200, { name: "New" }],
    [`PUT ${collaborator}`, 200, { role: "VIEWER" }],
    [`DELETE ${collaborator}`, 204],
    [`POST /jobs/${jobId}/cancel`, 200],
    [`GET /projects/${own}`, 200],
    ["GET /projects", 200],
    [`DELETE /projects/${own}`, 204],
  ];
  for (const [route, status, body] of calls)
    expect([route, (await callApi(app, route, { token, body })).status]).toEqual([route, status]);
  const waiting = await app.database.prisma.projectEvent.findMany({
    where: { projectId: own, publishedAt: null },
    orderBy: { seq: "asc" },
  });
  expect(waiting.map(({ type }) => type)).toEqual([
    "project.created",
    "member.added",
    "project.updated",
    "member.updated",
    "member.removed",
    "project.deleted",
  ]);
});

test("the output of a job can be read unless it is running", async () => {
  const { token } = owner;
  const read = (id: string) => callApi(app, `GET /jobs/${id}/output`, { token });
  const refused = await read(runningId);
  expectRefusal(refused, 503, "UNAVAILABLE");
  expect(refused.headers["retry-after"]).toBe("1");
  expect((await read(endedId).expect(200)).body).toMatchObject({ isComplete: true });
});

test("a session that ends is refused all the same", async () => {
  const { token } = await logIn(app, owner);
  await callApi(app, "POST /auth/logout", { token }).expect(200);
  expectRefusal(await callApi(app, "GET /auth/me", { token }), 401, "SESSION_REVOKED");
});

test("the service says that it is degraded and wants no traffic", async () => {
  await eventually(async () =>
    expect((await callApi(app, "GET /health").expect(200)).body).toMatchObject({
      status: "degraded",
      database: "up",
      redis: "down",
    }),
  );
  await callApi(app, "GET /health/ready").expect(503);
});
