import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request may come from a page of this very origin, or from no page at all: typed, bookmarked, or sent by
 * a program. A browser says where it comes from, and adds a password that it remembers to whatever another page asks
 * for, be it an image.
 */
export function isFromSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
