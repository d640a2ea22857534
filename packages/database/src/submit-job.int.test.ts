import type { CodeExecutionPayload } from "@workspace/common/contracts/jobs";
import { describe, expect, test } from "vitest";
import { createTeam, type Team } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { cancelJob } from "./cancel-jobs.js";
import { finishAttempt, startAttempt } from "./job-attempts.js";
import { newId } from "./new-id.js";
import { listEvents } from "./project-log.js";
import { listJobs, readJob } from "./read-jobs.js";
import { submitJob } from "./submit-job.js";

const database = await openTestDatabase();

const payload: CodeExecutionPayload = {
  code: "print(1)",
  language: "python",
  stdin: "in",
  args: ["a"],
};
const submit = ({ projectId }: Pick<Team, "projectId">, user: Team["owner"], maxUnfinished = 10) =>
  submitJob(database, user, { projectId, type: "CODE_EXECUTION", payload }, maxUnfinished);

describe("submitting a job", () => {
  test("writes a PENDING row and its log entry", async () => {
    const team = await createTeam(database);
    const { value, events } = await submit(team, team.collaborator);
    const { job, unfinishedBefore } = value;
    expect(unfinishedBefore).toBe(0);
    expect(job).toMatchObject({
      projectId: team.projectId,
      submittedById: team.collaborator.userId,
      requestId: team.collaborator.requestId,
      status: "PENDING",
      attempt: 0,
      payload,
      result: null,
      error: null,
    });
    expect(events).toMatchObject([
      {
        type: "job.updated",
        seq: 4,
        payload: { jobId: job.id, status: "PENDING", error: null, executionTime: null },
      },
    ]);
    expect(await readJob(database, job.id, team.viewer.userId)).toEqual(job);
  });

  test("is refused once the project has as many unfinished jobs as it may", async () => {
    const team = await createTeam(database);
    await submit(team, team.owner, 2);
    expect((await submit(team, team.collaborator, 2)).value.unfinishedBefore).toBe(1);
    await expect(submit(team, team.owner, 2)).rejects.toMatchObject({
      code: "QUEUE_FULL",
      status: 429,
      retryAfterSeconds: 5,
    });
    const [newest] = await listJobs(database, team.projectId, { limit: 1 });
    await cancelJob(database, team.owner, newest?.id ?? "");
    await submit(team, team.owner, 2);
    await expect(submit(await createTeam(database), team.owner, 2)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("many times at once never exceeds the limit", async () => {
    const team = await createTeam(database);
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, () => submit(team, team.owner, 5)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(await database.prisma.job.count({ where: { projectId: team.projectId } })).toBe(5);
  });

  test.each(["viewer", "stranger"] as const)("is forbidden to a %s", async (who) => {
    const team = await createTeam(database);
    await expect(submit(team, team[who])).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listJobs(database, team.projectId, { limit: 10 })).toEqual([]);
  });

  test("to an unknown project finds none", async () => {
    const { owner } = await createTeam(database);
    await expect(submit({ projectId: newId() }, owner)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("cancelling a job", () => {
  test.each(["PENDING", "PROCESSING"] as const)("that is %s makes it FAILED", async (status) => {
    const { projectId, owner, collaborator } = await createTeam(database);
    const job = await submitTestJob(database, owner, projectId);
    if (status === "PROCESSING") await startAttempt(database, job.id);
    const { value, events } = await cancelJob(database, collaborator, job.id);
    const error = { code: "CANCELLED", message: "The job was cancelled" };
    expect(value).toMatchObject({ id: job.id, status: "FAILED", error });
    expect(value.completedAt).toBeInstanceOf(Date);
    expect(events).toMatchObject([
      {
        type: "job.updated",
        actorId: collaborator.userId,
        payload: { jobId: job.id, status: "FAILED", error },
      },
    ]);
  });

  test("that has finished is refused and leaves it as it was", async () => {
    const { projectId, owner } = await createTeam(database);
    const job = await submitTestJob(database, owner, projectId);
    const { value } = await startAttempt(database, job.id);
    const attempt = value?.attempt ?? { jobId: job.id, number: 0 };
    await finishAttempt(database, attempt, { status: "COMPLETED", result: null, error: null });
    await expect(cancelJob(database, owner, job.id)).rejects.toMatchObject({
      code: "JOB_FINISHED",
      status: 409,
    });
    expect(await readJob(database, job.id, owner.userId)).toMatchObject({ status: "COMPLETED" });
  });

  test("twice is refused the second time", async () => {
    const { projectId, owner } = await createTeam(database);
    const job = await submitTestJob(database, owner, projectId);
    const results = await Promise.allSettled(
      Array.from({ length: 3 }, () => cancelJob(database, owner, job.id)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const log = await listEvents(database, { projectId, after: 4, limit: 10 });
    expect(log).toHaveLength(1);
  });

  test.each(["viewer", "stranger"] as const)("is forbidden to a %s", async (who) => {
    const team = await createTeam(database);
    const job = await submitTestJob(database, team.owner, team.projectId);
    await expect(cancelJob(database, team[who], job.id)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("that does not exist finds none", async () => {
    const { owner } = await createTeam(database);
    await expect(cancelJob(database, owner, newId())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("reading jobs", () => {
  test("is for members only", async () => {
    const team = await createTeam(database);
    const job = await submitTestJob(database, team.owner, team.projectId);
    await expect(readJob(database, job.id, team.stranger.userId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(readJob(database, newId(), team.owner.userId)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "Job not found",
    });
  });

  test("gives them newest first, page by page, without program and output", async () => {
    const team = await createTeam(database);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1)
      ids.unshift((await submitTestJob(database, team.owner, team.projectId)).id);
    const first = await listJobs(database, team.projectId, { limit: 2 });
    const cursor = first.at(-1)?.id ?? "";
    const rest = await listJobs(database, team.projectId, { limit: 10, cursor });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
    expect(first[0]).not.toHaveProperty("payload");
    expect(first[0]).not.toHaveProperty("result");
  });
});
