import type { JobError } from "@workspace/common/contracts/jobs";
import type pg from "pg";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import type { StoredResult } from "./job-result.js";
import { type LockedJob, withLockedJob, writeJob } from "./locked-job.js";
import type { Committed } from "./project-log.js";

/**
 * A worker's hold on a job. Taking the job again, as after a stall, gives a higher number, and from then
 * on the earlier attempt can record nothing.
 */
export interface Attempt {
  jobId: string;
  number: number;
}

/** A job that a worker has taken. */
export type TakenJob = Omit<Job, "result">;

/**
 * Takes a job that is not finished yet: PROCESSING, with the next attempt number.
 *
 * @returns null when there is nothing left to do: finished, cancelled or gone with its project
 */
export async function startAttempt(
  database: Database,
  jobId: string,
): Promise<Committed<{ job: TakenJob; attempt: Attempt } | null>> {
  return withLockedJob(database, jobId, async (client, locked) => {
    if (locked === null || !isUnfinished(locked)) return { value: null, events: [] };
    const { hasResult: _, ...job } = locked;
    const taken: TakenJob = {
      ...job,
      status: "PROCESSING",
      attempt: job.attempt + 1,
      startedAt: job.startedAt ?? new Date(),
      payload: await readPayload(client, jobId),
    };
    const value = { job: taken, attempt: { jobId, number: taken.attempt } };
    return writeJob(client, { ...taken, result: null }, value, job.status === "PENDING");
  });
}

/** How an attempt ended for good. */
export interface Outcome {
  status: "COMPLETED" | "FAILED";
  result: StoredResult | null;
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
  return withLockedJob(database, attempt.jobId, async (client, job) => {
    if (job === null || job.attempt !== attempt.number) return { value: false, events: [] };
    if (job.status === "PROCESSING")
      return writeJob(client, { ...job, ...outcome, completedAt: new Date() }, true);
    if (job.status === "FAILED" && !job.hasResult)
      return writeJob(client, { ...job, result: outcome.result }, false, false);
    return { value: false, events: [] };
  });
}

/** Gives a job back after a fault that was not the program's: PENDING until its next attempt. */
export async function releaseAttempt(
  database: Database,
  attempt: Attempt,
): Promise<Committed<boolean>> {
  return withLockedJob(database, attempt.jobId, async (client, job) => {
    if (job?.status !== "PROCESSING" || job.attempt !== attempt.number)
      return { value: false, events: [] };
    return writeJob(client, { ...job, status: "PENDING", result: null }, true);
  });
}

/** Fails a job whose attempts are exhausted, whoever holds it. */
export async function failExhaustedJob(
  database: Database,
  jobId: string,
  error: JobError,
): Promise<Committed<boolean>> {
  return withLockedJob(database, jobId, async (client, job) => {
    if (job === null || !isUnfinished(job)) return { value: false, events: [] };
    // One more than any attempt that may still be running somewhere, so that it can record nothing.
    const attempt = job.attempt + 1;
    const ended = { status: "FAILED", result: null, error, completedAt: new Date() } as const;
    return writeJob(client, { ...job, ...ended, attempt }, true);
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
export type UnfinishedJob = Pick<
  Job,
  "id" | "projectId" | "requestId" | "status" | "attempt" | "attemptBase"
>;

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
    select: {
      id: true,
      projectId: true,
      requestId: true,
      status: true,
      attempt: true,
      attemptBase: true,
    },
  });
}

const isUnfinished = ({ status }: LockedJob): boolean =>
  status === "PENDING" || status === "PROCESSING";

async function readPayload(client: pg.PoolClient, jobId: string): Promise<Job["payload"]> {
  const { rows } = await client.query<Pick<Job, "payload">>({
    name: "read-job-payload",
    text: `SELECT payload FROM "Job" WHERE id = $1`,
    values: [jobId],
  });
  return rows[0]?.payload ?? null;
}
