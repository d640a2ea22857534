import type { Request, Response } from "express";

/**
 * Points to the rest of a listing with a `Link` header (RFC 8288) when a page came back full.
 */
export function linkNextPage(
  request: Request,
  response: Response,
  rows: readonly { id: string }[],
  limit: number,
): void {
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return;
  // Not what was asked for as it stands: that may be a whole URL, with a host of the client's choice.
  const path = request.path === "/" ? "" : request.path;
  const query = new URLSearchParams({ limit: String(limit), cursor: last.id });
  response.set("Link", `<${request.baseUrl}${path}?${query.toString()}>; rel="next"`);
}
