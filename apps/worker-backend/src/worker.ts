import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { workerTopic } from "@workspace/common/contracts/bus-topics";
import { queuedJobSchema } from "@workspace/common/contracts/job-queue";
import type { EventBus } from "@workspace/common/event-bus";
import { answerWithin } from "@workspace/common/health";
import { type BullJob, enqueueJob, type JobConsumer } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";
import type { OutputBuffer } from "@workspace/common/output-buffer";
import { createWorkerRegistration } from "@workspace/common/worker-registry";
import type { Alerts } from "./alerts.js";
import { UnrunnableError } from "./execute-code.js";
import { failExhausted } from "./fail-exhausted-job.js";
import { createMaintenance, type MaintenanceDeps } from "./maintenance.js";
import { createLanguageOffers } from "./offered-languages.js";
import { processJob, type Sandbox } from "./process-job.js";
import { createRunningJobs } from "./running-jobs.js";
import type { WorkerMetrics } from "./worker-metrics.js";

/** Longest wait for Bull to let go of its connection, and to hear how the last jobs ended. */
const BULL_TIMEOUT_MS = 1000;
/** Longest wait for Redis to hear that this worker takes no more jobs. */
const WITHDRAWAL_TIMEOUT_MS = 1000;
const POLL_MS = 5;

/** Takes jobs from the queue and runs them. */
export interface Worker {
  start(): void;
  /** Jobs that it has taken and not ended. */
  countRunning(): number;
  /** No further job is taken from here on. */
  stopTaking(): Promise<void>;
  /** Lets running programs finish; after `graceMs` they are stopped and their jobs handed back. */
  finishRunning(graceMs: number): Promise<void>;
  close(): Promise<void>;
}

interface WorkerDeps extends Omit<MaintenanceDeps, "runningJobs" | "failExhausted" | "metrics"> {
  metrics: WorkerMetrics;
  consumer: JobConsumer;
  bus: EventBus;
  outputBuffer: OutputBuffer;
  sandbox: Sandbox;
  alerts: Alerts;
  /** Jobs that run at the same time. */
  concurrency: number;
}

export function createWorker(deps: WorkerDeps): Worker {
  const { consumer, producer, bus, logger } = deps;
  const { queue } = consumer;
  const runningJobs = createRunningJobs();
  /** Jobs whose end Bull has not recorded yet. */
  const unreported = new Set<BullJob>();
  const released = new WeakSet<BullJob>();
  const background = new Set<Promise<void>>();
  const maintenance = createMaintenance({
    ...deps,
    runningJobs,
    failExhausted: (exhausted) => failExhausted(deps, exhausted),
  });
  const { client } = producer;
  const offers = createLanguageOffers({
    registration: createWorkerRegistration(client, randomUUID()),
    sandbox: deps.sandbox,
    onReconnect: (listener) => client.on("ready", listener),
    logger,
  });
  let unsubscribe: (() => Promise<void>) | null = null;

  async function handle(bullJob: BullJob): Promise<void> {
    unreported.add(bullJob);
    try {
      const { jobId } = queuedJobSchema.parse(bullJob.data);
      if ((await processJob({ ...deps, runningJobs }, jobId)) === "released") released.add(bullJob);
    } catch (error) {
      if (error instanceof UnrunnableError) await bullJob.discard();
      throw error;
    }
  }

  /** For lines about a job, as the queue names it and the request that submitted it. */
  function loggerOf({ id, data }: BullJob): Logger {
    const { data: queued } = queuedJobSchema.safeParse(data);
    return logger.child({ requestId: queued?.requestId ?? null, jobId: String(id) });
  }

  function inBackground(work: Promise<void>, message: string, bullJob: BullJob): void {
    const done = work
      .catch((error: unknown) => loggerOf(bullJob).error({ err: error }, message))
      .finally(() => background.delete(done));
    background.add(done);
  }

  queue.on("completed", (bullJob: BullJob) => {
    // Only now is the id free again. Should this fail, the reconciler of any worker does it.
    if (released.has(bullJob))
      inBackground(handOver(bullJob), "job left to the reconciler", bullJob);
    unreported.delete(bullJob);
  });

  async function handOver({ data, opts }: BullJob): Promise<void> {
    const { attempts, backoffMs } = deps;
    await enqueueJob(producer, { ...data, priority: opts.priority ?? 1, attempts, backoffMs });
  }

  queue.on("failed", (bullJob: BullJob | null, cause: Error) => {
    if (bullJob === null) {
      logger.error({ err: cause }, "the queue dropped a job, which the reconciler will find");
      return;
    }
    const jobId = String(bullJob.id);
    const attempts = bullJob.attemptsMade;
    if (cause instanceof UnrunnableError || attempts >= (bullJob.opts.attempts ?? 1))
      inBackground(
        failExhausted(deps, { jobId, attempts, cause }),
        "could not fail a job",
        bullJob,
      );
    else loggerOf(bullJob).warn({ err: cause, attempts }, "job attempt failed and will be retried");
    unreported.delete(bullJob);
  });

  async function listenForCancellations(): Promise<void> {
    unsubscribe = await bus.subscribe(workerTopic, ({ jobId }) => runningJobs.stop(jobId, "ended"));
  }

  async function waitForReports(): Promise<void> {
    const deadline = Date.now() + BULL_TIMEOUT_MS;
    while (unreported.size > 0 && Date.now() < deadline) await delay(POLL_MS);
    await Promise.all(background);
  }

  return {
    start() {
      listenForCancellations().catch((error: unknown) =>
        logger.error({ err: error }, "could not subscribe to cancellations"),
      );
      queue
        .process(deps.concurrency, handle)
        .catch((error: unknown) => logger.debug({ err: error }, "the queue's loops have ended"));
      maintenance.start();
      offers.start();
    },

    countRunning: () => runningJobs.list().filter(({ attempt }) => attempt !== null).length,

    async stopTaking() {
      const paused = queue.pause(true, true).catch(() => undefined);
      await Promise.all([
        answerWithin(paused, BULL_TIMEOUT_MS, undefined),
        answerWithin(offers.withdraw(), WITHDRAWAL_TIMEOUT_MS, undefined),
      ]);
    },

    async finishRunning(graceMs) {
      await answerWithin(runningJobs.whenIdle(), graceMs, undefined);
      for (const { jobId } of runningJobs.list()) runningJobs.stop(jobId, "shutdown");
      await runningJobs.whenIdle();
      await waitForReports();
    },

    async close() {
      await maintenance.stop();
      await unsubscribe?.().catch(() => undefined);
      await consumer.close();
    },
  };
}
