import "@workspace/local-stack/provided-context";
import { createTokenKeys, type TokenSecrets } from "@workspace/common/access-token";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { createEventBus } from "@workspace/common/event-bus";
import { createHealthCheck } from "@workspace/common/health";
import { createJobProducer, enqueueJob, type JobQueue } from "@workspace/common/job-queue";
import { createLogger } from "@workspace/common/logger";
import { createMetrics } from "@workspace/common/metrics";
import { createGuardedMetrics } from "@workspace/common/metrics-endpoint";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import { connectRedis, connectSubscriber } from "@workspace/common/redis";
import { createDatabase, type Database } from "@workspace/database/database";
import { createEventPublisher } from "@workspace/database/event-publisher";
import { createSessionGate } from "@workspace/database/session-gate";
import { eventually } from "@workspace/local-stack/eventually";
import { findSecrets } from "@workspace/local-stack/find-secrets";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import type { Express } from "express";
import type { Redis } from "ioredis";
import { afterAll, expect, inject } from "vitest";
import { createApp } from "../src/app.js";
import { createAuthRateLimit } from "../src/auth/auth-rate-limit.js";
import { createAuthService } from "../src/auth/auth.service.js";
import { createPasswords, type Passwords } from "../src/auth/passwords.js";
import { createCollaboratorsService } from "../src/collaborators/collaborators.service.js";
import type { ConsoleBuild } from "../src/console/read-console.js";
import { createDocsRoutes } from "../src/docs/docs.routes.js";
import { createHealthRoutes } from "../src/health/health.routes.js";
import { createAuthenticate } from "../src/http/authenticate.js";
import { createJobsService } from "../src/jobs/jobs.service.js";
import { createLanguagesService } from "../src/languages/languages.service.js";
import { createHttpMetrics } from "../src/metrics/http-metrics.js";
import { createProjectsService } from "../src/projects/projects.service.js";

const JWT_SECRET = "a secret that only these tests know";
export const TOKEN_KEYS = createTokenKeys({ current: JWT_SECRET });
export const BODY_LIMIT_BYTES = 64 * 1024;
export const JOB_BODY_LIMIT_BYTES = 5 * 1024 * 1024;

type EndWith = (release: () => Promise<void> | void) => void;

/** What a test may want otherwise than the others. */
interface TestAppOptions {
  /** Who ends it: `onTestFinished` where a test opens one for itself, in which an `afterAll` would never run. */
  endWith?: EndWith;
  /** Another instance: on this one's database and Redis. */
  beside?: Pick<TestApp, "redisServer" | "databaseUrl">;
  /** Instead of a database of its own. */
  databaseUrl?: string;
  tokenSecrets?: TokenSecrets;
  authRateLimitPerMinute?: number;
  sessionTtlSeconds?: number;
  trustProxyHops?: number;
  metricsToken?: string;
  jobsPerProjectLimit?: number;
  origins?: "*" | string[];
  console?: ConsoleBuild;
  publicWsUrl?: string;
  /** Stands before the real bcrypt. */
  wrapPasswords?: (passwords: Passwords) => Passwords;
}

/** One instance of the service, listening. */
export interface TestApp {
  app: Express;
  url: string;
  database: Database;
  databaseUrl: string;
  redisServer: RedisFixture;
  redis: Redis;
  jobQueue: JobQueue;
  /** Every line that the instance has logged. */
  logs: string[];
  /** Whether it says that it is shutting down. */
  drain: (isDraining: boolean) => void;
}

/**
 * The service on a PostgreSQL and a Redis of its own, wired as `main.ts` wires it, until the end of the
 * test file that calls this. It fails there if it has logged a token, a hashed password or one of its secrets.
 */
export async function openTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { beside, endWith = afterAll } = options;
  const logs: string[] = [];
  const secrets = [JWT_SECRET, ...Object.values(options.tokenSecrets ?? {})];
  // Before what is opened below, so that it looks when all of that has been closed.
  endWith(() => expect(findSecrets(logs.join(""), secrets)).toEqual([]));
  const redisServer = beside?.redisServer ?? (await openRedis(endWith));
  const databaseUrl = beside?.databaseUrl ?? options.databaseUrl ?? (await openDatabase(endWith));
  secrets.push(redisServer.password, new URL(databaseUrl).password);
  const logger = createLogger({
    service: "http-backend",
    level: "trace",
    destination: new Writable({
      write(chunk: Buffer, _encoding, done) {
        logs.push(chunk.toString());
        done();
      },
    }),
  });
  const redis = connectRedis({ address: redisServer, logger, purpose: "http-backend" });
  const subscriber = connectSubscriber({ address: redisServer, logger, purpose: "subscriber" });
  const bus = createEventBus({ publisher: redis, subscriber, logger });
  const database = createDatabase({
    url: databaseUrl,
    poolSize: 10,
    applicationName: "http-backend",
    onError: (error) => logger.warn({ err: error }, "lost a database connection"),
  });
  const publisher = createEventPublisher({ database, bus, logger });
  const { tokenSecrets = { current: JWT_SECRET } } = options;
  const tokenKeys = createTokenKeys(tokenSecrets);
  const sessionGate = createSessionGate({ database, redis, tokenKeys });
  const jobQueue = createJobProducer(redis, logger);
  const passwords = await createPasswords(4);
  const metrics = createMetrics();
  const requestMetrics = createHttpMetrics(metrics);
  let isDraining = false;

  const app = createApp({
    logger,
    requestMetrics,
    metrics: createGuardedMetrics({ metrics, logger }, options.metricsToken),
    health: createHealthRoutes(
      createHealthCheck({
        service: "http-backend",
        pingDatabase: () => database.pool.query("SELECT 1"),
        pingRedis: () => redis.ping(),
        isDraining: () => isDraining,
      }),
    ),
    docs: createDocsRoutes({
      limits: {
        bodyBytes: BODY_LIMIT_BYTES,
        jobBodyBytes: JOB_BODY_LIMIT_BYTES,
        jobCaps: DEFAULT_JOB_CAPS,
        jobsPerProject: options.jobsPerProjectLimit ?? 100,
        authAttemptsPerMinute: options.authRateLimitPerMinute ?? 0,
      },
      publicWsUrl: ":3001",
    }),
    authenticate: createAuthenticate(sessionGate),
    sessionGate,
    jobQueue,
    rateLimit: createAuthRateLimit(
      redis,
      options.authRateLimitPerMinute ?? 0,
      requestMetrics.countLimitHit,
    ),
    auth: createAuthService({
      database,
      bus,
      sessionGate,
      passwords: options.wrapPasswords?.(passwords) ?? passwords,
      logger,
      tokenKeys,
      sessionTtlSeconds: options.sessionTtlSeconds ?? 3600,
      sessionMaxDays: 30,
    }),
    projects: createProjectsService({ database, publisher }),
    collaborators: createCollaboratorsService({ database, publisher }),
    jobs: createJobsService({
      database,
      publisher,
      outputBuffer: createOutputBuffer(redis),
      logger,
      jobsPerProjectLimit: options.jobsPerProjectLimit ?? 100,
      enqueue: (job) => enqueueJob(jobQueue, { ...job, attempts: 3, backoffMs: 1000 }),
    }),
    languages: createLanguagesService(redis),
    origins: options.origins ?? "*",
    trustProxyHops: options.trustProxyHops ?? 0,
    bodyLimitBytes: BODY_LIMIT_BYTES,
    jobBodyLimitBytes: JOB_BODY_LIMIT_BYTES,
    jobCaps: DEFAULT_JOB_CAPS,
    console: options.console ?? null,
    publicWsUrl: options.publicWsUrl ?? ":3001",
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await eventually(() => redis.status === "ready" && subscriber.status === "ready");

  endWith(async () => {
    server.close();
    server.closeAllConnections();
    await publisher.close();
    subscriber.disconnect();
    redis.disconnect();
    await database.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const drain = (value: boolean): void => {
    isDraining = value;
  };
  return { app, url, database, databaseUrl, redisServer, redis, jobQueue, logs, drain };
}

// Hooks run in the reverse order of their registration, so these two end after what uses them.

async function openRedis(endWith: EndWith): Promise<RedisFixture> {
  const redisServer = await startRedis();
  endWith(() => redisServer.stop());
  return redisServer;
}

async function openDatabase(endWith: EndWith): Promise<string> {
  const testDatabase = await createTestDatabase({ databaseUrl: inject("databaseUrl") });
  endWith(() => testDatabase.drop());
  return testDatabase.url;
}
