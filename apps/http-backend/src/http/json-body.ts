import { AppError } from "@workspace/common/app-error";
import { requireSafeJson } from "@workspace/common/parse-input";
import express, { type RequestHandler } from "express";

/** Parses JSON bodies of at most `limitBytes`; a body of any other type is refused, and one that is not safe. */
export function createJsonBody(limitBytes: number): RequestHandler[] {
  return [
    (request, _response, next) => {
      // `false` means that there is a body and that it is not JSON; without a body it is null. An
      // empty body, as clients send with a POST that has nothing to say, needs no type.
      const isEmpty = request.get("content-length") === "0";
      if (!isEmpty && request.is("application/json") === false)
        throw new AppError("UNSUPPORTED_MEDIA_TYPE", "The body must be application/json");
      next();
    },
    express.json({ limit: limitBytes, type: "application/json" }),
    (request, _response, next) => {
      // Here rather than with its contract: to hash a body for an Idempotency-Key, nesting must not exhaust the stack.
      requireSafeJson(request.body);
      next();
    },
  ];
}
