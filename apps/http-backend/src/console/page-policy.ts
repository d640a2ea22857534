/** A host that may stand in a header: what a client sends as its `Host` is any text. */
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/i;

/** Where the page that is asked for will be, as the request tells. */
interface PageAddress {
  protocol: string;
  hostname: string | undefined;
}

/**
 * The origins at which the page may reach the gateway, for WebSocket and for polling.
 *
 * @param publicWsUrl a URL, or `:port` on the host of the page
 * @returns none where the host of the request is not fit to be one
 */
export function listLiveOrigins(publicWsUrl: string, page: PageAddress): string[] {
  const { protocol, hostname = "" } = page;
  if (publicWsUrl.startsWith(":")) {
    if (!HOST.test(hostname)) return [];
    return listSchemes(protocol === "https", `${hostname}${publicWsUrl}`);
  }
  const url = new URL(publicWsUrl);
  return listSchemes(/^(?:https|wss):$/.test(url.protocol), url.host);
}

const listSchemes = (isSecure: boolean, host: string): string[] =>
  isSecure ? [`wss://${host}`, `https://${host}`] : [`ws://${host}`, `http://${host}`];

/** The Content-Security-Policy of the page: nothing but its own files and the gateway. */
export function createPagePolicy(nonce: string, liveOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The editor makes its styles while it runs, with the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    ["connect-src 'self'", ...liveOrigins].join(" "),
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
