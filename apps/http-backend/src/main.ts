import { createServer } from "node:http";
import { createTokenKey } from "@workspace/common/access-token";
import {
  EnvError,
  httpEnv,
  type HttpEnv,
  loadEnv,
  parseOrigins,
  readJwtSecret,
  readRedisAddress,
} from "@workspace/common/env";
import { createEventBus } from "@workspace/common/event-bus";
import { createHealthCheck } from "@workspace/common/health";
import { createJobProducer, enqueueJob } from "@workspace/common/job-queue";
import { closeServer, listen } from "@workspace/common/listen";
import { createLogger } from "@workspace/common/logger";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createShutdown, shutDownOnSignals } from "@workspace/common/shutdown";
import { createDatabase } from "@workspace/database/database";
import { createEventPublisher } from "@workspace/database/event-publisher";
import { createSessionGate } from "@workspace/database/session-gate";
import { createApp } from "./app.js";
import { createAuthRateLimit } from "./auth/auth-rate-limit.js";
import { createAuthService } from "./auth/auth.service.js";
import { createPasswords } from "./auth/passwords.js";
import { createCollaboratorsService } from "./collaborators/collaborators.service.js";
import { createHealthRoutes } from "./health/health.routes.js";
import { createAuthenticate } from "./http/authenticate.js";
import { createIdempotent } from "./http/idempotency.js";
import { createJobsService } from "./jobs/jobs.service.js";
import { createProjectsService } from "./projects/projects.service.js";

const SERVICE = "http-backend";
/** A client that sends its head or body slower than this is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

async function start(env: HttpEnv, jwtSecret: string): Promise<void> {
  const logger = createLogger({ service: SERVICE, level: env.LOG_LEVEL });
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
  const tokenKey = createTokenKey(jwtSecret);
  const sessionGate = createSessionGate({ database, redis, tokenKey });
  const jobQueue = createJobProducer(redis, logger);
  const shutdown = createShutdown({ logger, timeoutMs: env.SHUTDOWN_TIMEOUT_MS });

  const app = createApp({
    logger,
    health: createHealthRoutes(
      createHealthCheck({
        service: SERVICE,
        pingDatabase: () => database.pool.query("SELECT 1"),
        pingRedis: () => redis.ping(),
        isDraining: shutdown.isDraining,
      }),
    ),
    authenticate: createAuthenticate(sessionGate),
    idempotent: createIdempotent(database),
    rateLimit: createAuthRateLimit(redis, env.AUTH_RATE_LIMIT_PER_MINUTE),
    auth: createAuthService({
      database,
      bus,
      sessionGate,
      passwords: await createPasswords(env.BCRYPT_COST),
      logger,
      tokenKey,
      sessionTtlSeconds: env.JWT_EXPIRES_IN,
    }),
    projects: createProjectsService({ database, publisher }),
    collaborators: createCollaboratorsService({ database, publisher }),
    jobs: createJobsService({
      database,
      publisher,
      logger,
      jobsPerProjectLimit: env.JOBS_PER_PROJECT_LIMIT,
      enqueue: (job) =>
        enqueueJob(jobQueue, { ...job, attempts: env.JOB_ATTEMPTS, backoffMs: env.JOB_BACKOFF_MS }),
    }),
    origins: parseOrigins(env.CORS_ORIGIN),
    trustProxyHops: env.TRUST_PROXY_HOPS,
    bodyLimitBytes: env.HTTP_BODY_LIMIT_BYTES,
    jobBodyLimitBytes: env.JOB_BODY_LIMIT_BYTES,
  });

  const server = createServer(app);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;

  const relay = setInterval(() => {
    publisher.relay().catch((error: unknown) => logger.debug({ err: error }, "relay failed"));
  }, env.RECONCILE_INTERVAL_MS);

  shutdown.add("http", () => closeServer(server));
  shutdown.add("relay", () => clearInterval(relay));
  shutdown.add("publisher", () => publisher.close());
  shutdown.add("redis", () => {
    subscriber.disconnect();
    redis.disconnect();
  });
  shutdown.add("database", () => database.close());
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  logger.info({ port: env.PORT }, "listening");
}

try {
  const env = loadEnv(httpEnv, process.env);
  await start(env, readJwtSecret(env));
} catch (error) {
  process.stderr.write(
    `${SERVICE}: ${error instanceof EnvError ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
