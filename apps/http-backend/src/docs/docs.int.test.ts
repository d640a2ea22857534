import { expect, test } from "vitest";
import { callApi } from "../../tests/api.js";
import { listRoutes } from "../../tests/list-routes.js";
import { openTestApp } from "../../tests/open-test-app.js";
import type { OpenApiDocument } from "./openapi.js";

const app = await openTestApp();
const PAGES = listRoutes(app.app).filter((route) => route.startsWith("GET /docs"));

const read = async <Document>(path: string): Promise<Document> =>
  (await callApi(app, `GET ${path}`).expect(200)).body as Document;

test("the document has every route that Express has, and no other", async () => {
  const { paths } = await read<OpenApiDocument>("/openapi.json");
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = listRoutes(app.app).filter((route) => !PAGES.includes(route));
  // Answered before Express looks for a route.
  served.push("GET /metrics");
  expect(documented.sort()).toEqual(
    served.map((route) => route.replaceAll(/:(\w+)/g, "{$1}")).sort(),
  );
});

test("documents may be read by pages of other origins, and kept for minutes", async () => {
  const { headers } = await callApi(app, "GET /openapi.json", {
    headers: { Origin: "https://elsewhere.example" },
  });
  expect(headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=300",
    "content-type": "application/json; charset=utf-8",
  });
});

test("pages load from their own origin alone, and all that they load is there", async () => {
  const pages = PAGES.filter((route) => !route.includes("assets"));
  for (const route of pages) {
    const { headers, text } = await callApi(app, route).expect(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers["cache-control"]).toBe("no-cache");
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/);
    const links = [...text.matchAll(/\s(?:src|href)="([^"#]+)/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(3);
    for (const link of links.filter((link) => link !== "data:,")) {
      expect(link).toMatch(/^\/(?!\/)/);
      await callApi(app, `GET ${link}`).expect(200);
    }
  }
});

test("what is large is packed for who can unpack it", async () => {
  const ask = async (encoding: string): Promise<{ bytes: number; text: string }> => {
    const answer = await callApi(app, "GET /docs/assets/swagger-ui-bundle.js", {
      headers: { "Accept-Encoding": encoding },
    }).expect(200);
    expect(answer.headers["content-encoding"]).toBe(encoding === "gzip" ? "gzip" : undefined);
    expect(answer.headers["vary"]).toContain("Accept-Encoding");
    return { bytes: Number(answer.headers["content-length"]), text: answer.text };
  };
  const [packed, plain] = [await ask("gzip"), await ask("identity")];
  expect(packed.text).toBe(plain.text);
  expect(packed.bytes).toBeLessThan(plain.bytes / 3);
});
