/**
 * The id of the user whom an access token names, which is its `sub`; null for what is no JWT. Only to know
 * oneself among others: the signature is the gateway's to check.
 */
export function readTokenUser(token: string): string | null {
  try {
    const payload = token.split(".")[1] ?? "";
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    const subject = (claims as { sub?: unknown } | null)?.sub;
    return typeof subject === "string" ? subject : null;
  } catch {
    return null;
  }
}
