import { createHash, timingSafeEqual } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { readBearerToken } from "./bearer-token.js";
import type { ServiceEnv } from "./env.js";
import { sendError } from "./json-answer.js";
import { closeServer, listen } from "./listen.js";
import type { Logger } from "./logger.js";
import type { Metrics } from "./metrics.js";
import type { Shutdown } from "./shutdown.js";

interface EndpointDeps {
  metrics: Metrics;
  logger: Logger;
}

/** Whether a request asks for metrics, be they to be had here or not. */
export const isMetricsRequest = ({
  method,
  url = "/",
}: Pick<IncomingMessage, "method" | "url">): boolean =>
  (method === "GET" || method === "HEAD") && url.split("?")[0] === "/metrics";

/**
 * Answers requests for metrics on a port that everybody can reach: to who shows the token.
 *
 * @param token METRICS_TOKEN
 * @returns null without a token: there are no metrics then
 */
export function createGuardedMetrics(
  deps: EndpointDeps,
  token: string | undefined,
): RequestListener | null {
  if (token === undefined) return null;
  const expected = digest(token);
  return (request, response) => {
    const given = readBearerToken(request.headers.authorization) ?? "";
    // Digests have one length, and how long it takes to compare them tells nothing.
    if (timingSafeEqual(digest(given), expected)) return void answer(deps, response);
    response.setHeader("www-authenticate", "Bearer");
    sendError(response, "UNAUTHENTICATED", "The metrics token is required");
  };
}

/** Answers requests for metrics to whoever reaches it: for a port of its own that is kept inside. */
export const createMetricsServer = (deps: EndpointDeps): Server =>
  createServer((request, response) => {
    if (isMetricsRequest(request)) void answer(deps, response);
    else sendError(response, "NOT_FOUND", "Route not found");
  });

/** Opens METRICS_PORT where there is one, until the service stops. */
export async function serveMetrics(
  deps: EndpointDeps & { shutdown: Shutdown },
  port: ServiceEnv["METRICS_PORT"],
): Promise<void> {
  if (port === undefined) return;
  const server = createMetricsServer(deps);
  deps.shutdown.add("metrics", () => closeServer(server));
  await listen(server, port);
  deps.logger.info({ port }, "metrics on a port of their own");
}

async function answer({ metrics, logger }: EndpointDeps, response: ServerResponse): Promise<void> {
  try {
    const text = await metrics.render();
    response.writeHead(200, {
      "content-type": metrics.contentType,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    response.end(text);
  } catch (error) {
    logger.error({ err: error }, "could not render metrics");
    sendError(response, "INTERNAL", "Something went wrong");
  }
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
