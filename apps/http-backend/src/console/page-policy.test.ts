import { describe, expect, test } from "vitest";
import { createPagePolicy, listLiveOrigins } from "./page-policy.js";

const PAGE = { protocol: "http", hostname: "board.example.com" };

describe("where the page may reach the gateway", () => {
  test("is a port of its own host, as secure as the page", () => {
    expect(listLiveOrigins(":3001", PAGE)).toEqual([
      "ws://board.example.com:3001",
      "http://board.example.com:3001",
    ]);
    expect(listLiveOrigins(":3001", { ...PAGE, protocol: "https" })).toEqual([
      "wss://board.example.com:3001",
      "https://board.example.com:3001",
    ]);
    // As services of Docker Compose are often called.
    expect(listLiveOrigins(":3001", { ...PAGE, hostname: "http_backend" })).toEqual([
      "ws://http_backend:3001",
      "http://http_backend:3001",
    ]);
    expect(listLiveOrigins(":3001", { ...PAGE, hostname: "[::1]" })).toEqual([
      "ws://[::1]:3001",
      "http://[::1]:3001",
    ]);
  });

  test("is the URL that is given, for both transports", () => {
    const secure = ["wss://live.example.com", "https://live.example.com"];
    expect(listLiveOrigins("wss://live.example.com", PAGE)).toEqual(secure);
    expect(listLiveOrigins("https://live.example.com", PAGE)).toEqual(secure);
    expect(listLiveOrigins("ws://10.0.0.7:4000", PAGE)).toEqual([
      "ws://10.0.0.7:4000",
      "http://10.0.0.7:4000",
    ]);
  });

  test.each([
    undefined,
    "",
    "evil.example; script-src *",
    "a b",
    "a,b",
    "*",
    "'unsafe-inline'",
    "a\nb",
    "-.-/x",
  ])("is nowhere when the request names the host %j", (hostname) => {
    expect(listLiveOrigins(":3001", { protocol: "http", hostname })).toEqual([]);
  });
});

test("the policy lets in nothing that it does not name, and nothing inline", () => {
  const policy = createPagePolicy("abc", ["ws://h:1"]);
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-abc'",
    "connect-src 'self' ws://h:1",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]);
});
