import type { ErrorCode } from "@workspace/common/contracts/errors";
import type { Express, RequestHandler, Response } from "express";
import type { HttpMetrics } from "./http-metrics.js";
import { createRouteFinder } from "./find-route.js";

/** That browsers and clients use: Node.js takes dozens, and each would be a series for each route. */
const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** Measures every request, from its place at the front of the app. */
export function createRequestWatch(metrics: HttpMetrics): RequestHandler {
  let findRoute: ReturnType<typeof createRouteFinder> | null = null;
  return (request, response, next) => {
    const startedAt = performance.now();
    const { method, originalUrl, app } = request;
    // With the first request, since the app has its routes by then.
    const find = (findRoute ??= createRouteFinder(app as Express));
    metrics.begin();
    let isAnswered = false;
    // Before Node.js itself closes a connection that has done its work.
    response.prependOnceListener("finish", () => {
      isAnswered = !request.socket.destroyed;
    });
    response.once("close", () =>
      metrics.end({
        method: METHODS.has(method) ? method : "other",
        route: find(originalUrl),
        status: isAnswered ? String(response.statusCode) : "aborted",
        seconds: (performance.now() - startedAt) / 1000,
        errorCode: isAnswered ? (response.locals[ERROR_CODE] as ErrorCode | undefined) : undefined,
        isReplay: isAnswered && response.hasHeader(REPLAYED_HEADER),
      }),
    );
    next();
  };
}

const ERROR_CODE = "errorCode";
const REPLAYED_HEADER = "Idempotency-Replayed";

/** Tells the watch why a request was refused. */
export function noteErrorCode(response: Response, code: ErrorCode): void {
  response.locals[ERROR_CODE] = code;
}
