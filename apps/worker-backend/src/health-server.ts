import { createServer, type Server } from "node:http";
import { answerWithin, type HealthBody, isReady } from "@workspace/common/health";
import { createHealthListener } from "@workspace/common/health-server";
import type { JobQueue } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";

const QUEUE_TIMEOUT_MS = 1000;

/** Jobs in the queue; null while Redis does not answer. */
type QueueCounts = { waiting: number; active: number; delayed: number } | null;

/** What `GET /health` tells of a worker beyond every service's health. */
interface WorkerHealth extends HealthBody {
  queue: QueueCounts;
  /** `tier` is null when user code cannot be isolated here, and no code is run. */
  sandbox: { tier: string | null; tiers: readonly unknown[] };
  /** Jobs that exhausted their attempts since the service started. */
  alerts: number;
}

interface HealthServerDeps {
  checkHealth: () => Promise<HealthBody>;
  queue: JobQueue;
  sandbox: WorkerHealth["sandbox"];
  countAlerts: () => number;
  logger: Logger;
}

/** A worker's health over HTTP. It is ready only where it can run jobs. */
export function createHealthServer({
  checkHealth,
  queue,
  sandbox: { tier, tiers },
  countAlerts,
  logger,
}: HealthServerDeps): Server {
  return createServer(
    createHealthListener<WorkerHealth>({
      read: async () => {
        const [health, counts] = await Promise.all([checkHealth(), readCounts(queue)]);
        return { ...health, queue: counts, sandbox: { tier, tiers }, alerts: countAlerts() };
      },
      isReady: (health) => isReady(health) && tier !== null,
      logger,
    }),
  );
}

async function readCounts(queue: JobQueue): Promise<QueueCounts> {
  const counts = queue.getJobCounts().catch(() => null);
  const answer = await answerWithin(counts, QUEUE_TIMEOUT_MS, null);
  if (answer === null) return null;
  return { waiting: answer.waiting, active: answer.active, delayed: answer.delayed };
}
