import type {
  CodeExecutionPayload,
  JobBody,
  JobError,
  JobReceipt,
  JobSummary,
} from "@workspace/common/contracts/jobs";
import { type StoredResult, toJobResult } from "./job-result.js";
import type { Job, ListedJob } from "./read-jobs.js";

/** Answer to `POST /jobs/submit`. */
export function presentJobReceipt(job: Job): JobReceipt {
  return { jobId: job.id, status: job.status, createdAt: job.createdAt.toISOString() };
}

/** One row of `GET /projects/:projectId/jobs`. */
export function presentJobSummary(job: ListedJob): JobSummary {
  return {
    id: job.id,
    projectId: job.projectId,
    type: job.type,
    status: job.status,
    submittedBy: job.submittedById,
    error: job.error as JobError | null,
    attempts: job.attempt,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    completedAt: job.completedAt?.toISOString() ?? null,
  };
}

/** The body of `GET /jobs/:jobId`, and the answer to a cancellation on REST and sockets. */
export function presentJob(job: Job): JobBody {
  return {
    ...presentJobSummary(job),
    payload: job.payload as CodeExecutionPayload,
    result: job.result === null ? null : toJobResult(job.result as unknown as StoredResult),
  };
}
