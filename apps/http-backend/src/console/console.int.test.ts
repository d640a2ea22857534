import { errorBodySchema } from "@workspace/common/contracts/errors";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openTestApp } from "../../tests/open-test-app.js";
import type { ConsoleBuild } from "./read-console.js";

const SCRIPT = Buffer.from("console.log(1);");
const CONSOLE: ConsoleBuild = {
  page: `<meta name="workspace-live-url" content=":1" /><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/a-1.js"></script>`,
  files: new Map([
    [
      "/assets/a-1.js",
      {
        content: SCRIPT,
        brotli: brotliCompressSync(SCRIPT),
        contentType: "text/javascript; charset=utf-8",
        isHashed: true,
      },
    ],
    [
      "/favicon.svg",
      {
        content: Buffer.from("<svg/>"),
        brotli: null,
        contentType: "image/svg+xml",
        isHashed: false,
      },
    ],
  ]),
};
/** As Chromium asks for a page. */
const NAVIGATION = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const PROJECT = "/projects/01890a5d-ac96-774b-bcce-b302099a8057";

const app = await openTestApp({ console: CONSOLE, publicWsUrl: "wss://live.example.com" });
const bare = await openTestApp({ beside: app });

const open = (path: string, headers: Record<string, string> = NAVIGATION, url = app.url) =>
  fetch(`${url}${path}`, { headers });

describe("an address that nothing else answers", () => {
  test.each(["/", "/login", PROJECT, "/no/such/page"])("such as %s is the page", async (path) => {
    const answer = await open(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(await answer.text()).toContain(
      '<meta name="workspace-live-url" content="wss://live.example.com" />',
    );
  });

  test.each([
    "/api/v2/projects",
    "/api",
    "/docs/nothing",
    "/openapi.json/nothing",
    "/metrics/nothing",
    "/health/nothing",
    "/assets/nothing.js",
  ])("such as %s stays with programs", async (path) => {
    const answer = await open(path);
    expect(answer.status).toBe(404);
    expect(errorBodySchema.parse(await answer.json()).error.code).toBe("NOT_FOUND");
  });

  test("is not the page for who does not ask for one, but at the root", async () => {
    expect((await open(PROJECT, { accept: "*/*" })).status).toBe(404);
    expect((await open(PROJECT, { accept: "application/json" })).status).toBe(404);
    expect((await open("/", { accept: "*/*" })).status).toBe(200);
    const post = await fetch(`${app.url}${PROJECT}`, { method: "POST", headers: NAVIGATION });
    expect(post.status).toBe(404);
  });
});

describe("the page", () => {
  test("comes with a nonce of its own, which is in its policy", async () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 3; count += 1) {
      const answer = await open("/");
      const policy = answer.headers.get("content-security-policy") ?? "";
      const nonce = /'nonce-([\w+/=]{20,})'/.exec(policy)?.[1] ?? "";
      const page = await answer.text();
      expect(page.split(`nonce="${nonce}"`)).toHaveLength(3);
      expect(page).not.toContain("__CSP_NONCE__");
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test("may reach the gateway and nothing else, and nobody may frame or read it", async () => {
    const { headers } = await open("/");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self' wss://live.example.com https://live.example.com;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("says so when it is not built, and everything else works", async () => {
    const answer = await open("/", NAVIGATION, bare.url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("npm run build");
    expect((await open("/health", NAVIGATION, bare.url)).status).toBe(200);
  });
});

describe("a file of the console", () => {
  test("is kept for a year where its name changes with it, and compressed for who takes that", async () => {
    const packed = await open("/assets/a-1.js", { "accept-encoding": "gzip, br" });
    const plain = await open("/assets/a-1.js", { "accept-encoding": "identity" });
    expect(packed.headers.get("content-encoding")).toBe("br");
    expect(plain.headers.get("content-encoding")).toBeNull();
    for (const { headers } of [packed, plain]) {
      expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
      expect(headers.get("vary")).toContain("Accept-Encoding");
    }
    expect(await packed.text()).toBe(SCRIPT.toString());
    expect(await plain.text()).toBe(SCRIPT.toString());
  });

  test("is asked for again after an hour where its name stays", async () => {
    const { headers } = await open("/favicon.svg");
    expect(headers.get("cache-control")).toBe("public, max-age=3600");
  });

  test.each(["/assets/%2e%2e/index.html", "/assets/..%2findex.html", "/assets//a-1.js"])(
    "is not found by another spelling, such as %s",
    async (path) => {
      expect((await open(path, { accept: "*/*" })).status).toBe(404);
    },
  );
});
