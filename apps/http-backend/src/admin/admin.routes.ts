import { AppError } from "@workspace/common/app-error";
import type { JobQueue } from "@workspace/common/job-queue";
import { type RequestHandler, Router } from "express";
import { createQueueBoard } from "./queue-board.js";
import { createRequireAdmin, type RequireAdminDeps } from "./require-admin.js";
import { isFromSameOrigin } from "./same-origin.js";

const QUEUES_PATH = "/admin/queues";

/** All that the pages may load is their own. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface AdminRoutesDeps extends RequireAdminDeps {
  jobQueue: JobQueue;
}

/** `/admin/queues`: what is in the queue, for admins to look at. */
export function createAdminRoutes(deps: AdminRoutesDeps): Router {
  const router = Router();
  router.use(
    QUEUES_PATH,
    protectPage,
    lookOnly,
    createRequireAdmin(deps),
    createQueueBoard(deps.jobQueue, QUEUES_PATH),
  );
  return router;
}

const protectPage: RequestHandler = (request, response, next) => {
  response.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  if (!isFromSameOrigin(request.headers))
    throw new AppError("FORBIDDEN", "Pages of other sites may not open this one; type its address");
  next();
};

/** Bull Board hides its buttons in its read-only mode; here nothing that they would send comes through. */
const lookOnly: RequestHandler = ({ method }, response, next) => {
  if (method !== "GET" && method !== "HEAD") {
    response.set("Allow", "GET, HEAD");
    throw new AppError("FORBIDDEN", "The queue can only be looked at here");
  }
  next();
};
