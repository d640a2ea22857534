import { describe, expect, test } from "vitest";
import { createTokens } from "./tokens.js";
import { clientError } from "./workspace-error.js";

const expired = clientError("CLOSED", "refused");

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
