import { expect, test } from "vitest";
import { readClaims } from "./token-claims.js";

const encode = (claims: unknown) => btoa(JSON.stringify(claims)).replaceAll("=", "");

test.each([
  ["a JWT", `x.${encode({ sub: "u1", iat: 2 })}.y`, { userId: "u1", issuedAtMs: 2000 }],
  ["a JWT without claims", `x.${encode({})}.y`, { userId: null, issuedAtMs: null }],
  [
    "a JWT with other ones",
    `x.${encode({ sub: 1, iat: "2" })}.y`,
    { userId: null, issuedAtMs: null },
  ],
  ["a JWT of nothing", `x.${encode(null)}.y`, { userId: null, issuedAtMs: null }],
  ["some other text", "opaque", { userId: null, issuedAtMs: null }],
  ["an empty one", "", { userId: null, issuedAtMs: null }],
])("the claims of %s", (_what, token, claims) => expect(readClaims(token)).toEqual(claims));

test("claims are read from base64url", () => {
  // These bytes are `-` and `_` there, where base64 has `+` and `/`.
  const claims = JSON.stringify({ a: "¾¿>>>???", sub: "u1" });
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(claims)));
  const base64url = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  expect(base64url).toMatch(/[-_]/);
  expect(readClaims(`x.${base64url}.y`).userId).toBe("u1");
});
