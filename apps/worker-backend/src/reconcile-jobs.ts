import { enqueueJobs, type Enqueueing, type JobQueue } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import { listUnfinishedJobs, type UnfinishedJob } from "@workspace/database/job-attempts";
import type { ExhaustedJob } from "./fail-exhausted-job.js";

/** Younger jobs are still their submitter's to enqueue. */
const MIN_AGE_MS = 2000;
/** Rows per query. */
const PAGE_SIZE = 1000;
/** Jobs per round trip to Redis: few enough for a slow one to take them before a command counts as lost. */
const BATCH_SIZE = 25;
const ALL_SILENT = "Every worker that took the job fell silent";

interface ReconcileJobsDeps {
  database: Database;
  /** A producer: it fails at once while Redis is away. */
  queue: JobQueue;
  logger: Logger;
  attempts: number;
  backoffMs: number;
  /** Called for a job that was taken as often as allowed and that the queue has given up. */
  failExhausted: (exhausted: ExhaustedJob) => Promise<void>;
}

/**
 * Compares the job rows with the queue and enqueues what the queue does not know: submitted while Redis
 * was away, lost with Redis's data, or dropped by Bull after too many stalls.
 *
 * @returns how many jobs were enqueued
 */
export async function reconcileJobs(deps: ReconcileJobsDeps): Promise<number> {
  const { database, queue, logger } = deps;
  // The queue first: a job that ends in between is then missing among the rows, rather than in the queue.
  const queuedIds = await listQueuedIds(queue);
  const unfinished = await listAllUnfinished(database);
  const places = rankWithinProject(unfinished);
  const missing = unfinished.filter((job) => !queuedIds.has(job.id));
  let count = 0;
  for (let start = 0; start < missing.length; start += BATCH_SIZE)
    count += await enqueueMissing(deps, places, missing.slice(start, start + BATCH_SIZE));
  if (count > 0) logger.warn({ count }, "enqueued jobs that the queue did not know");
  return count;
}

async function enqueueMissing(
  deps: ReconcileJobsDeps,
  places: ReadonlyMap<string, number>,
  missing: readonly UnfinishedJob[],
): Promise<number> {
  const { queue, attempts, backoffMs, failExhausted } = deps;
  const knownIds = await dropGhosts(queue, missing);
  const enqueueings: Enqueueing[] = [];
  for (const { id: jobId, requestId, status, attempt, attemptBase } of missing) {
    if (knownIds.has(jobId)) continue;
    const taken = attempt - attemptBase;
    if (status === "PROCESSING" && taken >= attempts)
      await failExhausted({ jobId, attempts: taken, cause: new Error(ALL_SILENT) });
    else
      enqueueings.push({ jobId, requestId, attempts, backoffMs, priority: places.get(jobId) ?? 1 });
  }
  await enqueueJobs(queue, enqueueings);
  return enqueueings.length;
}

/** Every id that a worker has or will get, in one round trip and of one moment. */
async function listQueuedIds(queue: JobQueue): Promise<Set<string>> {
  const replies = await queue.client
    .multi()
    .lrange(queue.toKey("wait"), 0, -1)
    .lrange(queue.toKey("paused"), 0, -1)
    .lrange(queue.toKey("active"), 0, -1)
    .zrange(queue.toKey("delayed"), 0, -1)
    .exec();
  return new Set((replies ?? []).flatMap(([, ids]) => ids as string[]));
}

async function listAllUnfinished(database: Database): Promise<UnfinishedJob[]> {
  const jobs: UnfinishedJob[] = [];
  for (;;) {
    const afterId = jobs.at(-1)?.id;
    const page = await listUnfinishedJobs(database, {
      olderThanMs: MIN_AGE_MS,
      limit: PAGE_SIZE,
      ...(afterId === undefined ? {} : { afterId }),
    });
    jobs.push(...page);
    if (page.length < PAGE_SIZE) return jobs;
  }
}

/**
 * The place of each job among the unfinished ones of its project, from 1: its priority.
 *
 * @param jobs oldest first
 */
export function rankWithinProject(
  jobs: readonly Pick<UnfinishedJob, "id" | "projectId">[],
): Map<string, number> {
  const counts = new Map<string, number>();
  const places = new Map<string, number>();
  for (const { id, projectId } of jobs) {
    const place = (counts.get(projectId) ?? 0) + 1;
    counts.set(projectId, place);
    places.set(id, place);
  }
  return places;
}

/**
 * Bull ignores a new job whose id it has data of. Data of a job that no worker will get, kept by another
 * setting of `removeOnFail` or `removeOnComplete`, is removed.
 *
 * @returns the jobs that were enqueued since the queue was read
 */
async function dropGhosts(queue: JobQueue, jobs: readonly UnfinishedJob[]): Promise<Set<string>> {
  const pipeline = queue.client.pipeline();
  for (const { id } of jobs) pipeline.exists(queue.toKey(id));
  const replies = (await pipeline.exec()) ?? [];
  const knownIds = new Set<string>();
  for (const [index, { id }] of jobs.entries()) {
    if (replies[index]?.[1] !== 1) continue;
    const job = await queue.getJob(id);
    const state = await job?.getState();
    if (state === "failed" || state === "completed" || state === "stuck") await job?.remove();
    else knownIds.add(id);
  }
  return knownIds;
}
