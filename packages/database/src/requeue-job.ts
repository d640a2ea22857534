import type { JobError } from "@workspace/common/contracts/jobs";
import { can } from "@workspace/common/permissions";
import type { Database } from "./database.js";
import { withLockedJob, writeJob } from "./locked-job.js";
import { readRoleOn } from "./project-access.js";
import type { Committed } from "./project-log.js";

/** A job that waits again, and how many unfinished ones its project had before it. */
export interface RequeuedJob {
  jobId: string;
  requestId: string | null;
  unfinishedBefore: number;
}

/** Why a job stays as it is: NOT_ALLOWED where whoever submitted it may not do that any more. */
export type RequeueRefusal = "NOT_FOUND" | "NOT_FAILED" | "CANCELLED" | "NOT_ALLOWED";

/**
 * Makes a failed job wait once more, as if it had just been submitted: what it printed and why it failed goes, the
 * number of its attempt stays, and from there it may be tried as often as any job. Repeated, it does nothing, since
 * the job is no longer FAILED.
 *
 * @param takesCancelled whether a job that someone has cancelled is taken too
 */
export async function requeueJob(
  database: Database,
  jobId: string,
  { takesCancelled }: { takesCancelled: boolean },
): Promise<Committed<RequeuedJob | RequeueRefusal>> {
  return withLockedJob<RequeuedJob | RequeueRefusal>(database, jobId, async (client, job) => {
    if (job === null) return { value: "NOT_FOUND", events: [] };
    if (job.status !== "FAILED") return { value: "NOT_FAILED", events: [] };
    const error = job.error as JobError | null;
    if (error?.code === "CANCELLED" && !takesCancelled) return { value: "CANCELLED", events: [] };
    const access = await readRoleOn(client, job.projectId, job.submittedById);
    if (!access?.role || !can(access.role, "jobs:submit"))
      return { value: "NOT_ALLOWED", events: [] };
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Job"
       WHERE "projectId" = $1 AND status IN ('PENDING', 'PROCESSING')`,
      [job.projectId],
    );
    const value = { jobId, requestId: job.requestId, unfinishedBefore: rows[0]?.count ?? 0 };
    const waiting = {
      ...job,
      status: "PENDING",
      attemptBase: job.attempt,
      startedAt: null,
      completedAt: null,
      result: null,
      error: null,
    } as const;
    return writeJob(client, waiting, value);
  });
}
