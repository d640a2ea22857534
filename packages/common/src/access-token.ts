import { createSecretKey, type KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { AppError } from "./app-error.js";
import { idSchema } from "./contracts/fields.js";

const ALGORITHM = "HS256";

const claimsSchema = z.object({ sub: idSchema, sid: idSchema, exp: z.int() });

/** Who a token speaks for. The session behind it must still be asked for: tokens can be revoked. */
export interface AccessToken {
  userId: string;
  sessionId: string;
  expiresAt: Date;
}

/** What signs tokens, and what else is accepted while that secret takes another's place. */
export interface TokenSecrets {
  current: string;
  /** Signed until a rotation: its tokens stand until they expire. */
  previous?: string | undefined;
  /** Will sign: where other instances have begun with it, its tokens stand here too. */
  next?: string | undefined;
}

/** The keys of tokens. */
export interface TokenKeys {
  /** Signs new tokens. */
  current: KeyObject;
  /** Check tokens, the current one first. */
  accepted: readonly KeyObject[];
}

/**
 * The keys that sign and check tokens, made once: from the bare text of a secret, jsonwebtoken would try
 * to read a public key first, for every token anew.
 */
export function createTokenKeys({ current, previous, next }: TokenSecrets): TokenKeys {
  const key = createKey(current);
  const others = [previous, next].filter((secret) => secret !== undefined).map(createKey);
  return { current: key, accepted: [key, ...others] };
}

const createKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret, "utf8"));

/** Signs a token that names a user and one of its sessions. */
export function signAccessToken(token: AccessToken, keys: TokenKeys): string {
  return jwt.sign(
    { sid: token.sessionId, exp: Math.floor(token.expiresAt.getTime() / 1000) },
    keys.current,
    { algorithm: ALGORITHM, subject: token.userId },
  );
}

/**
 * Checks signature, algorithm, expiry and shape.
 *
 * @throws {AppError} TOKEN_EXPIRED, or UNAUTHENTICATED for anything else
 */
export function verifyAccessToken(token: string, keys: TokenKeys): AccessToken {
  const claims = claimsSchema.safeParse(decode(token, keys));
  if (!claims.success) throw new AppError("UNAUTHENTICATED", "The token is not valid");
  return {
    userId: claims.data.sub,
    sessionId: claims.data.sid,
    expiresAt: new Date(claims.data.exp * 1000),
  };
}

/** What the token says, by the first key that has signed it. */
function decode(token: string, { accepted }: TokenKeys): unknown {
  let cause: unknown;
  for (const key of accepted) {
    try {
      return jwt.verify(token, key, { algorithms: [ALGORITHM] });
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new AppError("TOKEN_EXPIRED", "The token has expired", { cause: error });
      cause = error;
    }
  }
  throw new AppError("UNAUTHENTICATED", "The token is not valid", { cause });
}
