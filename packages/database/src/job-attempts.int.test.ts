import { describe, expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { cancelJob } from "./cancel-jobs.js";
import {
  type Attempt,
  failExhaustedJob,
  findEndedAttempts,
  finishAttempt,
  listUnfinishedJobs,
  type Outcome,
  releaseAttempt,
  startAttempt,
} from "./job-attempts.js";
import type { StoredResult } from "./job-result.js";
import { newId } from "./new-id.js";
import { listEvents } from "./project-log.js";
import { deleteProject } from "./write-project.js";

const database = await openTestDatabase();

const result = (output: string): StoredResult => ({
  pieces: [["stdout", output]],
  exitCode: 0,
  signal: null,
  executionTime: 12.5,
  cpuTime: 10,
  memoryPeak: 1024,
  truncated: false,
  isolation: "test",
  limits: { timeoutMs: 1000 },
});
const completed = (output: string): Outcome => ({
  status: "COMPLETED",
  result: result(output),
  error: null,
});
const sandboxError = { code: "SANDBOX_ERROR", message: "no worker" } as const;

async function createJob() {
  const team = await createTeam(database);
  const { id } = await submitTestJob(database, team.collaborator, team.projectId);
  return { ...team, jobId: id };
}

async function start(jobId: string): Promise<Attempt> {
  const { value } = await startAttempt(database, jobId);
  if (value === null) throw new Error("there was nothing to start");
  return value.attempt;
}

const readJob = (id: string) => database.prisma.job.findUniqueOrThrow({ where: { id } });

/** The statuses that a project's log tells of, in order. */
async function readStatuses(projectId: string): Promise<string[]> {
  const log = await listEvents(database, { projectId, after: 0, limit: 100 });
  return log.flatMap((event) => (event.type === "job.updated" ? [event.payload.status] : []));
}

describe("an attempt", () => {
  test("takes the job and records its outcome", async () => {
    const { projectId, jobId, collaborator } = await createJob();
    const started = await startAttempt(database, jobId);
    expect(started.value).toMatchObject({
      job: { id: jobId, status: "PROCESSING" },
      attempt: { jobId, number: 1 },
    });
    const attempt = { jobId, number: 1 };
    const { value, events } = await finishAttempt(database, attempt, completed("hello"));
    expect(value).toBe(true);
    expect(events).toMatchObject([
      {
        type: "job.updated",
        actorId: null,
        requestId: collaborator.requestId,
        payload: { status: "COMPLETED", executionTime: 12.5, error: null },
      },
    ]);
    const job = await readJob(jobId);
    expect(job).toMatchObject({ status: "COMPLETED", result: result("hello"), error: null });
    expect(job.completedAt?.getTime()).toBeGreaterThanOrEqual(job.startedAt?.getTime() ?? Infinity);
    expect(await readStatuses(projectId)).toEqual(["PENDING", "PROCESSING", "COMPLETED"]);
  });

  test("that failed keeps the output so far with the error", async () => {
    const { jobId } = await createJob();
    const error = { code: "TIME_LIMIT", message: "took too long" } as const;
    const outcome = { status: "FAILED", result: result("part"), error } as const;
    expect((await finishAttempt(database, await start(jobId), outcome)).value).toBe(true);
    expect(await readJob(jobId)).toMatchObject({ status: "FAILED", result: result("part"), error });
  });

  test("that a later one took over from can record nothing", async () => {
    const { projectId, jobId } = await createJob();
    const first = await start(jobId);
    const second = await start(jobId);
    expect(second.number).toBe(2);
    expect(await finishAttempt(database, first, completed("first"))).toEqual({
      value: false,
      events: [],
    });
    expect((await releaseAttempt(database, first)).value).toBe(false);
    expect(await readJob(jobId)).toMatchObject({ status: "PROCESSING", result: null, attempt: 2 });
    expect((await finishAttempt(database, second, completed("second"))).value).toBe(true);
    expect(await readJob(jobId)).toMatchObject({ result: result("second") });
    expect(await readStatuses(projectId)).toEqual(["PENDING", "PROCESSING", "COMPLETED"]);
  });

  test("keeps the time of the first start", async () => {
    const { jobId } = await createJob();
    await start(jobId);
    const { startedAt } = await readJob(jobId);
    await start(jobId);
    expect((await readJob(jobId)).startedAt).toEqual(startedAt);
  });

  test("reports twice and is recorded once", async () => {
    const { projectId, jobId } = await createJob();
    const attempt = await start(jobId);
    const reports = await Promise.all([
      finishAttempt(database, attempt, completed("once")),
      finishAttempt(database, attempt, completed("once")),
    ]);
    expect(reports.map(({ value }) => value).sort()).toEqual([false, true]);
    expect(await readStatuses(projectId)).toHaveLength(3);
  });

  test("is started once by many at once in the log, and each gets its own number", async () => {
    const { projectId, jobId } = await createJob();
    const attempts = await Promise.all(Array.from({ length: 5 }, () => start(jobId)));
    expect(attempts.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(await readStatuses(projectId)).toEqual(["PENDING", "PROCESSING"]);
  });
});

describe("a job that was cancelled", () => {
  test("keeps its status and gains the output so far", async () => {
    const { jobId, owner, projectId } = await createJob();
    const attempt = await start(jobId);
    await cancelJob(database, owner, jobId);
    expect(await finishAttempt(database, attempt, completed("part"))).toEqual({
      value: false,
      events: [],
    });
    expect(await readJob(jobId)).toMatchObject({
      status: "FAILED",
      error: { code: "CANCELLED" },
      result: result("part"),
    });
    await finishAttempt(database, attempt, completed("later"));
    expect(await readJob(jobId)).toMatchObject({ result: result("part") });
    expect(await readStatuses(projectId)).toEqual(["PENDING", "PROCESSING", "FAILED"]);
  });

  test("is not started, given back or failed again", async () => {
    const { jobId, owner } = await createJob();
    const attempt = await start(jobId);
    await cancelJob(database, owner, jobId);
    expect(await startAttempt(database, jobId)).toEqual({ value: null, events: [] });
    expect((await releaseAttempt(database, attempt)).value).toBe(false);
    expect((await failExhaustedJob(database, jobId, sandboxError)).value).toBe(false);
    expect(await readJob(jobId)).toMatchObject({ error: { code: "CANCELLED" } });
  });
});

test("a job that was given back waits again and can be taken again", async () => {
  const { projectId, jobId } = await createJob();
  const first = await start(jobId);
  expect((await releaseAttempt(database, first)).value).toBe(true);
  expect(await readJob(jobId)).toMatchObject({ status: "PENDING", attempt: 1 });
  expect((await finishAttempt(database, first, completed("late"))).value).toBe(false);
  expect((await releaseAttempt(database, first)).value).toBe(false);
  expect(await start(jobId)).toEqual({ jobId, number: 2 });
  expect(await readStatuses(projectId)).toEqual(["PENDING", "PROCESSING", "PENDING", "PROCESSING"]);
});

test.each([0, 1])(
  "a job whose tries are exhausted fails for good after %i starts",
  async (starts) => {
    const { jobId } = await createJob();
    for (let n = 0; n < starts; n += 1) await start(jobId);
    const { value, events } = await failExhaustedJob(database, jobId, sandboxError);
    expect(value).toBe(true);
    expect(events).toMatchObject([{ payload: { status: "FAILED", error: sandboxError } }]);
    expect((await failExhaustedJob(database, jobId, sandboxError)).value).toBe(false);
    const late = await finishAttempt(database, { jobId, number: starts }, completed("late"));
    expect(late.value).toBe(false);
    expect(await readJob(jobId)).toMatchObject({ error: sandboxError, result: null });
  },
);

test("a job that went with its project can neither start nor finish", async () => {
  const { projectId, jobId, owner } = await createJob();
  const attempt = await start(jobId);
  await deleteProject(database, owner, projectId);
  expect(await startAttempt(database, jobId)).toEqual({ value: null, events: [] });
  expect((await finishAttempt(database, attempt, completed("late"))).value).toBe(false);
  expect((await releaseAttempt(database, attempt)).value).toBe(false);
  expect((await failExhaustedJob(database, jobId, sandboxError)).value).toBe(false);
});

test("a worker is told which of its attempts must end: cancelled, taken over or gone", async () => {
  const [running, cancelled, takenOver] = [await createJob(), await createJob(), await createJob()];
  const attempts = await Promise.all(
    [running, cancelled, takenOver].map(({ jobId }) => start(jobId)),
  );
  const gone = { jobId: newId(), number: 1 };
  await cancelJob(database, cancelled.owner, cancelled.jobId);
  await start(takenOver.jobId);
  const ended = await findEndedAttempts(database, [...attempts, gone]);
  expect(ended.map(({ jobId }) => jobId)).toEqual([cancelled.jobId, takenOver.jobId, gone.jobId]);
  expect(await findEndedAttempts(database, [])).toEqual([]);
});

test("unfinished jobs are listed oldest first, page by page, once they are old enough", async () => {
  const [first, second, cancelled] = [await createJob(), await createJob(), await createJob()];
  const ids = [first, second, cancelled].map(({ jobId }) => jobId);
  const list = async (afterId?: string) =>
    (
      await listUnfinishedJobs(database, {
        olderThanMs: 60_000,
        limit: 1000,
        ...(afterId === undefined ? {} : { afterId }),
      })
    )
      .map(({ id }) => id)
      .filter((id) => ids.includes(id));
  await start(second.jobId);
  await cancelJob(database, cancelled.owner, cancelled.jobId);
  expect(await list()).toEqual([]);
  await database.prisma.job.updateMany({
    where: { id: { in: ids } },
    data: { createdAt: new Date(Date.now() - 120_000) },
  });
  expect(await list()).toEqual([first.jobId, second.jobId]);
  expect(await list(first.jobId)).toEqual([second.jobId]);
});
