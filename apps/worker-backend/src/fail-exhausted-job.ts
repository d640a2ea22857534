import type { JobError } from "@workspace/common/contracts/jobs";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { failExhaustedJob } from "@workspace/database/job-attempts";
import type { Alerts } from "./alerts.js";
import { UnrunnableError } from "./execute-code.js";
import type { WorkerMetrics } from "./worker-metrics.js";

interface FailExhaustedDeps {
  database: Database;
  publisher: EventPublisher;
  alerts: Alerts;
  metrics: Pick<WorkerMetrics, "failJob">;
}

export interface ExhaustedJob {
  jobId: string;
  attempts: number;
  /** What the last attempt failed of. */
  cause: Error;
}

/**
 * Ends a job that the infrastructure could not run: FAILED with SANDBOX_ERROR, and an alert. A job that
 * was finished or cancelled meanwhile raises none.
 */
export async function failExhausted(
  { database, publisher, alerts, metrics }: FailExhaustedDeps,
  { jobId, attempts, cause }: ExhaustedJob,
): Promise<void> {
  const { value: isFailed, events } = await failExhaustedJob(database, jobId, {
    code: "SANDBOX_ERROR",
    message: describe(cause, attempts),
  });
  await publisher.publish(events);
  const [event] = events;
  if (!isFailed || event === undefined) return;
  metrics.failJob();
  const error: JobError = { code: "SANDBOX_ERROR", message: cause.message };
  const { projectId, requestId, at } = event;
  alerts.raise({ jobId, projectId, requestId, attempts, error, at });
}

/** For the submitter, who must not see addresses and paths of the infrastructure: they are in the alert. */
function describe(cause: Error, attempts: number): string {
  if (cause instanceof UnrunnableError) return cause.message;
  const times = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return `The job could not be run because of a fault of the service (${times})`;
}
