import { expect, test } from "vitest";
import { readBasicCredentials } from "./basic-credentials.js";

const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

test("the password is all after the first colon, in any script", () => {
  expect(readBasicCredentials(basic("Ada@Example.com:pass:wörd"))).toEqual({
    email: "ada@example.com",
    password: "pass:wörd",
  });
});

test("the scheme may be in any case", () => {
  const header = basic("a@b.example:p").replace("Basic", "bAsIc");
  expect(readBasicCredentials(header)).toMatchObject({ password: "p" });
});

test.each([
  undefined,
  "",
  "Basic",
  "Basic ",
  "Basic !!!",
  "Basic ====",
  `Bearer ${basic("a@b.example:p").slice(6)}`,
  `${basic("a@b.example:p")}, Basic x`,
  basic("no colon"),
  basic(":password"),
  basic("a@b.example:"),
  basic("not an address:password"),
  basic(`a@b.example:${"x".repeat(1025)}`),
])("%j is no login", (header) => {
  expect(readBasicCredentials(header)).toBeUndefined();
});
