import { createHash } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;

/** Counts attempts to sign up and to log in. */
export interface AuthRateLimit {
  /**
   * Counts one attempt, once for the address it came from and once for the account it is about.
   *
   * @throws {AppError} RATE_LIMITED with the seconds to wait
   */
  consume(attempt: { ip: string; email: string }): Promise<void>;
}

/**
 * One count over all instances, in Redis; each instance's own memory counts while Redis is away.
 *
 * @param perMinute attempts per minute; 0 allows any number
 */
export function createAuthRateLimit(redis: Redis, perMinute: number): AuthRateLimit {
  if (perMinute === 0) return { consume: async () => {} };
  const limits = { points: perMinute, duration: WINDOW_SECONDS };
  const createLimiter = (keyPrefix: string): RateLimiterRedis =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      ...limits,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, ...limits }),
    });
  const byIp = createLimiter("limit:auth:ip");
  const byAccount = createLimiter("limit:auth:account");

  async function consumeOne(limiter: RateLimiterRedis, key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      throw new AppError("RATE_LIMITED", "Too many attempts; try again later", {
        retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)),
      });
    }
  }

  return {
    async consume({ ip, email }) {
      await consumeOne(byIp, ip);
      // Hashed: keys in Redis should not tell who tried to log in.
      await consumeOne(byAccount, createHash("sha256").update(email).digest("base64url"));
    },
  };
}
