import { randomBytes } from "node:crypto";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { wantsPage } from "../http/wants-page.js";
import { createPagePolicy, listLiveOrigins } from "./page-policy.js";
import type { ConsoleBuild, ConsoleFile } from "./read-console.js";

/** As the build leaves it, see apps/console/vite.config.ts. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g;
/** As apps/console/index.html has it. */
const LIVE_URL = /(<meta name="workspace-live-url" content=")[^"]*"/;
const NONCE_BYTES = 16;
const YEAR_SECONDS = 31_536_000;
const HOUR_SECONDS = 3600;

/** Where programs ask and not people: what is missing there is told as such. */
const NOT_PAGES =
  /^\/(?:api|docs|admin|metrics|health|openapi\.json|asyncapi\.json|assets)(?:\/|$)/;

interface ConsoleDeps {
  /** Null when it is not built. */
  console: ConsoleBuild | null;
  /** Where browsers reach the gateway: a URL, or `:port` on the host of the page. */
  publicWsUrl: string;
}

/** The console: its files, and its one page for every address that nothing else answers. */
export function createConsoleRoutes({ console, publicWsUrl }: ConsoleDeps): Router {
  const serve: RequestHandler = (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      next();
      return;
    }
    const file = console?.files.get(request.path);
    if (file !== undefined) sendFile(request, response, file);
    else if (!isNavigation(request)) next();
    else if (console === null) sendNotBuilt(response);
    else sendPage(request, response, console.page);
  };

  function sendPage(request: Request, response: Response, page: string): void {
    const nonce = randomBytes(NONCE_BYTES).toString("base64");
    const policy = createPagePolicy(nonce, listLiveOrigins(publicWsUrl, request));
    // The API is for pages of other origins, this page for nobody but who opens it.
    response.removeHeader("Access-Control-Allow-Origin");
    response
      .set({
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
      })
      .type("html")
      .send(
        page
          .replaceAll(NONCE_PLACEHOLDER, nonce)
          .replace(LIVE_URL, (_match, before: string) => `${before}${publicWsUrl}"`),
      );
  }

  return Router().use(serve);
}

/** Whether it is a person who opens an address of the console. */
function isNavigation(request: Request): boolean {
  if (NOT_PAGES.test(request.path)) return false;
  return request.path === "/" || wantsPage(request);
}

function sendFile(request: Request, response: Response, file: ConsoleFile): void {
  const { content, brotli, contentType, isHashed } = file;
  response.set({
    "Content-Type": contentType,
    "Cache-Control": isHashed
      ? `public, max-age=${YEAR_SECONDS}, immutable`
      : `public, max-age=${HOUR_SECONDS}`,
  });
  if (brotli !== null) response.vary("Accept-Encoding");
  if (brotli !== null && request.acceptsEncodings("br") === "br")
    response.set("Content-Encoding", "br").send(brotli);
  else response.send(content);
}

const sendNotBuilt = (response: Response): void =>
  void response
    .status(404)
    .type("text")
    .send("The console is not built. Run `npm run build` and start again.\n");
