import { randomUUID } from "node:crypto";
import { requestIdSchema } from "@workspace/common/contracts/fields";
import { describeError, type Logger, redactUrl } from "@workspace/common/logger";
import type { RequestHandler } from "express";
import { pinoHttp } from "pino-http";

const REQUEST_ID_HEADER = "X-Request-Id";

/**
 * One log line per request, and an id for it: the caller's `X-Request-Id` where it is plain, else a new
 * one. The id goes back in the response and on into events and jobs.
 */
export function createRequestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const given = requestIdSchema.safeParse(request.headers["x-request-id"]);
      const id = given.success ? given.data : randomUUID();
      response.setHeader(REQUEST_ID_HEADER, id);
      return id;
    },
    // The id and the essentials only: headers hold tokens.
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        url: redactUrl(request.url),
      }),
      res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
      err: describeError,
    },
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return "error";
      return response.statusCode >= 400 ? "warn" : "info";
    },
    autoLogging: { ignore: (request) => request.url?.startsWith("/health") ?? false },
    quietReqLogger: true,
  });
}
