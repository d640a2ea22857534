import { projectTopic } from "@workspace/common/contracts/bus-topics";
import type { EventBus } from "@workspace/common/event-bus";
import { answerWithin } from "@workspace/common/health";
import type { Logger } from "@workspace/common/logger";
import type { OutputBuffer } from "@workspace/common/output-buffer";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import {
  type Attempt,
  finishAttempt,
  type Outcome,
  releaseAttempt,
  startAttempt,
  type TakenJob,
} from "@workspace/database/job-attempts";
import type { RequestedLimits, SandboxLimits } from "@workspace/sandbox/types";
import { type CodeRunner, executeCode, toOutcome, UnrunnableError } from "./execute-code.js";
import { createLiveOutput, type LiveOutput } from "./live-output.js";
import type { RunningJob, RunningJobs, StopReason } from "./running-jobs.js";
import type { WorkerMetrics } from "./worker-metrics.js";

/** How long the record of a job waits for its last output to be sent, so that the room hears it first. */
const LAST_OUTPUT_MS = 500;

/** A sandbox with the isolation that it found; null when there is none. */
export interface Sandbox extends CodeRunner {
  readonly tier: string | null;
  /** Limits of a program whose job asks for none. */
  readonly limits: SandboxLimits;
  /** The most that a job can ask for. */
  readonly caps: Required<RequestedLimits>;
}

interface ProcessJobDeps {
  database: Database;
  publisher: EventPublisher;
  bus: EventBus;
  outputBuffer: OutputBuffer;
  sandbox: Sandbox;
  runningJobs: RunningJobs;
  metrics: Pick<WorkerMetrics, "start" | "observeVerdict" | "endAttempt" | "endJob">;
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
  const { database, publisher, sandbox, metrics } = deps;
  const { value, events } = await startAttempt(database, running.jobId);
  if (value === null) return "done";
  const { job, attempt } = value;
  running.attempt = attempt;
  const { projectId, requestId } = job;
  const logger = deps.logger.child({ requestId, projectId, ...nameAttempt(attempt) });
  const attemptDeps = { ...deps, logger };
  metrics.start(job);
  // Listeners hear of the start while the program already runs.
  const announced = publisher.publish(events);
  const output = openLiveOutput(deps, job, attempt);
  try {
    const verdict = await executeCode(sandbox, job.payload, {
      signal: running.signal,
      onOutput: output.push,
    });
    metrics.observeVerdict(job, verdict);
    await announced;
    const { pieces, sent } = output.end();
    await answerWithin(sent, LAST_OUTPUT_MS, undefined);
    return await recordOutcome(attemptDeps, running, value, toOutcome(verdict, pieces));
  } catch (error) {
    metrics.endAttempt("fault");
    await announced;
    await giveBack(attemptDeps, attempt);
    throw error;
  } finally {
    await output.end().sent;
    await dropBuffer(attemptDeps, attempt);
  }
}

/** As each line about an attempt names it. */
const nameAttempt = ({ jobId, number }: Attempt) => ({ jobId, attempt: number });

function openLiveOutput(
  { bus, outputBuffer }: ProcessJobDeps,
  { id: jobId, projectId, requestId }: TakenJob,
  attempt: Attempt,
): LiveOutput {
  const topic = projectTopic(projectId);
  return createLiveOutput({
    store: (firstSeq, pieces) => outputBuffer.append(attempt, firstSeq, pieces),
    publish: (firstSeq, pieces) =>
      bus.publish(topic, {
        kind: "job.output",
        jobId,
        attempt: attempt.number,
        requestId,
        firstSeq,
        pieces: [...pieces],
      }),
  });
}

/** Best effort: what is left lapses. The row has the output now, or another attempt begins anew. */
async function dropBuffer({ outputBuffer, logger }: ProcessJobDeps, attempt: Attempt) {
  await outputBuffer
    .remove(attempt)
    .catch((error: unknown) => logger.debug({ err: error }, "output left to lapse"));
}

async function recordOutcome(
  deps: ProcessJobDeps,
  { signal }: RunningJob,
  { job, attempt }: { job: TakenJob; attempt: Attempt },
  outcome: Outcome,
): Promise<JobEnd> {
  const { database, publisher, metrics, logger } = deps;
  const stopReason = signal.aborted ? (signal.reason as StopReason) : null;
  // A program that ended by itself before the kill reached it is finished all the same.
  if (stopReason === "shutdown" && outcome.error?.code === "CANCELLED") {
    if (await giveBack(deps, attempt)) {
      metrics.endAttempt("released");
      return "released";
    }
    // Cancelled in the same moment: nobody is to run it again, and its output so far is kept.
  }
  const { value: isRecorded, events } = await finishAttempt(database, attempt, outcome);
  metrics.endAttempt(isRecorded ? "recorded" : "superseded");
  if (isRecorded) metrics.endJob(job, outcome);
  await publisher.publish(events);
  logger.info(
    {
      status: outcome.status,
      errorCode: outcome.error?.code,
      executionTimeMs: outcome.result?.executionTime,
      isRecorded,
    },
    "job attempt ended",
  );
  return "done";
}

/**
 * Best effort: were the row to stay PROCESSING, the next attempt would take it over anyway.
 *
 * @returns false when the row is no longer this attempt's to give back
 */
async function giveBack(
  { database, publisher, logger }: ProcessJobDeps,
  attempt: Attempt,
): Promise<boolean> {
  try {
    const { value, events } = await releaseAttempt(database, attempt);
    await publisher.publish(events);
    return value;
  } catch (error) {
    logger.warn({ err: error }, "could not give a job back");
    return true;
  }
}
