import {
  loginSchema,
  type LoginResponse,
  type MeResponse,
  signupSchema,
  type SignupResponse,
} from "@workspace/common/contracts/auth";
import { parseInput } from "@workspace/common/parse-input";
import { type RequestHandler, Router } from "express";
import { getCaller } from "../http/caller.js";
import type { AuthRateLimit } from "./auth-rate-limit.js";
import type { AuthService } from "./auth.service.js";

interface AuthRoutesDeps {
  auth: AuthService;
  rateLimit: AuthRateLimit;
  authenticate: RequestHandler;
}

/** `/auth`: signup, login, me, logout. */
export function createAuthRoutes({ auth, rateLimit, authenticate }: AuthRoutesDeps): Router {
  const router = Router();

  router.post("/signup", async (request, response) => {
    const input = parseInput(signupSchema, request.body);
    await rateLimit.consume({ ip: request.ip ?? "", email: input.email });
    const body: SignupResponse = { success: true, data: await auth.signUp(input) };
    response.status(201).json(body);
  });

  router.post("/login", async (request, response) => {
    const input = parseInput(loginSchema, request.body);
    await rateLimit.consume({ ip: request.ip ?? "", email: input.email });
    const { token, expiresAt, user } = await auth.logIn(input);
    const body: LoginResponse = {
      success: true,
      data: { token, expiresAt: expiresAt.toISOString(), user },
    };
    response.json(body);
  });

  router.get("/me", authenticate, async (_request, response) => {
    const caller = getCaller(response);
    const body: MeResponse = {
      success: true,
      data: {
        user: await auth.getAccount(caller.userId),
        session: { id: caller.sessionId, expiresAt: caller.sessionExpiresAt.toISOString() },
      },
    };
    response.json(body);
  });

  router.post("/logout", authenticate, async (_request, response) => {
    const caller = getCaller(response);
    await auth.logOut(caller.userId, caller.sessionId);
    response.json({ success: true, data: null });
  });

  return router;
}
