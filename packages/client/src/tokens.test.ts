import { describe, expect, test } from "vitest";
import { readTokenUser } from "./token-user.js";
import { createTokens } from "./tokens.js";
import { clientError } from "./workspace-error.js";

const encode = (claims: unknown) => btoa(JSON.stringify(claims)).replaceAll("=", "");
const expired = clientError("CLOSED", "refused");

describe("the user of a token", () => {
  test.each([
    ["a JWT", `x.${encode({ sub: "u1" })}.y`, "u1"],
    ["a JWT without a user", `x.${encode({})}.y`, null],
    ["a JWT of nothing", `x.${encode(null)}.y`, null],
    ["some other text", "opaque", null],
    ["an empty one", "", null],
  ])("of %s", (_what, token, userId) => expect(readTokenUser(token)).toBe(userId));

  test("is read from base64url", () => {
    // These bytes are `-` and `_` there, where base64 has `+` and `/`.
    const claims = JSON.stringify({ a: "¾¿>>>???", sub: "u1" });
    const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(claims)));
    const base64url = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    expect(base64url).toMatch(/[-_]/);
    expect(readTokenUser(`x.${base64url}.y`)).toBe("u1");
  });
});

describe("a token that is refused", () => {
  test("is the end when there is no other", () => {
    expect(createTokens("t").refuse(expired)).toBe(false);
  });

  test("is the end when the function has no other", async () => {
    const tokens = createTokens(() => "t");
    await tokens.next();
    expect(tokens.refuse(expired)).toBe(true);
    await expect(tokens.next()).rejects.toBe(expired);
    expect(tokens.refuse(expired)).toBe(false);
  });

  test("is followed by the function's next one", async () => {
    let count = 0;
    const tokens = createTokens(() => Promise.resolve(`t${(count += 1)}`));
    await tokens.next();
    expect(tokens.refuse(expired)).toBe(true);
    expect(await tokens.next()).toBe("t2");
  });
});

test("a newer token takes the place of the one that was given", async () => {
  const tokens = createTokens("t1");
  tokens.replace("t2");
  expect(await tokens.next()).toBe("t2");
});

test.each([
  ["throws", () => raise()],
  ["rejects", () => Promise.reject(new Error("offline"))],
])("a token function that %s says why there is no token", async (_what, source) => {
  await expect(createTokens(source).next()).rejects.toMatchObject({
    code: "NO_TOKEN",
    cause: { message: "offline" },
  });
});

function raise(): never {
  throw new Error("offline");
}
