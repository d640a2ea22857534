import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import type { HttpLimits } from "@workspace/common/contracts/http-route";
import { type Request, type RequestHandler, type Response, Router } from "express";
import { DOCS_STYLE } from "./docs-style.js";
import { createAsyncApi } from "./asyncapi.js";
import { renderEventsPage } from "./events-page.js";
import { createOpenApi } from "./openapi.js";
import { readRendererFile, RENDERER_FILES, REST_PAGE, REST_PAGE_SCRIPT } from "./rest-page.js";

const gzip = promisify(gzipCallback);

/** What is as old as the running service. */
const CACHE_MINUTES = "public, max-age=300";
/** What a page asks for by its version. */
const CACHE_YEAR = "public, max-age=31536000, immutable";

/** A style sheet of our own, and nothing else. */
const EVENTS_PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Scripts and requests of our own alone; pictures that the renderer's style sheet has in itself. */
const REST_PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface DocsRoutesDeps {
  limits: HttpLimits;
  /** Where clients reach the gateways: a URL, or `:port` on the host of the documents. */
  publicWsUrl: string;
}

/** `/openapi.json`, `/asyncapi.json`, and the pages of the documentation with their files. */
export function createDocsRoutes({ limits, publicWsUrl }: DocsRoutesDeps): Router {
  const router = Router();
  const script = "text/javascript";

  router.get(
    "/openapi.json",
    serveText("application/json", CACHE_MINUTES, () => JSON.stringify(createOpenApi(limits))),
  );
  router.get(
    "/docs",
    servePage(REST_PAGE_POLICY, () => REST_PAGE),
  );
  router.get(
    "/asyncapi.json",
    serveText("application/json", CACHE_MINUTES, () => JSON.stringify(createAsyncApi(publicWsUrl))),
  );
  router.get(
    "/docs/events",
    servePage(EVENTS_PAGE_POLICY, () => renderEventsPage(createAsyncApi(publicWsUrl))),
  );
  router.get(
    "/docs/assets/docs.css",
    serveText("text/css", CACHE_MINUTES, () => DOCS_STYLE),
  );
  router.get(
    "/docs/assets/rest-page.js",
    serveText(script, CACHE_MINUTES, () => REST_PAGE_SCRIPT),
  );
  for (const name of RENDERER_FILES)
    router.get(
      `/docs/assets/${name}`,
      serveText(name.endsWith(".js") ? script : "text/css", CACHE_YEAR, () =>
        readRendererFile(name),
      ),
    );
  return router;
}

/** Serves what is made when it is first asked for, and packed where the client can unpack it. */
function serveText(type: string, caching: string, make: () => string | Buffer): RequestHandler {
  let plain: Buffer | undefined;
  let packed: Promise<Buffer> | undefined;
  return async (request: Request, response: Response) => {
    plain ??= Buffer.from(make());
    response.set({ "Content-Type": `${type}; charset=utf-8`, "Cache-Control": caching });
    response.vary("Accept-Encoding");
    if (request.acceptsEncodings("gzip", "identity") !== "gzip") {
      response.send(plain);
      return;
    }
    packed ??= gzip(plain);
    response.set("Content-Encoding", "gzip").send(await packed);
  };
}

function servePage(policy: string, make: () => string): RequestHandler {
  const serve = serveText("text/html", "no-cache", make);
  return (request, response, next) => {
    response.set("Content-Security-Policy", policy);
    return serve(request, response, next);
  };
}
