import { readClaims } from "../token-claims.js";
import type { Session } from "./session-store.js";

/** Of a session's life, which is left when it is renewed. */
const SHARE_LEFT = 1 / 4;
/** Also of a session that may not live on for much longer. */
const MIN_MS = 1000;

/** How long after its token was given a session is to be renewed. */
export function untilRenewalMs({ token, expiresAt }: Session): number {
  const lifeMs = Date.parse(expiresAt) - (readClaims(token).issuedAtMs ?? Date.now());
  return Math.max(MIN_MS, lifeMs * (1 - SHARE_LEFT));
}
