import type { JobError, JobResult, Language, OutputPiece } from "@workspace/common/contracts/jobs";
import { createEventBus } from "@workspace/common/event-bus";
import { createJobProducer, createJobQueue, enqueueJob } from "@workspace/common/job-queue";
import { createLogger, type Logger } from "@workspace/common/logger";
import { createMetrics } from "@workspace/common/metrics";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createDatabase } from "@workspace/database/database";
import { createEventPublisher } from "@workspace/database/event-publisher";
import { type StoredResult, toJobResult, toPieces } from "@workspace/database/job-result";
import { newId } from "@workspace/database/new-id";
import { submitJob } from "@workspace/database/submit-job";
import { addCollaborator } from "@workspace/database/write-collaborators";
import { createProject } from "@workspace/database/write-project";
import { eventually } from "@workspace/local-stack/eventually";
import "@workspace/local-stack/provided-context";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { inject, onTestFinished } from "vitest";
import { type Alerts, createAlerts } from "../src/alerts.js";
import type { Sandbox } from "../src/process-job.js";
import { createWorker, type Worker } from "../src/worker.js";
import { createWorkerMetrics } from "../src/worker-metrics.js";

export const logger = createLogger({ service: "test", level: "silent" });
export const ATTEMPTS = 3;
const BACKOFF_MS = 20;
/** Longer than any test, so that no pause of a busy machine counts as a worker's death. */
const LOCK_MS = 60_000;
const RECONCILE_INTERVAL_MS = 150;

interface WorkerOptions {
  sandbox: Sandbox;
  alerts?: Alerts;
  attempts?: number;
  concurrency?: number;
  /** Short where a test waits for the worker to find what a silent one has left. */
  lockMs?: number;
  reconcileIntervalMs?: number;
  /** Where a test reads what the worker logs. */
  logger?: Logger;
}

/** A job's row, with its JSON typed. */
export interface JobRow {
  status: string;
  attempt: number;
  startedAt: Date | null;
  result: JobResult | null;
  /** What the result keeps of the output. */
  pieces: OutputPiece[];
  error: JobError | null;
}

/** What a test of workers needs, all of its own: database, Redis, a project, and workers to start. */
export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;

/** Opens a workshop that closes with the test. */
export async function openWorkshop() {
  const [testDatabase, redisServer] = await Promise.all([
    createTestDatabase({ databaseUrl: inject("databaseUrl") }),
    startRedis(),
  ]);
  const node = connectNode(testDatabase.url, redisServer);
  onTestFinished(async () => {
    await node.close();
    await Promise.all([redisServer.stop(), testDatabase.drop()]);
  });
  await eventually(() => node.redis.status === "ready" && node.bus.isConnected());
  const { database, publisher, producer } = node;
  const owner = await createUser(node);
  const { value: project } = await createProject(database, owner, { name: "P", description: "" });

  async function readJob(id: string): Promise<JobRow> {
    const job = await database.prisma.job.findUniqueOrThrow({ where: { id } });
    const stored = job.result as unknown as StoredResult | null;
    return {
      ...job,
      error: job.error as JobError | null,
      result: stored === null ? null : toJobResult(stored),
      pieces: stored === null ? [] : toPieces(stored),
    };
  }

  /** Writes a job's row without telling the queue, as if its submitter had died. */
  async function submitRow(code: string, language: Language = "javascript", actor = owner) {
    const input = { projectId: project.id, type: "CODE_EXECUTION", payload: { code, language } };
    const { value, events } = await submitJob(database, actor, { ...input } as never, 10_000);
    await publisher.publish(events);
    return value.job.id;
  }

  async function enqueue(jobId: string, attempts = ATTEMPTS) {
    const { requestId } = owner;
    const job = { jobId, requestId, priority: 1, attempts, backoffMs: BACKOFF_MS };
    await enqueueJob(producer, job);
  }

  return {
    ...node,
    databaseUrl: testDatabase.url,
    redisServer,
    projectId: project.id,
    owner,
    readJob,
    submitRow,
    enqueue,

    async submit(code: string, language: Language = "javascript", actor = owner) {
      const jobId = await submitRow(code, language, actor);
      await enqueue(jobId);
      return jobId;
    },

    async addMember() {
      const member = await createUser(node);
      const { email } = member;
      await addCollaborator(database, owner, project.id, { email, role: "COLLABORATOR" });
      return member;
    },

    /** Makes jobs old enough for the reconciler. */
    async age(...jobIds: string[]) {
      const createdAt = new Date(Date.now() - 60_000);
      await database.prisma.job.updateMany({
        where: { id: { in: jobIds } },
        data: { createdAt },
      });
    },

    waitForStatus: (jobId: string, ...statuses: string[]) =>
      eventually(async () => {
        const job = await readJob(jobId);
        if (statuses.includes(job.status)) return job;
        throw new Error(`job is ${job.status}: ${JSON.stringify(job.error)}`);
      }),

    /**
     * Bull's view of a worker that takes jobs; without `createWorker` it never reports an end.
     *
     * @param lockMs how long its jobs stay with it once it has fallen silent
     */
    openConsumer(lockMs = LOCK_MS) {
      const maxStalls = ATTEMPTS - 1;
      const consumer = createJobQueue({ address: redisServer, logger, lockMs, maxStalls });
      onTestFinished(() => consumer.close());
      return consumer;
    },

    startWorker({
      sandbox,
      attempts = ATTEMPTS,
      concurrency = 2,
      lockMs = LOCK_MS,
      reconcileIntervalMs = RECONCILE_INTERVAL_MS,
      ...options
    }: WorkerOptions) {
      const workerNode = connectNode(testDatabase.url, redisServer);
      const metrics = createMetrics();
      const workerLogger = options.logger ?? logger;
      const alerts = options.alerts ?? createAlerts({ logger: workerLogger });
      const worker: Worker = createWorker({
        ...workerNode,
        consumer: createJobQueue({
          address: redisServer,
          logger,
          lockMs,
          maxStalls: attempts - 1,
        }),
        sandbox,
        alerts,
        metrics: createWorkerMetrics(metrics),
        logger: workerLogger,
        concurrency,
        attempts,
        backoffMs: BACKOFF_MS,
        reconcileIntervalMs,
        retention: { eventDays: 90, minEvents: 1000, outputDays: 30, idempotencyTtlHours: 24 },
      });
      onTestFinished(async () => {
        await worker.stopTaking();
        await worker.finishRunning(0);
        await worker.close();
        await alerts.close(0);
        await workerNode.close();
      });
      worker.start();
      return { ...worker, alerts, metrics };
    },
  };
}

/** The connections of one service. */
function connectNode(databaseUrl: string, address: RedisFixture) {
  const database = createDatabase({
    url: databaseUrl,
    poolSize: 6,
    applicationName: "test",
    onError: () => {},
  });
  const redis = connectRedis({ address, logger, purpose: "test" });
  const subscriber = connectSubscriber({ address, logger, purpose: "test:subscriber" });
  const bus = createEventBus({ publisher: redis, subscriber, logger });
  const publisher = createEventPublisher({ database, bus, logger });
  return {
    database,
    redis,
    bus,
    publisher,
    producer: createJobProducer(redis, logger),
    outputBuffer: createOutputBuffer(redis),
    async close() {
      await publisher.close();
      subscriber.disconnect();
      redis.disconnect();
      await database.close();
    },
  };
}

async function createUser({ database }: ReturnType<typeof connectNode>) {
  const userId = newId();
  const email = `${userId}@example.com`;
  await database.prisma.user.create({
    data: { id: userId, email, name: "Someone", passwordHash: "none" },
  });
  return { userId, email, requestId: "request" };
}
