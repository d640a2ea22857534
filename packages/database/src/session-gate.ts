import { AppError } from "@workspace/common/app-error";
import {
  type AccessToken,
  type TokenKeys,
  verifyAccessToken,
} from "@workspace/common/access-token";
import type { Redis } from "ioredis";
import type { Database } from "./database.js";
import { findOpenSessions, revokeSession } from "./sessions.js";

/** How long Redis may vouch for a session: the longest that a revocation can go unseen. */
const OPEN_TTL_MS = 1000;
/** A revocation must outlast every read of the database that began before it. */
const REVOKED_TTL_MS = 30_000;

/** What Redis keeps of a session is whose it is, or this. */
const REVOKED = "revoked";

/** Not `session:<id>`, whose values meant something else: instances of that version may still be running. */
const cacheKey = (sessionId: string): string => `session-of:${sessionId}`;

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
  /** Ends in the cache what has ended in PostgreSQL; without it Redis vouches for up to a second more. */
  forget(sessionIds: readonly string[]): Promise<void>;
}

/** As `forget` of a gate, for who checks no tokens. */
export async function forgetSessions(redis: Redis, sessionIds: readonly string[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const id of sessionIds) pipeline.set(cacheKey(id), REVOKED, "PX", REVOKED_TTL_MS);
  await pipeline.exec().catch(() => null);
}

interface SessionGateDeps {
  database: Database;
  redis: Redis;
  tokenKeys: TokenKeys;
}

export function createSessionGate({ database, redis, tokenKeys }: SessionGateDeps): SessionGate {
  /** Whose session it is; of one that is not open, nobody's. */
  async function findUser(sessionId: string): Promise<string | undefined> {
    const cached = await redis.get(cacheKey(sessionId)).catch(() => null);
    if (cached !== null) return cached === REVOKED ? undefined : cached;
    const userId = (await findOpenSessions(database, [sessionId])).get(sessionId);
    // NX: a revocation that came between the read and this write must not be undone by it.
    if (userId !== undefined)
      await redis.set(cacheKey(sessionId), userId, "PX", OPEN_TTL_MS, "NX").catch(() => null);
    return userId;
  }

  const forget = (sessionIds: readonly string[]): Promise<void> =>
    forgetSessions(redis, sessionIds);

  return {
    async authenticate(token) {
      const accessToken = verifyAccessToken(token, tokenKeys);
      // Also for a rightly signed token: whoever has come by the secret has nobody's session with it.
      if ((await findUser(accessToken.sessionId)) !== accessToken.userId)
        throw new AppError("SESSION_REVOKED", "The session has ended");
      return accessToken;
    },

    async revoke(sessionId) {
      const wasOpen = await revokeSession(database, sessionId);
      await forget([sessionId]);
      return wasOpen;
    },

    forget,
  };
}
