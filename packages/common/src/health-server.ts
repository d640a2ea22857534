import type { RequestListener, ServerResponse } from "node:http";
import type { HealthBody } from "./contracts/health.js";
import { sendError, sendJson } from "./json-answer.js";
import type { Logger } from "./logger.js";
import { isMetricsRequest } from "./metrics-endpoint.js";

interface HealthListenerOptions<Body extends HealthBody> {
  read: () => Promise<Body>;
  /** Whether the service should get traffic. */
  isReady: (health: Body) => boolean;
  /** Answers `GET /metrics`; null where there are none. */
  metrics: RequestListener | null;
  logger: Logger;
}

/**
 * The HTTP side of a service whose work is not HTTP: `GET /health` (alive, with details),
 * `GET /health/ready` (503 unless ready), `GET /metrics` where there are any, and 404 for all else.
 */
export function createHealthListener<Body extends HealthBody>({
  read,
  isReady,
  metrics,
  logger,
}: HealthListenerOptions<Body>): RequestListener {
  async function answer(path: string, response: ServerResponse): Promise<void> {
    if (path !== "/health" && path !== "/health/ready") {
      sendError(response, "NOT_FOUND", "Route not found");
      return;
    }
    const health = await read();
    sendJson(response, path === "/health" || isReady(health) ? 200 : 503, health);
  }

  return (request, response) => {
    if (metrics !== null && isMetricsRequest(request)) {
      metrics(request, response);
      return;
    }
    const [path = "/"] = (request.url ?? "/").split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    answer(isRead ? path : "", response).catch((error: unknown) => {
      logger.error({ err: error }, "could not answer a health request");
      sendError(response, "INTERNAL", "Something went wrong");
    });
  };
}
