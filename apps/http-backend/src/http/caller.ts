import type { AccessToken } from "@workspace/common/access-token";
import type { Request, Response } from "express";

/** Who makes a request, as `authenticate` found out. */
export interface Caller {
  userId: string;
  sessionId: string;
  sessionExpiresAt: Date;
  requestId: string;
}

/** Records who makes the request. */
export function setCaller(request: Request, response: Response, token: AccessToken): void {
  const caller: Caller = {
    userId: token.userId,
    sessionId: token.sessionId,
    sessionExpiresAt: token.expiresAt,
    requestId: String(request.id),
  };
  response.locals["caller"] = caller;
}

/** Who makes the request. Only for routes behind `authenticate`. */
export function getCaller(response: Response): Caller {
  const caller = response.locals["caller"] as Caller | undefined;
  if (caller === undefined) throw new Error("this route is not behind `authenticate`");
  return caller;
}
