import type { KeyObject } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import { type AccessToken, verifyAccessToken } from "@workspace/common/access-token";
import type { Redis } from "ioredis";
import type { Database } from "./database.js";
import { findOpenSessions, revokeSession } from "./sessions.js";

/** How long Redis may vouch for a session: the longest that a revocation can go unseen. */
const OPEN_TTL_MS = 1000;
/** A revocation must outlast every read of the database that began before it. */
const REVOKED_TTL_MS = 30_000;

const cacheKey = (sessionId: string): string => `session:${sessionId}`;

/** Decides, the same way on every service, whether a token still stands. */
export interface SessionGate {
  /**
   * Checks a token and the session behind it.
   *
   * @throws {AppError} UNAUTHENTICATED, TOKEN_EXPIRED, SESSION_REVOKED
   */
  authenticate(token: string): Promise<AccessToken>;
  /** Ends a session in PostgreSQL, then in the cache. @returns whether it was still open */
  revoke(sessionId: string): Promise<boolean>;
}

interface SessionGateDeps {
  database: Database;
  redis: Redis;
  tokenKey: KeyObject;
}

export function createSessionGate({ database, redis, tokenKey }: SessionGateDeps): SessionGate {
  async function isOpen(sessionId: string): Promise<boolean> {
    const cached = await redis.get(cacheKey(sessionId)).catch(() => null);
    if (cached !== null) return cached === "open";
    const isSessionOpen = (await findOpenSessions(database, [sessionId])).has(sessionId);
    // NX: a revocation that came between the read and this write must not be undone by it.
    if (isSessionOpen)
      await redis.set(cacheKey(sessionId), "open", "PX", OPEN_TTL_MS, "NX").catch(() => null);
    return isSessionOpen;
  }

  return {
    async authenticate(token) {
      const accessToken = verifyAccessToken(token, tokenKey);
      if (!(await isOpen(accessToken.sessionId)))
        throw new AppError("SESSION_REVOKED", "The session has ended");
      return accessToken;
    },

    async revoke(sessionId) {
      const wasOpen = await revokeSession(database, sessionId);
      await redis.set(cacheKey(sessionId), "revoked", "PX", REVOKED_TTL_MS).catch(() => null);
      return wasOpen;
    },
  };
}
