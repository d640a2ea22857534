import type { PageQuery } from "@workspace/common/contracts/fields";
import type { QueuedJob } from "@workspace/common/contracts/job-queue";
import type { JobOutputBody, OutputQuery, SubmitJobInput } from "@workspace/common/contracts/jobs";
import type { Logger } from "@workspace/common/logger";
import type { OutputBuffer } from "@workspace/common/output-buffer";
import { cancelJob } from "@workspace/database/cancel-jobs";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import type { Once } from "@workspace/database/once";
import { requireRole } from "@workspace/database/project-access";
import { type Job, type ListedJob, listJobs, readJob } from "@workspace/database/read-jobs";
import { type SubmittedJob, submitJob } from "@workspace/database/submit-job";
import type { Caller } from "../http/caller.js";
import { readOutput } from "./read-output.js";

interface JobsServiceDeps {
  database: Database;
  publisher: EventPublisher;
  /** Hands a job to the workers; lower priorities first, from 1. Rejects while Redis is away. */
  enqueue: (job: QueuedJob & { priority: number }) => Promise<void>;
  /** What running jobs have printed so far. */
  outputBuffer: OutputBuffer;
  logger: Logger;
  jobsPerProjectLimit: number;
}

export type JobsService = ReturnType<typeof createJobsService>;

/** Jobs: the row first, then the queue. */
export function createJobsService({
  database,
  publisher,
  enqueue,
  outputBuffer,
  logger,
  jobsPerProjectLimit,
}: JobsServiceDeps) {
  return {
    async submit(
      caller: Caller,
      input: SubmitJobInput,
      once: Once<SubmittedJob>,
    ): Promise<SubmittedJob> {
      const { value, events } = await submitJob(database, caller, input, jobsPerProjectLimit, once);
      const { job, unfinishedBefore } = value;
      await publisher.publish(events);
      try {
        // A project's n-th waiting job has priority n: many jobs of one project cannot starve another.
        await enqueue({
          jobId: job.id,
          requestId: caller.requestId,
          priority: unfinishedBefore + 1,
        });
      } catch (error) {
        // The row is there, so the reconciler enqueues it once Redis is back.
        const { requestId } = caller;
        const { id: jobId, projectId } = job;
        logger.warn({ err: error, requestId, projectId, jobId }, "job left to the reconciler");
      }
      return value;
    },

    get: (caller: Caller, jobId: string): Promise<Job> => readJob(database, jobId, caller.userId),

    getOutput: (caller: Caller, jobId: string, query: OutputQuery): Promise<JobOutputBody> =>
      readOutput({ database, outputBuffer }, { jobId, userId: caller.userId, query }),

    async list(caller: Caller, projectId: string, page: PageQuery): Promise<ListedJob[]> {
      await requireRole(database, projectId, caller.userId, "project:view");
      return listJobs(database, projectId, page);
    },

    async cancel(caller: Caller, jobId: string, once: Once<Job>): Promise<Job> {
      const { value, events } = await cancelJob(database, caller, jobId, once);
      await publisher.publish(events);
      return value;
    },
  };
}
