import { setTimeout as delay } from "node:timers/promises";
import { EnvError, loadEnv, workerEnv } from "@workspace/common/env";
import { createJobProducer, createJobQueue } from "@workspace/common/job-queue";
import { closeServer, listen } from "@workspace/common/listen";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import { createGuardedMetrics, serveMetrics } from "@workspace/common/metrics-endpoint";
import { runService } from "@workspace/common/run-service";
import type { Logger } from "@workspace/common/logger";
import { readSandboxOptions } from "@workspace/common/sandbox-env";
import { shutDownOnSignals } from "@workspace/common/shutdown";
import { connectBackends } from "@workspace/database/connect-backends";
import { readBacklog } from "@workspace/database/read-backlog";
import { UntestableHostError } from "@workspace/sandbox/untestable-host";
import { createSandbox, TIER_NAMES } from "@workspace/sandbox/sandbox";
import { createAlerts } from "./alerts.js";
import { createHealthServer } from "./health-server.js";
import { watchWorker } from "./watch-worker.js";
import { createWorker } from "./worker.js";
import { createWorkerMetrics } from "./worker-metrics.js";

const SERVICE = "worker-backend";
/** Parts of SHUTDOWN_TIMEOUT_MS for running programs and for alerts on their way. */
const PROGRAMS_SHARE = 0.6;
const ALERTS_SHARE = 0.1;
const UNTESTABLE_RETRY_MS = 2000;

/** A worker that took a host without room for one without isolation would fail every job that it takes. */
async function openSandbox(
  options: Parameters<typeof createSandbox>[0] & { logger: Logger },
): ReturnType<typeof createSandbox> {
  for (;;) {
    try {
      return await createSandbox(options);
    } catch (error) {
      if (!(error instanceof UntestableHostError)) throw error;
      options.logger.error({ err: error }, "cannot start yet");
      await delay(UNTESTABLE_RETRY_MS);
    }
  }
}

async function start(): Promise<void> {
  const env = loadEnv(workerEnv, process.env);
  const tier = (["auto", ...TIER_NAMES] as const).find((name) => name === env.SANDBOX_TIER);
  if (tier === undefined)
    throw new EnvError(`SANDBOX_TIER: must be one of auto, ${TIER_NAMES.join(", ")}`);
  const backends = await connectBackends(SERVICE, env);
  const { logger, shutdown, database, redis, redisAddress, bus, publisher, metrics } = backends;
  // Before the sandbox, which may have to wait for its host.
  shutDownOnSignals(shutdown);
  const sandbox = await openSandbox({ tier, logger, ...readSandboxOptions(env) });
  const producer = createJobProducer(redis, logger);
  const alerts = createAlerts({
    logger,
    webhookUrl: env.ALERT_WEBHOOK_URL,
    webhookSecret: env.ALERT_WEBHOOK_SECRET,
  });
  const worker = createWorker({
    database,
    publisher,
    bus,
    consumer: createJobQueue({
      address: redisAddress,
      logger,
      lockMs: env.JOB_LOCK_MS,
      maxStalls: env.JOB_ATTEMPTS - 1,
    }),
    producer,
    outputBuffer: createOutputBuffer(redis),
    sandbox,
    alerts,
    metrics: createWorkerMetrics(metrics),
    logger,
    concurrency: env.WORKER_CONCURRENCY,
    attempts: env.JOB_ATTEMPTS,
    backoffMs: env.JOB_BACKOFF_MS,
    reconcileIntervalMs: env.RECONCILE_INTERVAL_MS,
    retention: {
      eventDays: env.EVENT_RETENTION_DAYS,
      minEvents: env.EVENT_RETENTION_MIN,
      outputDays: env.OUTPUT_RETENTION_DAYS,
      idempotencyTtlHours: env.IDEMPOTENCY_TTL_HOURS,
    },
  });
  const server = createHealthServer({
    checkHealth: backends.checkHealth,
    queue: producer,
    sandbox,
    countRunning: worker.countRunning,
    countAlerts: alerts.count,
    metrics: createGuardedMetrics({ metrics, logger }, env.METRICS_TOKEN),
    logger,
  });
  watchWorker(metrics, {
    queue: producer,
    readBacklog: () => readBacklog(database),
    sandbox,
    alerts,
    countRunning: worker.countRunning,
    concurrency: env.WORKER_CONCURRENCY,
  });

  shutdown.add("intake", worker.stopTaking);
  shutdown.add("running jobs", () =>
    worker.finishRunning(env.SHUTDOWN_TIMEOUT_MS * PROGRAMS_SHARE),
  );
  shutdown.add("sandbox", sandbox.close);
  shutdown.add("queue", worker.close);
  shutdown.add("alerts", () => alerts.close(env.SHUTDOWN_TIMEOUT_MS * ALERTS_SHARE));
  shutdown.add("health", () => closeServer(server));
  await serveMetrics({ metrics, logger, shutdown }, env.METRICS_PORT);
  backends.releaseOnShutdown();

  await listen(server, env.PORT);
  worker.start();
  logger.info(
    {
      port: env.PORT,
      isolation: sandbox.tier,
      tiers: sandbox.tiers,
      languages: sandbox.languages(),
    },
    sandbox.tier === null ? "listening, without isolation: no code is run" : "listening",
  );
  await sandbox.fillPools();
  logger.info({ pools: sandbox.pools() }, "sandbox pools");
}

await runService(SERVICE, start);
