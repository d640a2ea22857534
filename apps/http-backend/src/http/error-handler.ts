import { AppError, notFound } from "@workspace/common/app-error";
import type { ErrorBody } from "@workspace/common/contracts/errors";
import { isDatabaseUnavailable } from "@workspace/database/is-database-unavailable";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { noteErrorCode } from "../metrics/watch-requests.js";

/** What the body parser calls its failures, in this product's terms. Source: the `type`s of body-parser. */
const BODY_PARSER_ERRORS: Record<string, () => AppError> = {
  "entity.parse.failed": () => new AppError("MALFORMED_JSON", "The body is not valid JSON"),
  "entity.too.large": () => new AppError("PAYLOAD_TOO_LARGE", "The body is too large"),
  "encoding.unsupported": () =>
    new AppError("UNSUPPORTED_MEDIA_TYPE", "The body's content encoding is not supported"),
  "charset.unsupported": () =>
    new AppError("UNSUPPORTED_MEDIA_TYPE", "The body's character set is not supported"),
};

/** Answers what no route has answered. */
export const handleUnknownRoute: RequestHandler = () => {
  throw notFound("Route");
};

/** The one place where failures become responses; what is not expected is logged and not told. */
export const handleError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const failure = toAppError(error);
  noteErrorCode(response, failure.code);
  // The request's own log line tells it, once.
  if (failure.status >= 500)
    response.err = error instanceof Error ? error : new Error(String(error));
  if (failure.retryAfterSeconds !== undefined)
    response.set("Retry-After", String(failure.retryAfterSeconds));
  if (failure.status !== 401) response.removeHeader("WWW-Authenticate");
  else if (!response.hasHeader("WWW-Authenticate")) response.set("WWW-Authenticate", "Bearer");
  const body: ErrorBody = {
    success: false,
    error: {
      code: failure.code,
      message: failure.message,
      ...(failure.details === undefined ? {} : { details: failure.details }),
      requestId: String(request.id),
    },
  };
  response.status(failure.status).json(body);
};

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  const bodyError = typeof type === "string" ? BODY_PARSER_ERRORS[type]?.() : undefined;
  if (bodyError !== undefined) return bodyError;
  // Express's own refusals, such as a path that cannot be decoded.
  if (typeof status === "number" && status >= 400 && status < 500)
    return new AppError("VALIDATION_FAILED", "The request is malformed");
  if (isDatabaseUnavailable(error))
    return new AppError("UNAVAILABLE", "The service cannot reach its database right now", {
      retryAfterSeconds: 1,
      cause: error,
    });
  return new AppError("INTERNAL", "Something went wrong", { cause: error });
}
