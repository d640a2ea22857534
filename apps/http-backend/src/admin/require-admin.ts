import { AppError } from "@workspace/common/app-error";
import { readBearerToken } from "@workspace/common/bearer-token";
import type { LoginInput } from "@workspace/common/contracts/auth";
import type { Logger } from "@workspace/common/logger";
import { networkOf } from "@workspace/common/network-of";
import type { SessionGate } from "@workspace/database/session-gate";
import type { Request, RequestHandler, Response } from "express";
import { wantsPage } from "../http/wants-page.js";
import type { AuthRateLimit } from "../auth/auth-rate-limit.js";
import type { AuthService } from "../auth/auth.service.js";
import { clearAdminCookie, readAdminCookie, setAdminCookie } from "./admin-cookie.js";
import { readBasicCredentials } from "./basic-credentials.js";

const CHALLENGE = 'Basic realm="Workspace administration", charset="UTF-8"';

export interface RequireAdminDeps {
  auth: AuthService;
  rateLimit: AuthRateLimit;
  sessionGate: SessionGate;
  logger: Logger;
}

/**
 * Lets only admins pass: with a Bearer token, or by e-mail address and password as browsers ask for them. Who opens a
 * page with such a login begins a session like any other, whose token the browser keeps in a cookie. Session and rank
 * are asked for with every request.
 */
export function createRequireAdmin(deps: RequireAdminDeps): RequestHandler {
  return async (request, response, next) => {
    // Stands where the request is refused, and is taken back where it is not.
    response.set("WWW-Authenticate", CHALLENGE);
    const userId = await authenticate(deps, request, response);
    const { isAdmin } = await deps.auth.getAccount(userId);
    if (!isAdmin) throw adminsOnly();
    response.removeHeader("WWW-Authenticate");
    next();
  };
}

async function authenticate(
  deps: RequireAdminDeps,
  request: Request,
  response: Response,
): Promise<string> {
  const authorization = request.get("authorization");
  const bearer = readBearerToken(authorization);
  if (bearer !== undefined) return (await deps.sessionGate.authenticate(bearer)).userId;
  const cookie = readAdminCookie(request);
  if (cookie !== undefined) return authenticateCookie(deps, cookie, request, response);
  const login = readBasicCredentials(authorization);
  if (login === undefined)
    throw new AppError("UNAUTHENTICATED", "An admin's e-mail address and password are required");
  return logIn(deps, login, request, response);
}

/**
 * A session that has ended is not begun anew with the password that the browser still sends along: refused, it
 * asks its user again.
 */
async function authenticateCookie(
  { sessionGate }: RequireAdminDeps,
  token: string,
  request: Request,
  response: Response,
): Promise<string> {
  try {
    return (await sessionGate.authenticate(token)).userId;
  } catch (error) {
    if (error instanceof AppError && error.status === 401) clearAdminCookie(request, response);
    throw error;
  }
}

/**
 * A program keeps no cookie and sends the password each time: were a session begun for it each time, soon its user's
 * others would end, since an account has only so many.
 */
async function logIn(
  { auth, rateLimit, logger }: RequireAdminDeps,
  login: LoginInput,
  request: Request,
  response: Response,
): Promise<string> {
  const attempt = {
    network: networkOf(request.ip, request.socket.remoteAddress),
    email: login.email,
  };
  await rateLimit.consume(attempt);
  const user = await auth.checkLogin(login);
  await rateLimit.trust(attempt);
  if (!user.isAdmin) throw adminsOnly();
  if (!wantsPage(request)) return user.id;
  const { token } = await auth.beginSession(user);
  logger.info({ userId: user.id }, "an admin has logged in");
  setAdminCookie(request, response, token);
  return user.id;
}

const adminsOnly = (): AppError => new AppError("FORBIDDEN", "This is for admins only");
