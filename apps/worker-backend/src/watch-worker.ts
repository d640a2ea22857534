import { createCachedReading } from "@workspace/common/cached-reading";
import type { JobQueue } from "@workspace/common/job-queue";
import type { Metrics } from "@workspace/common/metrics";
import type { Backlog } from "@workspace/database/read-backlog";
import type { Sandbox } from "@workspace/sandbox/sandbox";
import type { Alerts } from "./alerts.js";

/** Each worker tells of the same queue and the same database: one look in this time is enough. */
const BACKLOG_TTL_MS = 3000;
const BACKLOG_TIMEOUT_MS = 1000;

interface WatchedWorker {
  queue: Pick<JobQueue, "getJobCounts">;
  readBacklog: () => Promise<Backlog>;
  sandbox: Pick<Sandbox, "tier" | "languages" | "pools">;
  alerts: Pick<Alerts, "count" | "deliveries">;
  countRunning: () => number;
  concurrency: number;
}

/** What a worker has in hand, and what waits for all workers. */
export function watchWorker(metrics: Metrics, watched: WatchedWorker): void {
  watchCapacity(metrics, watched);
  watchSandbox(metrics, watched.sandbox);
  watchAlerts(metrics, watched.alerts);
  watchBacklog(metrics, watched);
}

function watchCapacity(metrics: Metrics, { countRunning, concurrency }: WatchedWorker): void {
  metrics.readGauge({
    name: "workspace_worker_jobs_running",
    help: "Jobs that this worker has taken and not ended",
    read: countRunning,
  });
  metrics.readGauge({
    name: "workspace_worker_concurrency",
    help: "WORKER_CONCURRENCY: jobs that this worker runs at the same time at most",
    read: () => concurrency,
  });
}

function watchSandbox(metrics: Metrics, sandbox: WatchedWorker["sandbox"]): void {
  metrics.readGauge({
    name: "workspace_sandbox_tier_info",
    help: "Always 1; the label tells which isolation works here, none where no code is run",
    labels: ["tier"],
    read: () => [[{ tier: sandbox.tier ?? "none" }, 1]],
  });
  metrics.readGauge({
    name: "workspace_sandbox_language_available",
    help: "1 where programs in the language can be run here, else 0",
    labels: ["language"],
    read: () =>
      sandbox.languages().map(({ language, isAvailable }) => [{ language }, isAvailable ? 1 : 0]),
  });
  metrics.readGauge({
    name: "workspace_sandbox_pool_waiting",
    help: "Locked children that wait for a program",
    labels: ["language"],
    read: () => sandbox.pools().map(({ language, waiting }) => [{ language }, waiting]),
  });
  metrics.readGauge({
    name: "workspace_sandbox_pool_size",
    help: "Locked children that are to wait for a program",
    labels: ["language"],
    read: () => sandbox.pools().map(({ language, size }) => [{ language }, size]),
  });
  metrics.readGauge({
    name: "workspace_sandbox_pool_resident_bytes",
    help: "Resident memory of the children that wait, what they share counted for each",
    labels: ["language"],
    read: () => sandbox.pools().map(({ language, residentBytes }) => [{ language }, residentBytes]),
  });
}

function watchAlerts(metrics: Metrics, alerts: WatchedWorker["alerts"]): void {
  metrics.readCounter({
    name: "workspace_jobs_exhausted_total",
    help: "Jobs that exhausted their attempts or could not be run at all: each raises an alert",
    read: alerts.count,
  });
  metrics.readCounter({
    name: "workspace_alert_deliveries_total",
    help: "Alerts sent to ALERT_WEBHOOK_URL, by whether it took them",
    labels: ["outcome"],
    read: () => {
      const { delivered, failed } = alerts.deliveries();
      return [
        [{ outcome: "delivered" }, delivered],
        [{ outcome: "failed" }, failed],
      ];
    },
  });
}

function watchBacklog(
  metrics: Metrics,
  { queue, readBacklog }: Pick<WatchedWorker, "queue" | "readBacklog">,
): void {
  const timing = { ttlMs: BACKLOG_TTL_MS, timeoutMs: BACKLOG_TIMEOUT_MS };
  const readQueue = createCachedReading({ read: () => queue.getJobCounts(), ...timing });
  const readRows = createCachedReading({ read: readBacklog, ...timing });
  const watchRows = (name: `workspace_${string}`, count: keyof Backlog, help: string): void =>
    metrics.readGauge({ name, help, read: async () => (await readRows())?.[count] ?? null });

  metrics.readGauge({
    name: "workspace_queue_jobs",
    help: "Jobs in the queue by state; not there while Redis does not answer",
    labels: ["state"],
    read: async () => {
      const counts = await readQueue();
      if (counts === null) return null;
      return [
        [{ state: "waiting" }, counts.waiting],
        [{ state: "active" }, counts.active],
        [{ state: "delayed" }, counts.delayed],
      ];
    },
  });
  watchRows(
    "workspace_jobs_pending",
    "pendingJobs",
    "Jobs that no worker has taken, at most 100000",
  );
  watchRows(
    "workspace_jobs_processing",
    "processingJobs",
    "Jobs that a worker has taken and not ended, at most 100000",
  );
  watchRows(
    "workspace_jobs_oldest_pending_seconds",
    "oldestPendingSeconds",
    "Age of the oldest job that no worker has taken, 0 without any",
  );
  watchRows(
    "workspace_events_unpublished",
    "unpublishedEvents",
    "Log entries that were committed and not published yet, at most 100000",
  );
  watchRows(
    "workspace_events_oldest_unpublished_seconds",
    "oldestUnpublishedSeconds",
    "Age of the oldest of them, 0 without any: how far the relay is behind",
  );
}
