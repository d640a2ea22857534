import { createTokenKeys } from "@workspace/common/access-token";
import { httpEnv, loadEnv, parseOrigins } from "@workspace/common/env";
import { createJobProducer, enqueueJob } from "@workspace/common/job-queue";
import { closeServer, listen } from "@workspace/common/listen";
import { createGuardedMetrics, serveMetrics } from "@workspace/common/metrics-endpoint";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import { runEvery } from "@workspace/common/run-every";
import { runService } from "@workspace/common/run-service";
import { readJobCaps } from "@workspace/common/sandbox-env";
import { shutDownOnSignals } from "@workspace/common/shutdown";
import { readTokenSecrets } from "@workspace/common/token-secrets";
import { connectBackends } from "@workspace/database/connect-backends";
import { createSessionGate } from "@workspace/database/session-gate";
import { createApp } from "./app.js";
import { createAuthRateLimit } from "./auth/auth-rate-limit.js";
import { createAuthService } from "./auth/auth.service.js";
import { createPasswords } from "./auth/passwords.js";
import { createCollaboratorsService } from "./collaborators/collaborators.service.js";
import { readConsole } from "./console/read-console.js";
import { createDocsRoutes } from "./docs/docs.routes.js";
import { createHealthRoutes } from "./health/health.routes.js";
import { createAuthenticate } from "./http/authenticate.js";
import { createHttpServer } from "./http/http-server.js";
import { createJobsService } from "./jobs/jobs.service.js";
import { createLanguagesService } from "./languages/languages.service.js";
import { createHttpMetrics } from "./metrics/http-metrics.js";
import { createProjectsService } from "./projects/projects.service.js";

const SERVICE = "http-backend";
/** Part of SHUTDOWN_TIMEOUT_MS for requests that are under way. */
const REQUESTS_SHARE = 0.6;

async function start(): Promise<void> {
  const env = loadEnv(httpEnv, process.env);
  const tokenKeys = createTokenKeys(readTokenSecrets(env));
  const backends = await connectBackends(SERVICE, env);
  const { logger, shutdown, database, redis, bus, publisher, metrics } = backends;
  const requestMetrics = createHttpMetrics(metrics);
  const sessionGate = createSessionGate({ database, redis, tokenKeys });
  const jobQueue = createJobProducer(redis, logger);

  const app = createApp({
    logger,
    requestMetrics,
    metrics: createGuardedMetrics({ metrics, logger }, env.METRICS_TOKEN),
    health: createHealthRoutes(backends.checkHealth),
    docs: createDocsRoutes({
      limits: {
        bodyBytes: env.HTTP_BODY_LIMIT_BYTES,
        jobBodyBytes: env.JOB_BODY_LIMIT_BYTES,
        jobCaps: readJobCaps(env),
        jobsPerProject: env.JOBS_PER_PROJECT_LIMIT,
        authAttemptsPerMinute: env.AUTH_RATE_LIMIT_PER_MINUTE,
      },
      publicWsUrl: env.PUBLIC_WS_URL,
    }),
    authenticate: createAuthenticate(sessionGate),
    sessionGate,
    jobQueue,
    rateLimit: createAuthRateLimit(
      redis,
      env.AUTH_RATE_LIMIT_PER_MINUTE,
      requestMetrics.countLimitHit,
    ),
    auth: createAuthService({
      database,
      bus,
      sessionGate,
      passwords: await createPasswords(env.BCRYPT_COST),
      logger,
      tokenKeys,
      sessionTtlSeconds: env.JWT_EXPIRES_IN,
      sessionMaxDays: env.SESSION_MAX_DAYS,
    }),
    projects: createProjectsService({ database, publisher }),
    collaborators: createCollaboratorsService({ database, publisher }),
    jobs: createJobsService({
      database,
      publisher,
      outputBuffer: createOutputBuffer(redis),
      logger,
      jobsPerProjectLimit: env.JOBS_PER_PROJECT_LIMIT,
      enqueue: (job) =>
        enqueueJob(jobQueue, { ...job, attempts: env.JOB_ATTEMPTS, backoffMs: env.JOB_BACKOFF_MS }),
    }),
    languages: createLanguagesService(redis),
    origins: parseOrigins(env.CORS_ORIGIN),
    trustProxyHops: env.TRUST_PROXY_HOPS,
    bodyLimitBytes: env.HTTP_BODY_LIMIT_BYTES,
    jobBodyLimitBytes: env.JOB_BODY_LIMIT_BYTES,
    jobCaps: readJobCaps(env),
    console: readConsole(),
    publicWsUrl: env.PUBLIC_WS_URL,
  });
  const server = createHttpServer({
    listener: app,
    headersTimeoutMs: env.HTTP_HEADERS_TIMEOUT_MS,
    requestTimeoutMs: env.HTTP_REQUEST_TIMEOUT_MS,
  });

  const relay = runEvery({
    intervalMs: env.RECONCILE_INTERVAL_MS,
    task: publisher.relay,
    onError: (error) => logger.warn({ err: error }, "could not relay events"),
  });

  shutdown.add("http", () => closeServer(server, env.SHUTDOWN_TIMEOUT_MS * REQUESTS_SHARE));
  shutdown.add("relay", relay.stop);
  await serveMetrics({ metrics, logger, shutdown }, env.METRICS_PORT);
  backends.releaseOnShutdown();
  shutDownOnSignals(shutdown);

  await listen(server, env.PORT);
  logger.info({ port: env.PORT }, "listening");
}

await runService(SERVICE, start);
