import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createTokenKeys, signAccessToken, verifyAccessToken } from "./access-token.js";
import { AppError } from "./app-error.js";

const SECRET = "a secret that only these tests know";
const KEYS = createTokenKeys({ current: SECRET });
const USER_ID = "0199a3b2-0000-7000-8000-000000000001";
const SESSION_ID = "0199a3b2-0000-7000-8000-000000000002";
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const claims = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  sub: USER_ID,
  sid: SESSION_ID,
  exp: inSeconds(60),
  ...changes,
});

/** Makes a token by hand, also such as no library would make. */
function forge(
  payload: unknown,
  { header = {}, hash = "sha256", secret = SECRET }: ForgeOptions = {},
): string {
  const signed = `${encode({ alg: "HS256", typ: "JWT", ...header })}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

interface ForgeOptions {
  header?: Record<string, unknown>;
  hash?: string;
  secret?: string;
}

const refusal = (token: string): string => {
  try {
    verifyAccessToken(token, KEYS);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "accepted";
};

test("a signed token gives back who it speaks for", () => {
  const token = {
    userId: USER_ID,
    sessionId: SESSION_ID,
    expiresAt: new Date(inSeconds(60) * 1000),
  };
  expect(verifyAccessToken(signAccessToken(token, KEYS), KEYS)).toEqual(token);
});

describe("while secrets rotate", () => {
  const token = {
    userId: USER_ID,
    sessionId: SESSION_ID,
    expiresAt: new Date(inSeconds(60) * 1000),
  };
  const before = createTokenKeys({ current: "old", next: "new" });
  const after = createTokenKeys({ current: "new", previous: "old" });

  test("a token of the one secret stands where the other signs, both ways", () => {
    expect(verifyAccessToken(signAccessToken(token, before), after)).toEqual(token);
    expect(verifyAccessToken(signAccessToken(token, after), before)).toEqual(token);
  });

  test("only the current secret signs", () => {
    const [onlyOld, onlyNew] = ["old", "new"].map((current) => createTokenKeys({ current }));
    for (const [signing, same, other] of [
      [before, onlyOld, onlyNew],
      [after, onlyNew, onlyOld],
    ] as const) {
      const signed = signAccessToken(token, signing);
      expect(verifyAccessToken(signed, same ?? after)).toEqual(token);
      expect(() => verifyAccessToken(signed, other ?? after)).toThrow("not valid");
    }
  });

  test("a token of the previous secret whose time is over says so", () => {
    const expired = signAccessToken({ ...token, expiresAt: new Date(0) }, before);
    expect(() => verifyAccessToken(expired, after)).toThrow("expired");
  });

  test("no third secret is accepted", () => {
    const forged = signAccessToken(token, createTokenKeys({ current: "mine" }));
    expect(() => verifyAccessToken(forged, after)).toThrow("not valid");
  });
});

test("a token made by hand the documented way is accepted", () => {
  expect(verifyAccessToken(forge(claims()), KEYS)).toMatchObject({ userId: USER_ID });
});

test("a key id in the header is ignored", () => {
  const token = forge(claims(), { header: { kid: "../../dev/null", jku: "https://evil.example" } });
  expect(verifyAccessToken(token, KEYS)).toMatchObject({ sessionId: SESSION_ID });
});

test("a token that was signed with the key its own header names is refused", () => {
  const header = { kid: "/dev/null", jwk: { kty: "oct", k: "" } };
  expect(refusal(forge(claims(), { header, secret: "" }))).toBe("UNAUTHENTICATED");
});

describe("a token is refused when", () => {
  const valid = forge(claims());
  const [header = "", payload = "", signature = ""] = valid.split(".");

  test.each<[what: string, token: string]>([
    ["its algorithm is none", `${encode({ alg: "none" })}.${payload}.`],
    ["its algorithm is none in other letters", `${encode({ alg: "NoNe" })}.${payload}.`],
    ["its algorithm is none but it is signed", forge(claims(), { header: { alg: "none" } })],
    ["its algorithm is HS512", forge(claims(), { header: { alg: "HS512" }, hash: "sha512" })],
    ["its algorithm is RS256", forge(claims(), { header: { alg: "RS256" } })],
    ["another secret signed it", forge(claims(), { secret: "another secret" })],
    ["its payload was changed", `${header}.${encode(claims({ sub: SESSION_ID }))}.${signature}`],
    ["its signature was cut", `${header}.${payload}.${signature.slice(0, -1)}`],
    ["it has no signature", `${header}.${payload}.`],
    ["it has two parts", `${header}.${payload}`],
    ["it is empty", ""],
    ["it is not a token", "not a token"],
    ["it names no user", forge(claims({ sub: undefined }))],
    ["it names no session", forge(claims({ sid: undefined }))],
    ["it never expires", forge(claims({ exp: undefined }))],
    ["its user is no id", forge(claims({ sub: "1 OR 1=1" }))],
    ["its session is an object", forge(claims({ sid: { id: SESSION_ID } }))],
    ["its expiry is text", forge(claims({ exp: "never" }))],
    ["it is not valid yet", forge(claims({ nbf: inSeconds(60) }))],
    ["its payload is no object", forge("text")],
    ["its payload is null", forge(null)],
  ])("%s", (_what, token) => {
    expect(refusal(token)).toBe("UNAUTHENTICATED");
  });

  test("its time is over, which is told apart", () => {
    expect(refusal(forge(claims({ exp: inSeconds(-1) })))).toBe("TOKEN_EXPIRED");
  });

  test("its time is over and another secret signed it, without telling of the time", () => {
    const token = forge(claims({ exp: inSeconds(-1) }), { secret: "another secret" });
    expect(refusal(token)).toBe("UNAUTHENTICATED");
  });
});
