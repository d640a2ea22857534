import type pg from "pg";
import type { Database } from "./database.js";
import type { Job } from "./generated/prisma/client.js";
import { jobUpdatedChange } from "./job-log.js";
import type { StoredResult } from "./job-result.js";
import { runPoolTransaction } from "./pool-transaction.js";
import { appendEventOn, type Committed } from "./project-log.js";

/** A job under its project's lock, without what may be large: its program and its output. */
export type LockedJob = Omit<Job, "payload" | "result"> & { hasResult: boolean };

/** Runs a change of a job under its project's lock, which is always taken before the job's. */
export async function withLockedJob<Value>(
  database: Database,
  jobId: string,
  change: (client: pg.PoolClient, job: LockedJob | null) => Promise<Committed<Value>>,
): Promise<Committed<Value>> {
  return runPoolTransaction(database, async (client) => {
    await client.query({
      name: "lock-project-of-job",
      text: `
        SELECT 1 FROM "Project"
        WHERE id = (SELECT "projectId" FROM "Job" WHERE id = $1) FOR UPDATE`,
      values: [jobId],
    });
    // A statement of its own: it must see what the lock waited for.
    const { rows } = await client.query<LockedJob>({
      name: "read-locked-job",
      text: `
        SELECT id, "projectId", "submittedById", type, status, error, attempt, "attemptBase", "requestId",
               "createdAt", "startedAt", "completedAt", result IS NOT NULL AS "hasResult"
        FROM "Job" WHERE id = $1`,
      values: [jobId],
    });
    return change(client, rows[0] ?? null);
  });
}

type WrittenJob = Omit<LockedJob, "hasResult" | "error"> & {
  error: unknown;
  result: StoredResult | null;
};

/** Writes what attempts, and their beginning anew, change of a job, and its log entry where its status changes. */
export async function writeJob<Value>(
  client: pg.PoolClient,
  job: WrittenJob,
  value: Value,
  isLogged = true,
): Promise<Committed<Value>> {
  await client.query({
    name: "write-job",
    text: `
      UPDATE "Job"
      SET status = $2::"JobStatus", attempt = $3, "startedAt" = $4, "completedAt" = $5,
          result = $6::jsonb, error = $7::jsonb, "attemptBase" = $8
      WHERE id = $1`,
    values: [
      job.id,
      job.status,
      job.attempt,
      job.startedAt,
      job.completedAt,
      toJson(job.result),
      toJson(job.error),
      job.attemptBase,
    ],
  });
  if (!isLogged) return { value, events: [] };
  const actor = { userId: null, requestId: job.requestId };
  const change = jobUpdatedChange({
    ...job,
    error: job.error as Job["error"],
    result: { ...job.result },
  });
  return { value, events: [await appendEventOn(client, job.projectId, actor, change)] };
}

const toJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
