import { AppError } from "@workspace/common/app-error";
import { readBearerToken } from "@workspace/common/bearer-token";
import type { SessionGate } from "@workspace/database/session-gate";
import type { RequestHandler } from "express";
import { setCaller } from "./caller.js";

/** Lets only requests pass that carry a token whose session is open. */
export function createAuthenticate(sessionGate: SessionGate): RequestHandler {
  return async (request, response, next) => {
    const token = readBearerToken(request.get("authorization"));
    if (token === undefined)
      throw new AppError(
        "UNAUTHENTICATED",
        "An `Authorization: Bearer <token>` header is required",
      );
    setCaller(request, response, await sessionGate.authenticate(token));
    next();
  };
}
