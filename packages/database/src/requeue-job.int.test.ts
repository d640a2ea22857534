import { describe, expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { cancelJob } from "./cancel-jobs.js";
import { failExhaustedJob, finishAttempt, releaseAttempt, startAttempt } from "./job-attempts.js";
import { newId } from "./new-id.js";
import { listEvents } from "./project-log.js";
import { requeueJob } from "./requeue-job.js";
import { removeCollaborator, updateCollaborator } from "./write-collaborators.js";
import { deleteProject } from "./write-project.js";

const database = await openTestDatabase();
const ERROR = { code: "SANDBOX_ERROR", message: "no worker" } as const;
const ONLY_FAILED = { takesCancelled: false };

async function createJob() {
  const team = await createTeam(database);
  const { id: jobId } = await submitTestJob(database, team.collaborator, team.projectId);
  return { ...team, jobId };
}

/** A job that a worker has tried and given up. */
async function createFailedJob() {
  const created = await createJob();
  const { value } = await startAttempt(database, created.jobId);
  if (value === null) throw new Error("there was nothing to start");
  await failExhaustedJob(database, created.jobId, ERROR);
  return { ...created, attempt: value.attempt };
}

const requeue = (jobId: string, options = ONLY_FAILED) => requeueJob(database, jobId, options);
const readJob = (id: string) => database.prisma.job.findUniqueOrThrow({ where: { id } });

describe("a failed job that is requeued", () => {
  test("waits as if it were new, and keeps its program and the count of its attempts", async () => {
    const { jobId } = await createFailedJob();
    const before = await readJob(jobId);
    const { value } = await requeue(jobId);
    expect(value).toEqual({ jobId, requestId: before.requestId, unfinishedBefore: 0 });
    expect(await readJob(jobId)).toEqual({
      ...before,
      status: "PENDING",
      attemptBase: 2,
      startedAt: null,
      completedAt: null,
      error: null,
      result: null,
    });
  });

  test("is told of in the project's log, by the entry that was committed with it", async () => {
    const { jobId, projectId } = await createFailedJob();
    const { events } = await requeue(jobId);
    const log = await listEvents(database, { projectId, after: 0, limit: 100 });
    expect(events).toEqual(log.slice(-1));
    expect(events).toMatchObject([
      { type: "job.updated", actorId: null, payload: { jobId, status: "PENDING", error: null } },
    ]);
  });

  test("is taken with the next attempt, which alone can finish it", async () => {
    const { jobId, attempt: old } = await createFailedJob();
    await requeue(jobId);
    const done = { status: "COMPLETED", result: null, error: null } as const;
    expect((await finishAttempt(database, old, done)).value).toBe(false);
    expect((await releaseAttempt(database, old)).value).toBe(false);
    const { value } = await startAttempt(database, jobId);
    expect(value?.attempt.number).toBe(3);
    expect((await finishAttempt(database, old, done)).value).toBe(false);
    expect((await finishAttempt(database, { jobId, number: 3 }, done)).value).toBe(true);
    expect(await readJob(jobId)).toMatchObject({ status: "COMPLETED", attempt: 3 });
  });

  test("counts the jobs that its project has waiting, for its place in the queue", async () => {
    const { jobId, projectId, collaborator } = await createFailedJob();
    await submitTestJob(database, collaborator, projectId);
    expect((await requeue(jobId)).value).toMatchObject({ unfinishedBefore: 1 });
  });

  test("is requeued once, however many ask at once", async () => {
    const { jobId, projectId } = await createFailedJob();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => requeue(jobId)));
    const values = outcomes.map(({ value }) => value);
    expect(values.filter((value) => value === "NOT_FAILED")).toHaveLength(7);
    const log = await listEvents(database, { projectId, after: 0, limit: 100 });
    const statuses = log.flatMap((event) =>
      event.type === "job.updated" ? [event.payload.status] : [],
    );
    expect(statuses).toEqual(["PENDING", "PROCESSING", "FAILED", "PENDING"]);
  });
});

describe("what is left alone and tells nobody:", () => {
  test("a job that waits, runs or is done", async () => {
    const { jobId } = await createJob();
    expect(await requeue(jobId)).toEqual({ value: "NOT_FAILED", events: [] });
    await startAttempt(database, jobId);
    expect(await requeue(jobId)).toEqual({ value: "NOT_FAILED", events: [] });
    const done = { status: "COMPLETED", result: null, error: null } as const;
    await finishAttempt(database, { jobId, number: 1 }, done);
    expect(await requeue(jobId)).toEqual({ value: "NOT_FAILED", events: [] });
  });

  test("a cancelled job, unless such are asked for", async () => {
    const { jobId, collaborator } = await createJob();
    await startAttempt(database, jobId);
    await cancelJob(database, collaborator, jobId);
    expect(await requeue(jobId)).toEqual({ value: "CANCELLED", events: [] });
    expect((await requeue(jobId, { takesCancelled: true })).value).toMatchObject({ jobId });
    // The worker that ran it has not heard of it yet.
    const done = { status: "COMPLETED", result: null, error: null } as const;
    expect((await finishAttempt(database, { jobId, number: 1 }, done)).value).toBe(false);
  });

  test.each(["removed", "made a viewer"])("a job of someone who has been %s", async (what) => {
    const { jobId, owner, projectId, collaborator } = await createFailedJob();
    const member = { projectId, userId: collaborator.userId };
    if (what === "removed") await removeCollaborator(database, owner, member);
    else await updateCollaborator(database, owner, { ...member, role: "VIEWER" });
    expect(await requeue(jobId, { takesCancelled: true })).toEqual({
      value: "NOT_ALLOWED",
      events: [],
    });
    expect(await readJob(jobId)).toMatchObject({ status: "FAILED" });
  });

  test("a job that is not there, or went with its project", async () => {
    expect(await requeue(newId())).toEqual({ value: "NOT_FOUND", events: [] });
    const { jobId, owner, projectId } = await createFailedJob();
    await deleteProject(database, owner, projectId);
    expect(await requeue(jobId)).toEqual({ value: "NOT_FOUND", events: [] });
  });
});
