import type { EventBus } from "@workspace/common/event-bus";
import type { JobQueue } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { pruneExpired, type Retention } from "@workspace/database/prune";
import type { ExhaustedJob } from "./fail-exhausted-job.js";
import { reconcileJobs } from "./reconcile-jobs.js";
import { type Recurring, runEvery } from "@workspace/common/run-every";
import type { RunningJobs } from "./running-jobs.js";
import { stopEndedJobs } from "./stop-ended-jobs.js";
import type { MaintenanceTask, WorkerMetrics } from "./worker-metrics.js";

/** How often the rows of running jobs are looked at, beside the messages about them. */
const ENDED_CHECK_MS = 1000;
const PRUNE_INTERVAL_MS = 3_600_000;
/** Held by the worker whose turn it is to compare rows and queue. */
const RECONCILE_TURN_KEY = "jobs:reconcile-turn";
/** Part of the interval for which a turn lasts, so that the same worker can have the next one. */
const TURN_SHARE = 0.9;

export interface MaintenanceDeps {
  database: Database;
  publisher: EventPublisher;
  bus: EventBus;
  /** The queue through a connection that fails at once while Redis is away. */
  producer: JobQueue;
  runningJobs: RunningJobs;
  logger: Logger;
  /** Tries of a job when the infrastructure fails. */
  attempts: number;
  /** First delay between two tries. */
  backoffMs: number;
  reconcileIntervalMs: number;
  retention: Retention;
  metrics: Pick<WorkerMetrics, "countReconciled" | "countPruned" | "countFailure">;
  failExhausted: (exhausted: ExhaustedJob) => Promise<void>;
}

/** What a worker does beside its jobs, so that none is lost and none goes on in vain. */
interface Maintenance {
  start(): void;
  stop(): Promise<void>;
}

export function createMaintenance(deps: MaintenanceDeps): Maintenance {
  const { database, publisher, bus, producer, metrics, logger, reconcileIntervalMs } = deps;
  const stopping = new AbortController();
  let recurring: Recurring[] = [];

  const repeat = (
    name: MaintenanceTask,
    intervalMs: number,
    task: () => Promise<unknown>,
  ): Recurring =>
    runEvery({
      intervalMs,
      task,
      onError(error) {
        metrics.countFailure(name);
        logger.warn({ err: error, task: name }, "recurring task failed");
      },
    });

  async function reconcileInTurn(): Promise<void> {
    if (producer.client.status !== "ready") return;
    const turnMs = Math.ceil(reconcileIntervalMs * TURN_SHARE);
    const isMyTurn = await producer.client.set(RECONCILE_TURN_KEY, "", "PX", turnMs, "NX");
    if (isMyTurn === null) return;
    metrics.countReconciled(await reconcileJobs({ ...deps, queue: producer }));
  }

  async function relayAll(): Promise<void> {
    while ((await publisher.relay()) > 0);
  }

  async function prune(): Promise<void> {
    const startedAt = performance.now();
    const pruned = await pruneExpired(database, deps.retention, stopping.signal);
    if (pruned !== null) metrics.countPruned(pruned);
    if (pruned === null || Object.values(pruned).every((count) => count === 0)) return;
    const ms = Math.round(performance.now() - startedAt);
    logger.info({ ...pruned, ms }, "pruned what is kept no longer");
  }

  return {
    start() {
      const stopEnded = repeat("stop ended jobs", ENDED_CHECK_MS, () => stopEndedJobs(deps));
      // Whatever was cancelled while the bus was away was not heard here.
      bus.onReconnect(stopEnded.runSoon);
      recurring = [
        stopEnded,
        repeat("reconcile jobs", reconcileIntervalMs, reconcileInTurn),
        repeat("relay events", reconcileIntervalMs, relayAll),
        repeat("prune", PRUNE_INTERVAL_MS, prune),
      ];
    },
    async stop() {
      stopping.abort();
      await Promise.all(recurring.map((task) => task.stop()));
    },
  };
}
