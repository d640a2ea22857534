import type { ProjectChange } from "@workspace/common/contracts/domain-events";
import type { JobError } from "@workspace/common/contracts/jobs";
import type { Job } from "./generated/prisma/client.js";
import type { StoredResult } from "./job-result.js";

/** What the log tells of a job. */
type LoggedJob = Pick<Job, "id" | "type" | "status" | "submittedById" | "error" | "result">;

/** The log entry for the status that a job has now. */
export function jobUpdatedChange(job: LoggedJob): ProjectChange {
  return {
    type: "job.updated",
    payload: {
      jobId: job.id,
      jobType: job.type,
      status: job.status,
      submittedBy: job.submittedById,
      error: job.error as JobError | null,
      executionTime: (job.result as StoredResult | null)?.executionTime ?? null,
    },
  };
}
