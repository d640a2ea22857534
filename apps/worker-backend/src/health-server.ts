import { randomUUID } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { ErrorBody } from "@workspace/common/contracts/errors";
import { answerWithin, type HealthBody, isReady } from "@workspace/common/health";
import type { JobQueue } from "@workspace/common/job-queue";
import type { Logger } from "@workspace/common/logger";

const QUEUE_TIMEOUT_MS = 1000;

/** Jobs in the queue; null while Redis does not answer. */
type QueueCounts = { waiting: number; active: number; delayed: number } | null;

/** What `GET /health` tells of a worker beyond every service's health. */
interface WorkerHealth extends HealthBody {
  queue: QueueCounts;
  /** `tier` is null when user code cannot be isolated here, and no code is run. */
  sandbox: { tier: string | null; tiers: readonly unknown[] };
  /** Jobs that exhausted their attempts since the service started. */
  alerts: number;
}

interface HealthServerDeps {
  checkHealth: () => Promise<HealthBody>;
  queue: JobQueue;
  sandbox: WorkerHealth["sandbox"];
  countAlerts: () => number;
  logger: Logger;
}

/** `GET /health` (alive, with details), `GET /health/ready` (503 unless it can run jobs); else 404. */
export function createHealthServer({
  checkHealth,
  queue,
  sandbox: { tier, tiers },
  countAlerts,
  logger,
}: HealthServerDeps): Server {
  async function readHealth(): Promise<WorkerHealth> {
    const [health, counts] = await Promise.all([checkHealth(), readCounts(queue)]);
    return { ...health, queue: counts, sandbox: { tier, tiers }, alerts: countAlerts() };
  }

  async function answer(path: string, response: ServerResponse): Promise<void> {
    if (path !== "/health" && path !== "/health/ready") return sendError(response, 404);
    const health = await readHealth();
    const isFit = path === "/health" || (isReady(health) && tier !== null);
    sendJson(response, isFit ? 200 : 503, health);
  }

  return createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    answer(isRead ? path : "", response).catch((error: unknown) => {
      logger.error({ err: error }, "could not answer a health request");
      sendError(response, 500);
    });
  });
}

async function readCounts(queue: JobQueue): Promise<QueueCounts> {
  const counts = queue.getJobCounts().catch(() => null);
  const answer = await answerWithin(counts, QUEUE_TIMEOUT_MS, null);
  if (answer === null) return null;
  return { waiting: answer.waiting, active: answer.active, delayed: answer.delayed };
}

function sendError(response: ServerResponse, status: 404 | 500): void {
  const body: ErrorBody = {
    success: false,
    error: {
      ...(status === 404
        ? { code: "NOT_FOUND", message: "Route not found" }
        : { code: "INTERNAL", message: "Internal server error" }),
      requestId: randomUUID(),
    },
  };
  sendJson(response, status, body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}
