/** What an access token says of itself; null where it does not, as what is no JWT. */
export interface TokenClaims {
  /** Its `sub`. */
  userId: string | null;
  /** Its `iat`, by the server's clock. */
  issuedAtMs: number | null;
}

/**
 * Reads an access token, to know oneself among others and how long it lives: the signature is the server's to
 * check.
 */
export function readClaims(token: string): TokenClaims {
  const { sub, iat } = parsePayload(token);
  return {
    userId: typeof sub === "string" ? sub : null,
    issuedAtMs: typeof iat === "number" ? iat * 1000 : null,
  };
}

function parsePayload(token: string): { sub?: unknown; iat?: unknown } {
  try {
    const payload = token.split(".")[1] ?? "";
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return claims ?? {};
  } catch {
    return {};
  }
}
