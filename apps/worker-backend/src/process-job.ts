import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import {
  type Attempt,
  finishAttempt,
  type Outcome,
  releaseAttempt,
  startAttempt,
} from "@workspace/database/job-attempts";
import { type CodeRunner, executeCode, UnrunnableError } from "./execute-code.js";
import type { RunningJob, RunningJobs, StopReason } from "./running-jobs.js";

/** A sandbox with the isolation that it found; null when there is none. */
export interface Sandbox extends CodeRunner {
  readonly tier: string | null;
}

interface ProcessJobDeps {
  database: Database;
  publisher: EventPublisher;
  sandbox: Sandbox;
  runningJobs: RunningJobs;
  logger: Logger;
}

/** `done`: nothing is left to do. `released`: another worker is to run it. */
type JobEnd = "done" | "released";

/**
 * Works on one job from the queue, however often and on however many workers the queue delivers it: what
 * is finished stays so, and only the latest attempt is recorded.
 *
 * @throws {UnrunnableError} when no retry on this machine can help
 * @throws whatever fault was not the program's; the job is PENDING again and can be retried
 */
export async function processJob(deps: ProcessJobDeps, jobId: string): Promise<JobEnd> {
  if (deps.sandbox.tier === null)
    throw new UnrunnableError("Code cannot be run: no isolation for it works on this worker");
  return deps.runningJobs.run(jobId, (running) => runJob(deps, running));
}

async function runJob(deps: ProcessJobDeps, running: RunningJob): Promise<JobEnd> {
  const { database, publisher, sandbox } = deps;
  const { value, events } = await startAttempt(database, running.jobId);
  if (value === null) return "done";
  const { job, attempt } = value;
  running.attempt = attempt;
  // Listeners hear of the start while the program already runs.
  const announced = publisher.publish(events);
  try {
    const outcome = await executeCode(sandbox, job.payload, running.signal);
    await announced;
    return await recordOutcome(deps, running, attempt, outcome);
  } catch (error) {
    await announced;
    await giveBack(deps, attempt);
    throw error;
  }
}

async function recordOutcome(
  deps: ProcessJobDeps,
  { signal }: RunningJob,
  attempt: Attempt,
  outcome: Outcome,
): Promise<JobEnd> {
  const { database, publisher, logger } = deps;
  const stopReason = signal.aborted ? (signal.reason as StopReason) : null;
  // A program that ended by itself before the kill reached it is finished all the same.
  if (stopReason === "shutdown" && outcome.error?.code === "CANCELLED") {
    await giveBack(deps, attempt);
    return "released";
  }
  const { value: isRecorded, events } = await finishAttempt(database, attempt, outcome);
  await publisher.publish(events);
  logger.info(
    {
      jobId: attempt.jobId,
      attempt: attempt.number,
      status: outcome.status,
      errorCode: outcome.error?.code,
      executionTimeMs: outcome.result?.executionTime,
      isRecorded,
    },
    "job attempt ended",
  );
  return "done";
}

/** Best effort: were the row to stay PROCESSING, the next attempt would take it over anyway. */
async function giveBack(
  { database, publisher, logger }: ProcessJobDeps,
  attempt: Attempt,
): Promise<void> {
  try {
    const { events } = await releaseAttempt(database, attempt);
    await publisher.publish(events);
  } catch (error) {
    logger.warn({ err: error, ...attempt }, "could not give a job back");
  }
}
