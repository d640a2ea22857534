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

/**
 * The key that signs and checks tokens, made once: from the bare text of a secret, jsonwebtoken would try
 * to read a public key first, for every token anew.
 */
export const createTokenKey = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(secret, "utf8"));

/** Signs a token that names a user and one of its sessions. */
export function signAccessToken(token: AccessToken, key: KeyObject): string {
  return jwt.sign(
    { sid: token.sessionId, exp: Math.floor(token.expiresAt.getTime() / 1000) },
    key,
    { algorithm: ALGORITHM, subject: token.userId },
  );
}

/**
 * Checks signature, algorithm, expiry and shape.
 *
 * @throws {AppError} TOKEN_EXPIRED, or UNAUTHENTICATED for anything else
 */
export function verifyAccessToken(token: string, key: KeyObject): AccessToken {
  let decoded: unknown;
  try {
    decoded = jwt.verify(token, key, { algorithms: [ALGORITHM] });
  } catch (cause) {
    if (cause instanceof jwt.TokenExpiredError)
      throw new AppError("TOKEN_EXPIRED", "The token has expired", { cause });
    throw new AppError("UNAUTHENTICATED", "The token is not valid", { cause });
  }
  const claims = claimsSchema.safeParse(decoded);
  if (!claims.success) throw new AppError("UNAUTHENTICATED", "The token is not valid");
  return {
    userId: claims.data.sub,
    sessionId: claims.data.sid,
    expiresAt: new Date(claims.data.exp * 1000),
  };
}
