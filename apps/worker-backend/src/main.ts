import { availableParallelism } from "node:os";
import {
  EnvError,
  loadEnv,
  readRedisAddress,
  workerEnv,
  type WorkerEnv,
} from "@workspace/common/env";
import { createEventBus } from "@workspace/common/event-bus";
import { createHealthCheck } from "@workspace/common/health";
import { createJobProducer, createJobQueue } from "@workspace/common/job-queue";
import { closeServer, listen } from "@workspace/common/listen";
import { createLogger } from "@workspace/common/logger";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createShutdown, shutDownOnSignals } from "@workspace/common/shutdown";
import { createDatabase } from "@workspace/database/database";
import { createEventPublisher } from "@workspace/database/event-publisher";
import { createSandbox, TIER_NAMES } from "@workspace/sandbox/sandbox";
import { createAlerts } from "./alerts.js";
import { createHealthServer } from "./health-server.js";
import { createWorker } from "./worker.js";

const SERVICE = "worker-backend";
/** Parts of SHUTDOWN_TIMEOUT_MS for running programs and for alerts on their way. */
const PROGRAMS_SHARE = 0.6;
const ALERTS_SHARE = 0.1;

async function start(env: WorkerEnv): Promise<void> {
  const logger = createLogger({ service: SERVICE, level: env.LOG_LEVEL });
  const tier = (["auto", ...TIER_NAMES] as const).find((name) => name === env.SANDBOX_TIER);
  if (tier === undefined)
    throw new EnvError(`SANDBOX_TIER: must be one of auto, ${TIER_NAMES.join(", ")}`);
  const sandbox = await createSandbox({
    tier,
    logger,
    poolSizes: { javascript: Math.min(env.WORKER_CONCURRENCY, availableParallelism()) },
    limits: {
      wallMs: env.SANDBOX_WALL_MS,
      cpuMs: env.SANDBOX_CPU_MS,
      memoryBytes: env.SANDBOX_MEMORY_BYTES,
      outputBytes: env.SANDBOX_OUTPUT_BYTES,
    },
  });
  const address = readRedisAddress(env);
  const redis = connectRedis({ address, logger, purpose: SERVICE });
  const subscriber = connectSubscriber({ address, logger, purpose: `${SERVICE}:subscriber` });
  const bus = createEventBus({ publisher: redis, subscriber, logger });
  const database = createDatabase({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    applicationName: SERVICE,
    onError: (error) => logger.warn({ err: error }, "lost a database connection"),
  });
  const publisher = createEventPublisher({ database, bus, logger });
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
      address,
      logger,
      lockMs: env.JOB_LOCK_MS,
      maxStalls: env.JOB_ATTEMPTS - 1,
    }),
    producer,
    sandbox,
    alerts,
    logger,
    concurrency: env.WORKER_CONCURRENCY,
    attempts: env.JOB_ATTEMPTS,
    backoffMs: env.JOB_BACKOFF_MS,
    reconcileIntervalMs: env.RECONCILE_INTERVAL_MS,
    idempotencyTtlHours: env.IDEMPOTENCY_TTL_HOURS,
  });
  const shutdown = createShutdown({ logger, timeoutMs: env.SHUTDOWN_TIMEOUT_MS });
  const server = createHealthServer({
    checkHealth: createHealthCheck({
      service: SERVICE,
      pingDatabase: () => database.pool.query("SELECT 1"),
      pingRedis: () => redis.ping(),
      isDraining: shutdown.isDraining,
    }),
    queue: producer,
    sandbox,
    countAlerts: alerts.count,
    logger,
  });

  shutdown.add("intake", worker.stopTaking);
  shutdown.add("running jobs", () =>
    worker.finishRunning(env.SHUTDOWN_TIMEOUT_MS * PROGRAMS_SHARE),
  );
  shutdown.add("sandbox", sandbox.close);
  shutdown.add("queue", worker.close);
  shutdown.add("alerts", () => alerts.close(env.SHUTDOWN_TIMEOUT_MS * ALERTS_SHARE));
  shutdown.add("health", () => closeServer(server));
  shutdown.add("publisher", publisher.close);
  shutdown.add("redis", () => {
    subscriber.disconnect();
    redis.disconnect();
  });
  shutdown.add("database", database.close);
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  worker.start();
  logger.info(
    { port: env.PORT, isolation: sandbox.tier, tiers: sandbox.tiers },
    sandbox.tier === null ? "listening, without isolation: no code is run" : "listening",
  );
}

try {
  await start(loadEnv(workerEnv, process.env));
} catch (error) {
  process.stderr.write(
    `${SERVICE}: ${error instanceof EnvError ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
