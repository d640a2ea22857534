import { randomUUID } from "node:crypto";
import type { RequestListener, ServerResponse } from "node:http";
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from "./contracts/errors.js";
import type { HealthBody } from "./contracts/health.js";
import type { Logger } from "./logger.js";

interface HealthListenerOptions<Body extends HealthBody> {
  read: () => Promise<Body>;
  /** Whether the service should get traffic. */
  isReady: (health: Body) => boolean;
  logger: Logger;
}

/**
 * The HTTP side of a service whose work is not HTTP: `GET /health` (alive, with details),
 * `GET /health/ready` (503 unless ready), and 404 for all else.
 */
export function createHealthListener<Body extends HealthBody>({
  read,
  isReady,
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
    const [path = "/"] = (request.url ?? "/").split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    answer(isRead ? path : "", response).catch((error: unknown) => {
      logger.error({ err: error }, "could not answer a health request");
      sendError(response, "INTERNAL", "Something went wrong");
    });
  };
}

function sendError(response: ServerResponse, code: ErrorCode, message: string): void {
  const body: ErrorBody = { success: false, error: { code, message, requestId: randomUUID() } };
  sendJson(response, ERROR_STATUS[code], body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}
