import { errorBodySchema } from "@workspace/common/contracts/errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createProject,
} from "../../apps/http-backend/tests/api.js";
import { openTestApp } from "../../apps/http-backend/tests/open-test-app.js";
import { requestHandshake } from "../../apps/websocket-backend/tests/raw-handshake.js";
import { startGateway } from "../../apps/websocket-backend/tests/start-gateway.js";
import { openAttackTarget } from "./support/open-attack-target.js";
import { headOf, requestBytes, sendBytes, statusesOf } from "./support/raw-connection.js";
import { sendRequest } from "./support/send-request.js";

const ALLOWED = ["https://app.example.com", "http://localhost:5173"];

const { app, gateway, backends } = await openAttackTarget({
  app: { origins: ALLOWED },
  gateway: { origins: ALLOWED },
});
const openApp = await openTestApp({ beside: app });
const openGateway = await startGateway(backends, { endWith: afterAll });

let owner: Account;
let projectId: string;
beforeAll(async () => {
  owner = await createAccount(app);
  projectId = await createProject(app, owner);
});

/** Origins that are none of the allowed ones, though a careless comparison would take them for one. */
const FOREIGN_ORIGINS = [
  "null",
  "",
  "*",
  "https://evil.example",
  "https://app.example.com.evil.example",
  "https://evil.example/https://app.example.com",
  "https://evilapp.example.com",
  "https://sub.app.example.com",
  "https://app.example.co",
  "https://app-example.com",
  "https://appxexample.com",
  "http://app.example.com",
  "wss://app.example.com",
  "app.example.com",
  "//app.example.com",
  "https://app.example.com:444",
  "https://app.example.com.",
  "https://app.example.com/",
  "https://app.example.com#",
  "https://app.example.com@evil.example",
  "https://evil.example@app.example.com",
  "HTTPS://APP.EXAMPLE.COM",
  "https://App.example.com",
  "https://app.example.com%00.evil.example",
  "https://app.example.com\u00a0",
  "https://app.example.com,https://evil.example",
  "https://app.example.com https://evil.example",
  "http://localhost",
  "http://localhost:51730",
  "http://127.0.0.1:5173",
  "http://[::1]:5173",
];

const preflight = (url: string, origin: string) =>
  sendRequest(url, {
    route: `OPTIONS /api/v1/projects/${projectId}`,
    headers: {
      origin,
      "access-control-request-method": "DELETE",
      "access-control-request-headers": "authorization",
    },
  });
const call = (url: string, origin: string) =>
  sendRequest(url, {
    route: "GET /api/v1/projects",
    headers: { origin, authorization: `Bearer ${owner.token}` },
  });

describe("a page of another origin", () => {
  test.each(FOREIGN_ORIGINS)("such as %j is let in nowhere", async (origin) => {
    for (const { headers } of [await preflight(app.url, origin), await call(app.url, origin)]) {
      expect(headers).not.toHaveProperty("access-control-allow-origin");
      expect(headers).not.toHaveProperty("access-control-allow-credentials");
      expect(headers["vary"]).toContain("Origin");
    }
    for (const transport of ["polling", "websocket"] as const) {
      const { token } = owner;
      const answer = await requestHandshake(gateway.url, { transport, token, headers: { origin } });
      expect(answer.status, transport).toBe(403);
      expect(errorBodySchema.parse(JSON.parse(answer.body)).error.code).toBe("FORBIDDEN");
    }
  });

  test.each(ALLOWED)("such as %s is let in everywhere when it is allowed", async (origin) => {
    const { token } = owner;
    for (const { headers } of [await preflight(app.url, origin), await call(app.url, origin)])
      expect(headers["access-control-allow-origin"]).toBe(origin);
    const handshake = { token, headers: { origin } };
    const asked = (transport: "polling" | "websocket") =>
      requestHandshake(gateway.url, { transport, ...handshake });
    expect((await asked("polling")).status).toBe(200);
    expect((await asked("websocket")).status).toBe(101);
  });

  test("is never given a user's credentials, whoever is allowed", async () => {
    const origins = [...ALLOWED, "https://evil.example", "null"];
    for (const { url } of [app, openApp])
      for (const origin of origins)
        for (const { headers } of [await preflight(url, origin), await call(url, origin)]) {
          expect(headers).not.toHaveProperty("access-control-allow-credentials");
          expect(headers).not.toHaveProperty("set-cookie");
        }
  });

  test("is told `*` and never its own name where all are allowed", async () => {
    for (const origin of ["https://evil.example", "null"])
      expect((await call(openApp.url, origin)).headers["access-control-allow-origin"]).toBe("*");
  });

  test("sees no credentials of sockets either", async () => {
    for (const url of [gateway.url, openGateway.url])
      for (const origin of [...ALLOWED, "https://evil.example"]) {
        const query = `EIO=4&transport=polling&token=${owner.token}`;
        const { headers } = await sendRequest(url, {
          route: `GET /socket.io/?${query}`,
          headers: { origin },
        });
        expect(headers).not.toHaveProperty("access-control-allow-credentials");
        expect(headers).not.toHaveProperty("set-cookie");
        const allowed = url === openGateway.url ? "*" : origin;
        if (ALLOWED.includes(origin) || url === openGateway.url)
          expect(headers["access-control-allow-origin"]).toBe(allowed);
        else expect(headers).not.toHaveProperty("access-control-allow-origin");
      }
  });
});

/** A request of the owner as bytes. */
const request = (firstLine: string, ...lines: string[]): string =>
  requestBytes(owner.token, firstLine, ...lines);

describe("what a client says comes back in no header that it could break:", () => {
  test.each([
    "a\r\nSet-Cookie: stolen=1",
    "a\nSet-Cookie: stolen=1",
    "a\rSet-Cookie: stolen=1",
    "a\r\n\r\n<script>alert(1)</script>",
    "a\u2028Set-Cookie: stolen=1",
    "\u560d\u560aSet-Cookie: stolen=1",
    "a%0d%0aSet-Cookie: stolen=1",
    "a\0b",
    "a\tb",
    "ünï",
  ])("X-Request-Id %j", async (id) => {
    const bytes = Buffer.from(
      request("GET /api/v1/projects HTTP/1.1", `X-Request-Id: ${id}`, "Connection: close"),
    );
    const received = await sendBytes(app.url, bytes);
    expect(headOf(received)).not.toMatch(/^set-cookie/im);
    expect(headOf(received)).not.toContain("stolen");
    expect(statusesOf(received)).toHaveLength(1);
    if (statusesOf(received)[0] !== 400)
      expect(headOf(received)).toMatch(/^X-Request-Id: (?:a|[\da-f-]{36})$/m);
  });

  test.each([
    "/api/v1/projects?limit=1&a=%0d%0aSet-Cookie:stolen=1",
    "/api/v1/projects?limit=1&cursor=%0d%0aSet-Cookie:stolen=1",
    "/api/v1/projects?limit=1%0d%0aSet-Cookie:stolen=1",
    "/API/V1/projects/?limit=1&x=>;rel=next,<http://evil.example",
    "http://evil.example/api/v1/projects?limit=1",
    "//evil.example/api/v1/projects?limit=1",
    "/api/v1/projects;<http://evil.example>?limit=1",
  ])("the Link of %s", async (path) => {
    const received = await sendBytes(app.url, request(`GET ${path} HTTP/1.1`, "Connection: close"));
    expect(headOf(received)).not.toContain("stolen");
    expect(headOf(received)).not.toContain("evil.example");
    const link = /^Link: (.*)\r?$/m.exec(headOf(received))?.[1];
    if (statusesOf(received)[0] === 200)
      expect(link).toMatch(/^<\/api\/v1\/projects\/?\?limit=1&cursor=[\da-f-]{36}>; rel="next"$/i);
    else expect(link).toBeUndefined();
  });

  test("the ETag is the version alone, whatever If-Match says", async () => {
    for (const value of [
      '"1"\u00a0',
      '"1", "2"',
      'W/"1"',
      '"1"; a=b',
      '"999999999999"',
      '"-1"',
      "1",
    ]) {
      const answer = await sendRequest(app.url, {
        route: `PUT /api/v1/projects/${projectId}`,
        headers: {
          authorization: `Bearer ${owner.token}`,
          "content-type": "application/json",
          "if-match": value,
        },
        body: '{"name":"N"}',
      });
      expect(answer.status, value).toBe(400);
      expect(answer.headers).not.toHaveProperty("etag");
    }
    const { headers } = await callApi(app, `GET /projects/${projectId}`, { token: owner.token });
    expect(headers["etag"]).toBe('"1"');
  });
});

test("whom a client says it asks decides nothing and comes back nowhere", async () => {
  const plain = headOf(
    await sendBytes(app.url, request("GET /api/v1/projects?limit=1 HTTP/1.1", "Connection: close")),
  );
  for (const lines of [
    ["X-Forwarded-Host: evil.example"],
    ["X-Forwarded-Proto: javascript"],
    ["Forwarded: host=evil.example"],
    ["X-Original-URL: /health"],
    ["X-Rewrite-URL: /health"],
    ["X-Host: evil.example"],
  ]) {
    const received = await sendBytes(
      app.url,
      request("GET /api/v1/projects?limit=1 HTTP/1.1", ...lines, "Connection: close"),
    );
    expect(statusesOf(received)).toEqual([200]);
    expect(received).not.toContain("evil.example");
    expect(/^Link: .*$/m.exec(headOf(received))?.[0]).toBe(/^Link: .*$/m.exec(plain)?.[0]);
  }
  for (const host of ["evil.example", "localhost@evil.example", "evil.example:99999", "[::1", ""]) {
    const received = await sendBytes(
      app.url,
      `GET /api/v1/projects HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(statusesOf(received), host).toEqual([401]);
    expect(received).not.toContain("evil.example");
  }
  const two = "GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n";
  expect(statusesOf(await sendBytes(app.url, two))).toHaveLength(1);
  const none = "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n";
  expect(statusesOf(await sendBytes(app.url, none))).toEqual([400]);
});
