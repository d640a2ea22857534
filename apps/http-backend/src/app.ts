import type { RequestListener } from "node:http";
import type { JobQueue } from "@workspace/common/job-queue";
import type { JobCaps } from "@workspace/common/contracts/run-limits";
import type { Logger } from "@workspace/common/logger";
import { isMetricsRequest } from "@workspace/common/metrics-endpoint";
import type { SessionGate } from "@workspace/database/session-gate";
import cors from "cors";
import express, { type Express, type RequestHandler, Router } from "express";
import helmet from "helmet";
import { createAdminRoutes } from "./admin/admin.routes.js";
import type { AuthRateLimit } from "./auth/auth-rate-limit.js";
import { createAuthRoutes } from "./auth/auth.routes.js";
import type { AuthService } from "./auth/auth.service.js";
import { createCollaboratorsRoutes } from "./collaborators/collaborators.routes.js";
import type { CollaboratorsService } from "./collaborators/collaborators.service.js";
import { createConsoleRoutes } from "./console/console.routes.js";
import type { ConsoleBuild } from "./console/read-console.js";
import { handleError, handleUnknownRoute } from "./http/error-handler.js";
import { createJsonBody } from "./http/json-body.js";
import { createRequestLog } from "./http/request-log.js";
import { createJobsRoutes, createProjectJobsRoutes } from "./jobs/jobs.routes.js";
import type { JobsService } from "./jobs/jobs.service.js";
import { createLanguagesRoutes } from "./languages/languages.routes.js";
import type { LanguagesService } from "./languages/languages.service.js";
import type { HttpMetrics } from "./metrics/http-metrics.js";
import { createRequestWatch } from "./metrics/watch-requests.js";
import { createProjectsRoutes } from "./projects/projects.routes.js";
import type { ProjectsService } from "./projects/projects.service.js";

/** Response headers that a page of another origin may read. */
const EXPOSED_HEADERS = [
  "ETag",
  "Link",
  "Log-Begins-At",
  "Retry-After",
  "X-Request-Id",
  "Idempotency-Replayed",
];

interface AppDeps {
  logger: Logger;
  requestMetrics: HttpMetrics;
  /** Answers `GET /metrics`; null where there are none. */
  metrics: RequestListener | null;
  health: RequestHandler;
  docs: RequestHandler;
  authenticate: RequestHandler;
  sessionGate: SessionGate;
  /** What admins look at. */
  jobQueue: JobQueue;
  rateLimit: AuthRateLimit;
  auth: AuthService;
  projects: ProjectsService;
  collaborators: CollaboratorsService;
  jobs: JobsService;
  languages: LanguagesService;
  /** Origins that pages may call from. */
  origins: "*" | string[];
  trustProxyHops: number;
  bodyLimitBytes: number;
  jobBodyLimitBytes: number;
  /** The most that a job may bring and ask for. */
  jobCaps: JobCaps;
  /** The built console; null when there is none. */
  console: ConsoleBuild | null;
  /** Where browsers reach the gateway. */
  publicWsUrl: string;
}

/** What is told to one person, tokens among it, stays in no cache; what may stay there says so itself. */
const keepNowhere: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};

/** The REST API and the console as one Express app. */
export function createApp(deps: AppDeps): Express {
  const { authenticate } = deps;
  const jsonBody = createJsonBody(deps.bodyLimitBytes);
  const jobBody = createJsonBody(deps.jobBodyLimitBytes);

  const app = express();
  app.set("trust proxy", deps.trustProxyHops);
  app.set("query parser", "simple");
  // Entity tags are the projects' versions, not hashes of bodies.
  app.set("etag", false);
  app.disable("x-powered-by");

  const { metrics } = deps;
  // Not among what it measures, and in no log.
  if (metrics !== null)
    app.use((request, response, next) => {
      if (isMetricsRequest(request)) metrics(request, response);
      else next();
    });
  app.use(createRequestWatch(deps.requestMetrics));
  app.use(createRequestLog(deps.logger));
  app.use(helmet());
  app.use(keepNowhere);
  // Before other origins are let in: these pages are for nobody's but their own.
  app.use(createAdminRoutes(deps));
  app.use(cors({ origin: deps.origins, exposedHeaders: EXPOSED_HEADERS }));
  app.use(deps.health);
  app.use(deps.docs);

  const api = Router();
  api.use("/auth", jsonBody, createAuthRoutes({ ...deps, authenticate }));
  api.use(authenticate);
  api.use(
    "/projects/:projectId/collaborators",
    jsonBody,
    createCollaboratorsRoutes(deps.collaborators),
  );
  api.use("/projects/:projectId/jobs", createProjectJobsRoutes(deps.jobs));
  api.use("/projects", jsonBody, createProjectsRoutes(deps.projects));
  api.use("/jobs", jobBody, createJobsRoutes({ jobs: deps.jobs, caps: deps.jobCaps }));
  api.use("/languages", createLanguagesRoutes(deps.languages));
  app.use("/api/v1", api);

  // After all others: it takes every address that a browser opens.
  app.use(createConsoleRoutes(deps));
  app.use(handleUnknownRoute);
  app.use(handleError);
  return app;
}
