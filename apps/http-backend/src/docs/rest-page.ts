import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { renderPage } from "./html.js";

const require = createRequire(import.meta.url);
const { version } = require("swagger-ui-dist/package.json") as { version: string };

/** The renderer's files, as they are served. */
export const RENDERER_FILES = ["swagger-ui.css", "swagger-ui-bundle.js"] as const;

/** One of the renderer's files, from its package. */
export const readRendererFile = (name: (typeof RENDERER_FILES)[number]): Buffer =>
  readFileSync(require.resolve(`swagger-ui-dist/${name}`));

/** `/docs`: the REST API to read and to try. */
export const REST_PAGE = renderPage({
  title: "REST API · Collaborative Workspace",
  current: "/docs",
  source: "/openapi.json",
  head: `<link rel="stylesheet" href="/docs/assets/swagger-ui.css?v=${version}">
<script src="/docs/assets/swagger-ui-bundle.js?v=${version}" defer></script>
<script src="/docs/assets/rest-page.js" defer></script>`,
  content: `<main id="swagger-ui"><noscript><p class="notice">This page needs JavaScript. The same is in <a href="/openapi.json">openapi.json</a>.</p></noscript></main>`,
});

/** What starts the renderer. */
export const REST_PAGE_SCRIPT = `"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: true,
  validatorUrl: null,
});
`;
