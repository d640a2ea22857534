import type { Request, Response } from "express";

/** Holds the token of the session that a browser's login has opened. */
const NAME = "workspace-admin";
const PATH = "/admin";

/** Gives the browser the token; scripts cannot read it, and no other site's page can have it sent. */
export function setAdminCookie(request: Request, response: Response, token: string): void {
  response.cookie(NAME, token, attributesFor(request));
}

/** Takes the token back. */
export function clearAdminCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, attributesFor(request));
}

/** The token that a browser sends; undefined when it sends none. */
export function readAdminCookie(request: Request): string | undefined {
  const pairs = (request.get("cookie") ?? "").split(/; */);
  return pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
}

const attributesFor = (request: Request) =>
  // Behind a proxy that ends TLS, what it says counts only where proxies are trusted.
  ({ path: PATH, httpOnly: true, sameSite: "strict", secure: request.secure }) as const;
