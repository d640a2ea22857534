import type { JobResult } from "@workspace/common/contracts/jobs";
import { finishAttempt, startAttempt } from "@workspace/database/job-attempts";
import type { StoredResult } from "@workspace/database/job-result";
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

const LIMIT = 3;
const app = await openTestApp({ jobsPerProjectLimit: LIMIT });

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
const RESULT: JobResult = {
  output: "Hello\n",
  stdout: "Hello\n",
  stderr: "",
  exitCode: 0,
  signal: null,
  executionTime: 120,
  cpuTime: 30,
  memoryPeak: 1024,
  truncated: false,
  isolation: "none",
  limits: { timeoutMs: 1000 },
};
const { output: _output, stdout: _stdout, stderr: _stderr, ...FIGURES } = RESULT;
const STORED: StoredResult = { ...FIGURES, pieces: [["stdout", "Hello\n"]] };

async function createOwnProject() {
  const owner = await createAccount(app);
  return { owner, token: owner.token, projectId: await createProject(app, owner) };
}

/** Does to a job's row what a worker does. */
async function finish(jobId: string): Promise<void> {
  const { value } = await startAttempt(app.database, jobId);
  if (value === null) throw new Error("there was nothing to start");
  const outcome = { status: "COMPLETED", result: STORED, error: null } as const;
  await finishAttempt(app.database, value.attempt, outcome);
}

describe("POST /jobs/submit", () => {
  test("answers 201 with the documented body, and the job waits in row and queue", async () => {
    const { token, projectId } = await createOwnProject();
    const body = jobInput(projectId);
    const answer = await callApi(app, "POST /jobs/submit", { token, body }).expect(201);
    expect(answer.body).toEqual({
      jobId: expect.any(String),
      status: "PENDING",
      createdAt: isoTime,
    });
    const { jobId } = answer.body as { jobId: string };
    const queued = await app.jobQueue.getJob(jobId);
    expect(queued?.data).toEqual({ jobId, requestId: answer.headers["x-request-id"] });
    expect(queued?.opts).toMatchObject({ attempts: 3, priority: 1 });
  });

  test("puts a project's later jobs behind another project's first", async () => {
    const [busy, other] = [await createOwnProject(), await createOwnProject()];
    const priorities: (number | undefined)[] = [];
    for (const { owner, projectId } of [busy, busy, busy, other]) {
      const job = await app.jobQueue.getJob(await createJob(app, owner, projectId));
      priorities.push(job?.opts.priority);
    }
    expect(priorities).toEqual([1, 2, 3, 1]);
  });

  test("refuses a project's job too many, until one has finished", async () => {
    const { owner, token, projectId } = await createOwnProject();
    const ids: string[] = [];
    for (let n = 0; n < LIMIT; n += 1) ids.push(await createJob(app, owner, projectId));
    const body = jobInput(projectId);
    const answer = await callApi(app, "POST /jobs/submit", { token, body });
    expectRefusal(answer, 429, "QUEUE_FULL");
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    await finish(ids[0] ?? "");
    await createJob(app, owner, projectId);
  });
});

describe("GET /jobs/:jobId", () => {
  test("answers 200 with the documented body of a finished job", async () => {
    const { owner, token, projectId } = await createOwnProject();
    const id = await createJob(app, owner, projectId);
    await finish(id);
    const answer = await callApi(app, `GET /jobs/${id}`, { token }).expect(200);
    expect(answer.body).toEqual({
      id,
      projectId,
      type: "CODE_EXECUTION",
      status: "COMPLETED",
      result: RESULT,
      createdAt: isoTime,
      completedAt: isoTime,
      startedAt: isoTime,
      submittedBy: owner.id,
      payload: jobInput(projectId).payload,
      error: null,
      attempts: 1,
    });
  });

  test("answers null for what a waiting job does not have yet", async () => {
    const { owner, token, projectId } = await createOwnProject();
    const id = await createJob(app, owner, projectId);
    const answer = await callApi(app, `GET /jobs/${id}`, { token }).expect(200);
    expect(answer.body).toMatchObject({
      status: "PENDING",
      result: null,
      error: null,
      startedAt: null,
      completedAt: null,
      attempts: 0,
    });
  });
});

describe("POST /jobs/:jobId/cancel", () => {
  test("answers 200 with the failed job, once", async () => {
    const { owner, token, projectId } = await createOwnProject();
    const id = await createJob(app, owner, projectId);
    const answer = await callApi(app, `POST /jobs/${id}/cancel`, { token }).expect(200);
    const error = { code: "CANCELLED", message: "The job was cancelled" };
    expect(answer.body).toMatchObject({ id, status: "FAILED", error, completedAt: isoTime });
    expectRefusal(await callApi(app, `POST /jobs/${id}/cancel`, { token }), 409, "JOB_FINISHED");
  });

  test("is refused for a job that has finished, which keeps its result", async () => {
    const { owner, token, projectId } = await createOwnProject();
    const id = await createJob(app, owner, projectId);
    await finish(id);
    expectRefusal(await callApi(app, `POST /jobs/${id}/cancel`, { token }), 409, "JOB_FINISHED");
    const answer = await callApi(app, `GET /jobs/${id}`, { token });
    expect(answer.body).toMatchObject({ status: "COMPLETED", result: RESULT });
  });
});

test("GET /projects/:projectId/jobs lists a project's jobs newest first, without program and output", async () => {
  const { owner, token, projectId } = await createOwnProject();
  const elsewhere = await createProject(app, owner);
  await createJob(app, owner, elsewhere);
  const ids: string[] = [];
  for (let n = 0; n < LIMIT; n += 1) ids.unshift(await createJob(app, owner, projectId));
  await finish(ids[0] ?? "");

  const first = await callApi(app, `GET /projects/${projectId}/jobs?limit=2`, { token });
  expect((first.body as object[])[0]).toEqual({
    id: ids[0],
    projectId,
    type: "CODE_EXECUTION",
    status: "COMPLETED",
    submittedBy: owner.id,
    error: null,
    attempts: 1,
    createdAt: isoTime,
    startedAt: isoTime,
    completedAt: isoTime,
  });
  const next = /^<([^>]+)>; rel="next"$/.exec(first.headers["link"] ?? "")?.[1];
  const second = await callApi(app, `GET ${next}`, { token }).expect(200);
  expect([...(first.body as { id: string }[]), ...(second.body as { id: string }[])]).toMatchObject(
    ids.map((id) => ({ id })),
  );
  expect(second.headers).not.toHaveProperty("link");
});
