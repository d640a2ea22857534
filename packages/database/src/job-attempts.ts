import type { JobError, JobResult } from "@workspace/common/contracts/jobs";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { Database, Transaction } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import { jobUpdatedChange } from "./job-log.js";
import { appendEvent, type Committed } from "./project-log.js";

/**
 * A worker's hold on a job. Taking the job again, as after a stall, gives a higher number, and from then
 * on the earlier attempt can record nothing.
 */
export interface Attempt {
  jobId: string;
  number: number;
}

/**
 * Takes a job that is not finished yet: PROCESSING, with the next attempt number.
 *
 * @returns null when there is nothing left to do: finished, cancelled or gone with its project
 */
export async function startAttempt(
  database: Database,
  jobId: string,
): Promise<Committed<{ job: Job; attempt: Attempt } | null>> {
  return withLockedJob(database, jobId, async (tx, job) => {
    if (job === null || (job.status !== "PENDING" && job.status !== "PROCESSING"))
      return { value: null, events: [] };
    const taken = await tx.job.update({
      where: { id: jobId },
      data: {
        status: "PROCESSING",
        attempt: { increment: 1 },
        startedAt: job.startedAt ?? new Date(),
      },
    });
    const events = job.status === "PENDING" ? [await logStatus(tx, taken)] : [];
    return { value: { job: taken, attempt: { jobId, number: taken.attempt } }, events };
  });
}

/** How an attempt ended for good. */
export interface Outcome {
  status: "COMPLETED" | "FAILED";
  result: JobResult | null;
  error: JobError | null;
}

/**
 * Records an attempt's outcome, once. A job that was cancelled meanwhile keeps its status and only gains
 * the output so far.
 *
 * @returns whether this attempt's outcome became the job's
 */
export async function finishAttempt(
  database: Database,
  attempt: Attempt,
  outcome: Outcome,
): Promise<Committed<boolean>> {
  return withLockedJob(database, attempt.jobId, async (tx, job) => {
    if (job === null || job.attempt !== attempt.number) return { value: false, events: [] };
    const result = outcome.result === null ? {} : { result: { ...outcome.result } };
    if (job.status === "PROCESSING") {
      const finished = await tx.job.update({
        where: { id: job.id },
        data: {
          status: outcome.status,
          ...result,
          ...(outcome.error === null ? {} : { error: { ...outcome.error } }),
          completedAt: new Date(),
        },
      });
      return { value: true, events: [await logStatus(tx, finished)] };
    }
    if (job.status === "FAILED" && job.result === null)
      await tx.job.update({ where: { id: job.id }, data: result });
    return { value: false, events: [] };
  });
}

/** Gives a job back after a fault that was not the program's: PENDING until its next attempt. */
export async function releaseAttempt(
  database: Database,
  attempt: Attempt,
): Promise<Committed<boolean>> {
  return withLockedJob(database, attempt.jobId, async (tx, job) => {
    if (job?.status !== "PROCESSING" || job.attempt !== attempt.number)
      return { value: false, events: [] };
    const released = await tx.job.update({ where: { id: job.id }, data: { status: "PENDING" } });
    return { value: true, events: [await logStatus(tx, released)] };
  });
}

/** Fails a job whose attempts are exhausted, whoever holds it. */
export async function failExhaustedJob(
  database: Database,
  jobId: string,
  error: JobError,
): Promise<Committed<boolean>> {
  return withLockedJob(database, jobId, async (tx, job) => {
    if (job === null || (job.status !== "PENDING" && job.status !== "PROCESSING"))
      return { value: false, events: [] };
    const failed = await tx.job.update({
      where: { id: jobId },
      // One more than any attempt that may still be running somewhere, so that it can record nothing.
      data: {
        status: "FAILED",
        error: { ...error },
        attempt: { increment: 1 },
        completedAt: new Date(),
      },
    });
    return { value: true, events: [await logStatus(tx, failed)] };
  });
}

/** Which of these jobs must not go on: cancelled, taken over by a later attempt, or gone. */
export async function findEndedAttempts(
  database: Database,
  attempts: readonly Attempt[],
): Promise<Attempt[]> {
  if (attempts.length === 0) return [];
  const rows = await database.prisma.job.findMany({
    where: { id: { in: attempts.map((attempt) => attempt.jobId) }, status: "PROCESSING" },
    select: { id: true, attempt: true },
  });
  const running = new Map(rows.map((row) => [row.id, row.attempt]));
  return attempts.filter((attempt) => running.get(attempt.jobId) !== attempt.number);
}

/** What the reconciler needs to know of an unfinished job. */
export type UnfinishedJob = Pick<Job, "id" | "projectId" | "requestId" | "status" | "attempt">;

/**
 * Unfinished jobs that are older than `olderThanMs`, oldest first, after the job `afterId`: the
 * reconciler's candidates.
 */
export async function listUnfinishedJobs(
  database: Database,
  { olderThanMs, limit, afterId }: { olderThanMs: number; limit: number; afterId?: string },
): Promise<UnfinishedJob[]> {
  return database.prisma.job.findMany({
    where: {
      status: { in: ["PENDING", "PROCESSING"] },
      createdAt: { lt: new Date(Date.now() - olderThanMs) },
      ...(afterId === undefined ? {} : { id: { gt: afterId } }),
    },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, projectId: true, requestId: true, status: true, attempt: true },
  });
}

const logStatus = (tx: Transaction, job: Job): Promise<DomainEvent> =>
  appendEvent(tx, job.projectId, { userId: null, requestId: job.requestId }, jobUpdatedChange(job));

/** Runs a change of a job under its project's lock, which is always taken before the job's. */
async function withLockedJob<Value>(
  database: Database,
  jobId: string,
  change: (tx: Transaction, job: Job | null) => Promise<Committed<Value>>,
): Promise<Committed<Value>> {
  return database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`
      SELECT 1 FROM "Project" p
      WHERE p.id = (SELECT "projectId" FROM "Job" WHERE id = ${jobId}::uuid)
      FOR UPDATE`;
    return change(tx, await tx.job.findUnique({ where: { id: jobId } }));
  });
}
