import { describe, expect, test } from "vitest";
import { findSecrets } from "./find-secrets.js";

const SECRET = "correct horse/battery";
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

describe("a line is found that holds", () => {
  test.each([
    ["a secret", `{"msg":"${SECRET}"}`, '{"msg":"[SECRET]"}'],
    ["a secret in a URL", "redis://:correct%20horse%2Fbattery@host", "redis://:[SECRET]@host"],
    ["a secret in base64", Buffer.from(SECRET).toString("base64url"), "[SECRET]"],
    ["a token", `"url":"/?token=${TOKEN}"`, '"url":"/?token=[TOKEN]"'],
    ["a hashed password", `"$2b$04$${"a".repeat(53)}"`, '"[PASSWORD HASH]"'],
  ])("%s, and is told without it", (_what, line, told) => {
    expect(findSecrets(`first\n${line}\nlast`, [SECRET])).toEqual([told]);
  });

  test("several of them, once", () => {
    expect(findSecrets(`${TOKEN} ${SECRET} ${SECRET}`, [SECRET])).toEqual([
      "[TOKEN] [SECRET] [SECRET]",
    ]);
  });
});

test("nothing is found in a log of ids, hosts and redacted values", () => {
  const log = [
    '{"level":"info","req":{"id":"0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60","url":"/?token=[redacted]"}}',
    "redis://127.0.0.1:6379 correct horse",
    "eyJ is how a token begins",
  ].join("\n");
  expect(findSecrets(log, [SECRET])).toEqual([]);
});

test("a secret that would be found everywhere is refused", () => {
  expect(() => findSecrets("", ["postgres"])).not.toThrow();
  expect(() => findSecrets("", [""])).toThrow("too short");
});
