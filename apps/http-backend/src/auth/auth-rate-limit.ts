import { createHash, randomUUID } from "node:crypto";
import { AppError } from "@workspace/common/app-error";
import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

const WINDOW_SECONDS = 60;
/** How long a network stays known to an account after the last login from there. */
const TRUST_SECONDS = 30 * 24 * 3600;

/** What attempts are counted by: where they come from, the account, or the account from where it is known. */
export const AUTH_LIMITS = ["authNetwork", "authAccount", "authTrusted"] as const;
export type AuthLimit = (typeof AUTH_LIMITS)[number];

/** Someone shows, or sets, the password of an account. */
export interface Attempt {
  /** Where they come from; see `networkOf`. */
  network: string;
  email: string;
}

/** Counts attempts to sign up, to log in and to change a password. */
export interface AuthRateLimit {
  /**
   * Counts one attempt, once for the network it came from and once for the account it is about.
   *
   * @throws {AppError} RATE_LIMITED with the seconds to wait
   */
  consume(attempt: Attempt): Promise<void>;
  /**
   * The attempt was a login that succeeded: from now on the account counts it apart from the rest of the
   * world, so that whoever tries passwords from elsewhere does not lock its user out.
   * After OWASP's device cookies, with the network for the cookie.
   */
  trust(attempt: Attempt): Promise<void>;
  /** The attempt has changed the password: from now on the account knows no network but this one. */
  trustAlone(attempt: Attempt): Promise<void>;
}

/**
 * One count over all instances, in Redis; each instance's own memory counts while Redis is away.
 *
 * @param perMinute attempts per minute; 0 allows any number
 * @param onHit called for each attempt that is one too many
 */
export function createAuthRateLimit(
  redis: Redis,
  perMinute: number,
  onHit: (limit: AuthLimit) => void,
): AuthRateLimit {
  if (perMinute === 0) {
    const ignore = async (): Promise<void> => {};
    return { consume: ignore, trust: ignore, trustAlone: ignore };
  }
  const limits = { points: perMinute, duration: WINDOW_SECONDS };
  const createLimiter = (keyPrefix: string): RateLimiterRedis =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      ...limits,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, ...limits }),
    });
  const limiters: Record<AuthLimit, RateLimiterRedis> = {
    authNetwork: createLimiter("limit:auth:ip"),
    authAccount: createLimiter("limit:auth:account"),
    authTrusted: createLimiter("limit:auth:trusted"),
  };

  async function consumeOne(limit: AuthLimit, key: string): Promise<void> {
    try {
      await limiters[limit].consume(key);
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      onHit(limit);
      throw new AppError("RATE_LIMITED", "Too many attempts; try again later", {
        retryAfterSeconds: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)),
      });
    }
  }

  async function isTrusted(attempt: Attempt): Promise<boolean> {
    const [trusted, epoch] = await redis
      .mget(trustKey(attempt), epochKey(attempt))
      .catch(() => [null, null]);
    return trusted != null && trusted === (epoch ?? FIRST_EPOCH);
  }

  async function trust(attempt: Attempt): Promise<void> {
    try {
      // Kept for as long as what it stands in.
      const epoch = await redis.getex(epochKey(attempt), "EX", TRUST_SECONDS);
      await redis.set(trustKey(attempt), epoch ?? FIRST_EPOCH, "EX", TRUST_SECONDS);
    } catch {
      // Without Redis nobody is known.
    }
  }

  return {
    async consume(attempt) {
      const { network, email } = attempt;
      await consumeOne("authNetwork", network);
      if (await isTrusted(attempt)) await consumeOne("authTrusted", hashKey(network, email));
      else await consumeOne("authAccount", hashKey(email));
    },

    trust,

    async trustAlone(attempt) {
      await redis.set(epochKey(attempt), randomUUID(), "EX", TRUST_SECONDS).catch(() => null);
      await trust(attempt);
    },
  };
}

/** The epoch of an account whose password has not been changed for as long as a network stays known. */
const FIRST_EPOCH = "1";

/** Keeps the epoch in which the network became known: it is known until the account's epoch is another. */
const trustKey = ({ network, email }: Attempt): string => `auth:trusted:${hashKey(network, email)}`;

/** Keeps an account's epoch, which a change of its password ends. */
const epochKey = ({ email }: Attempt): string => `auth:trust-epoch:${hashKey(email)}`;

/** Hashed: keys in Redis should not tell who tried to log in. */
const hashKey = (...parts: string[]): string =>
  createHash("sha256").update(parts.join(" ")).digest("base64url");
