import Bull from "bull";
import { Redis } from "ioredis";
import { JOB_QUEUE_NAME, type QueuedJob } from "./contracts/job-queue.js";
import { answerWithin } from "./health.js";
import { jittered } from "./jittered.js";
import type { Logger } from "./logger.js";
import {
  CONNECTION_TIMEOUTS,
  type RedisAddress,
  reconnectDelayMs,
  redisAddressOptions,
  replaceWhenSilent,
  watchConnection,
} from "./redis.js";

/** Silence after which the connection that blocks is replaced; above Bull's 5 s poll. */
const BLOCKING_SILENCE_MS = 7000;
/** Pause of one of Bull's loops after an error of its own, such as a lost connection. */
const LOOP_RETRY_MS = 500;
const CLOSE_TIMEOUT_MS = 1000;

/** The Bull queue that carries every job. */
export type JobQueue = Bull.Queue<QueuedJob>;
export type BullJob = Bull.Job<QueuedJob>;

/** A queue that takes jobs, with connections of its own. */
export interface JobConsumer {
  queue: JobQueue;
  /** Ends Bull's loops and the connections; what still runs keeps its Bull lock until that expires. */
  close(): Promise<void>;
}

interface ConsumerOptions {
  address: RedisAddress;
  logger: Logger;
  /** How long a job stays with a worker that has fallen silent. */
  lockMs: number;
  /** How often a job may be taken over from a silent worker before Bull drops it. */
  maxStalls: number;
}

/**
 * The queue as its workers see it. Its commands wait while Redis is away and go on once it is back, so
 * that a finished job is reported after an outage too.
 */
export function createJobQueue({
  address,
  logger,
  lockMs,
  maxStalls,
}: ConsumerOptions): JobConsumer {
  const connections: Redis[] = [];
  const connect = (type: "client" | "subscriber" | "bclient"): Redis => {
    const purpose = `jobs:${type}`;
    const redis = new Redis({
      ...redisAddressOptions(address),
      connectionName: purpose,
      // Bull demands both of its blocking and subscribing connections.
      maxRetriesPerRequest: null,
      enableReadyCheck: type === "client",
      retryStrategy: reconnectDelayMs,
      ...CONNECTION_TIMEOUTS,
      ...(type === "bclient" ? { socketTimeout: BLOCKING_SILENCE_MS } : {}),
    });
    if (type !== "bclient") replaceWhenSilent(redis);
    connections.push(watchConnection(redis, logger, purpose));
    return redis;
  };
  const queue: JobQueue = new Bull<QueuedJob>(JOB_QUEUE_NAME, {
    createClient: connect,
    settings: {
      lockDuration: lockMs,
      lockRenewTime: lockMs / 3,
      stalledInterval: Math.max(lockMs / 4, 250),
      maxStalledCount: maxStalls,
      retryProcessDelay: LOOP_RETRY_MS,
    },
  });
  queue.on("error", (error: Error) => logger.debug({ err: error }, "queue error"));
  // Bull names its connection in a promise that nobody awaits: were Redis away until the end, its
  // rejection would end the process. The connections have their names already.
  Object.assign(queue, { setWorkerName: () => Promise.resolve() });
  return {
    queue,
    async close() {
      // Cutting the connections first would make Bull open them anew; a Redis that is away would make it
      // wait for ever.
      const closed = queue.close(true);
      // A second time since Bull, which was pausing, may have connected once more; then it can also happen that it
      // never answers.
      for (let time = 0; time < 2; time += 1) {
        await answerWithin(closed, CLOSE_TIMEOUT_MS, undefined);
        for (const redis of connections) redis.disconnect();
      }
    },
  };
}

/**
 * The queue as its producers see it: no connection of its own and none that blocks. Closing it leaves
 * `redis` open.
 *
 * @param redis a connection for commands from `connectRedis`, which fails at once while Redis is away
 */
export function createJobProducer(redis: Redis, logger: Logger): JobQueue {
  const queue: JobQueue = new Bull<QueuedJob>(JOB_QUEUE_NAME, { createClient: () => redis });
  queue.on("error", (error: Error) => logger.debug({ err: error }, "queue error"));
  return queue;
}

/** A job for the queue, and how the queue must treat it. */
export interface Enqueueing extends QueuedJob {
  /**
   * From 1, which is served first. A project's n-th waiting job has n: jobs of equal rank within their
   * projects take turns, so a project with many waiting jobs does not hold up another's first.
   */
  priority: number;
  /** Tries when the infrastructure fails. */
  attempts: number;
  /** Longest first delay between two tries; doubles each time. */
  backoffMs: number;
}

/**
 * Puts a job into the queue; one that is there already stays as it is. Through a producer it fails at
 * once while Redis is away and within 2 s when Redis does not answer.
 */
export async function enqueueJob(
  queue: JobQueue,
  { jobId, requestId, priority, attempts, backoffMs }: Enqueueing,
): Promise<void> {
  await queue.add(
    { jobId, requestId },
    {
      jobId,
      priority,
      attempts,
      backoff: { type: "exponential", delay: Math.round(jittered(backoffMs)) },
      removeOnComplete: true,
      removeOnFail: true,
    },
  );
}

/**
 * As {@link enqueueJob} for many jobs, all on their way at once. Not Bull's `addBulk`: in its transaction
 * a script that Redis has forgotten fails unnoticed.
 */
export async function enqueueJobs(queue: JobQueue, jobs: readonly Enqueueing[]): Promise<void> {
  await Promise.all(jobs.map((job) => enqueueJob(queue, job)));
}
