import type {
  CodeExecutionPayload,
  JobBody,
  JobError,
  JobReceipt,
  JobResult,
  JobSummary,
} from "@workspace/common/contracts/jobs";
import type { Job, ListedJob } from "@workspace/database/read-jobs";

export function presentJobReceipt(job: Job): JobReceipt {
  return { jobId: job.id, status: job.status, createdAt: job.createdAt.toISOString() };
}

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

export function presentJob(job: Job): JobBody {
  return {
    ...presentJobSummary(job),
    payload: job.payload as CodeExecutionPayload,
    result: job.result as JobResult | null,
  };
}
