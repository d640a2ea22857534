import { createServer, type RequestListener, type Server } from "node:http";
import type { HealthBody } from "@workspace/common/contracts/health";
import { answerWithin, isReady } from "@workspace/common/health";
import { createHealthListener } from "@workspace/common/health-server";
import type { JobQueue } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";
import type { Sandbox } from "@workspace/sandbox/sandbox";
import type { LanguageInfo, PoolInfo, TierReport } from "@workspace/sandbox/types";

const QUEUE_TIMEOUT_MS = 1000;

/** Jobs in the queue; null while Redis does not answer. */
type QueueCounts = { waiting: number; active: number; delayed: number } | null;

/** `tier` is null when user code cannot be isolated here, and no code is run. */
interface SandboxHealth {
  tier: string | null;
  tiers: readonly TierReport[];
  languages: readonly LanguageInfo[];
  /** Children that wait for programs, and their memory. */
  pools: readonly PoolInfo[];
}

/** What `GET /health` tells of a worker beyond every service's health. */
interface WorkerHealth extends HealthBody {
  queue: QueueCounts;
  /** Jobs that this worker has taken and not ended. */
  running: number;
  sandbox: SandboxHealth;
  /** Jobs that exhausted their attempts since the service started. */
  alerts: number;
}

interface HealthServerDeps {
  checkHealth: () => Promise<HealthBody>;
  queue: JobQueue;
  sandbox: Pick<Sandbox, "tier" | "tiers" | "languages" | "pools">;
  countRunning: () => number;
  countAlerts: () => number;
  /** Answers `GET /metrics`; null where there are none. */
  metrics: RequestListener | null;
  logger: Logger;
}

/** A worker's health over HTTP. It is ready only where it can run jobs. */
export function createHealthServer({
  checkHealth,
  queue,
  sandbox,
  countRunning,
  countAlerts,
  metrics,
  logger,
}: HealthServerDeps): Server {
  return createServer(
    createHealthListener<WorkerHealth>({
      read: async () => {
        const [health, counts] = await Promise.all([checkHealth(), readCounts(queue)]);
        return {
          ...health,
          queue: counts,
          running: countRunning(),
          sandbox: {
            tier: sandbox.tier,
            tiers: sandbox.tiers,
            languages: sandbox.languages(),
            pools: sandbox.pools(),
          },
          alerts: countAlerts(),
        };
      },
      isReady: (health) => isReady(health) && sandbox.tier !== null,
      metrics,
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
