import {
  changePasswordSchema,
  loginSchema,
  type LoginResponse,
  type MeResponse,
  signupSchema,
  type SignupResponse,
} from "@workspace/common/contracts/auth";
import { parseInput } from "@workspace/common/parse-input";
import { networkOf } from "@workspace/common/network-of";
import { type Request, type RequestHandler, Router } from "express";
import { getCaller } from "../http/caller.js";
import type { Attempt, AuthRateLimit } from "./auth-rate-limit.js";
import type { AuthService, SignedIn } from "./auth.service.js";

interface AuthRoutesDeps {
  auth: AuthService;
  rateLimit: AuthRateLimit;
  authenticate: RequestHandler;
}

/** `/auth`: signup, login, me, refresh, password, logout. */
export function createAuthRoutes({ auth, rateLimit, authenticate }: AuthRoutesDeps): Router {
  const router = Router();

  router.post("/signup", async (request, response) => {
    const input = parseInput(signupSchema, request.body);
    await rateLimit.consume(toAttempt(request, input.email));
    const body: SignupResponse = { success: true, data: await auth.signUp(input) };
    response.status(201).json(body);
  });

  router.post("/login", async (request, response) => {
    const input = parseInput(loginSchema, request.body);
    const attempt = toAttempt(request, input.email);
    await rateLimit.consume(attempt);
    const signedIn = await auth.logIn(input);
    await rateLimit.trust(attempt);
    response.json(presentSignedIn(signedIn));
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

  // Not limited as the tries at a password are: who has an open session has nothing to guess.
  router.post("/refresh", authenticate, async (_request, response) => {
    const { sessionId } = getCaller(response);
    response.json(presentSignedIn(await auth.refresh(sessionId)));
  });

  router.put("/password", authenticate, async (request, response) => {
    const { userId } = getCaller(response);
    const input = parseInput(changePasswordSchema, request.body);
    const { email } = await auth.getAccount(userId);
    const attempt = toAttempt(request, email);
    await rateLimit.consume(attempt);
    const signedIn = await auth.changePassword(userId, input);
    await rateLimit.trustAlone(attempt);
    response.json(presentSignedIn(signedIn));
  });

  router.post("/logout", authenticate, async (_request, response) => {
    const caller = getCaller(response);
    await auth.logOut(caller.userId, caller.sessionId);
    response.json({ success: true, data: null });
  });

  return router;
}

/** Who tries: what a proxy that is not trusted says of it does not count. */
const toAttempt = ({ ip, socket }: Request, email: string): Attempt => ({
  network: networkOf(ip, socket.remoteAddress),
  email,
});

const presentSignedIn = ({ token, expiresAt, user }: SignedIn): LoginResponse => ({
  success: true,
  data: { token, expiresAt: expiresAt.toISOString(), user },
});
