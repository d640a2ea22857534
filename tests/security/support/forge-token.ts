import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { verifyAccessToken } from "@workspace/common/access-token";
import { TOKEN_KEYS } from "../../../apps/http-backend/tests/open-test-app.js";
import { JWT_SECRET } from "../../../apps/websocket-backend/tests/open-backends.js";

type Json = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

interface ForgeOptions {
  header?: Json;
  secret?: string;
  hash?: string;
}

/** A token made by hand, also such as no library would make; with the service's own secret unless told otherwise. */
export function forgeToken(
  payload: unknown,
  { header = {}, secret = JWT_SECRET, hash = "sha256" }: ForgeOptions = {},
): string {
  const signed = `${encode({ alg: "HS256", typ: "JWT", ...header })}.${encode(payload)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

/** What a token of the service says. */
export function claimsOf(token: string): Json {
  const { userId, sessionId, expiresAt } = verifyAccessToken(token, TOKEN_KEYS);
  return { sub: userId, sid: sessionId, exp: expiresAt.getTime() / 1000 };
}

const attackersKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Signed with a private key of the attacker, whose public half the header names. */
function forgeWithOwnKey(payload: unknown, header: Json): string {
  const signed = `${encode({ alg: "RS256", typ: "JWT", ...header })}.${encode(payload)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), attackersKeys.privateKey).toString("base64url")}`;
}

/** What the attacker starts from: a victim's token that no longer stands or only its claims, and one of their own. */
interface Known {
  victims: string;
  own: string;
}

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A token that must not stand: what was done to it, and the code with which it is refused. */
export interface Forgery {
  what: string;
  token: string;
  code: string;
}

/** Tokens that speak for the victim, made without the secret. */
export function forgeWithoutSecret({ victims, own }: Known): Forgery[] {
  const claims = claimsOf(victims);
  const [header = "", payload = "", signature = ""] = victims.split(".");
  const [, , ownSignature = ""] = own.split(".");
  const unsigned = (alg: string) => `${encode({ alg, typ: "JWT" })}.${payload}.`;
  const jwk = attackersKeys.publicKey.export({ format: "jwk" });
  const url = "http://127.0.0.1:9/keys.json";
  const withOwnSecret = (header_: Json, secret = "the attacker's") =>
    forgeToken(claims, { header: header_, secret });
  // 32 bytes leave two bits of the last character unused.
  const sameBytes = `${signature.slice(0, -1)}${nextLetter(signature.at(-1) ?? "A")}`;
  return Object.entries({
    "alg none": unsigned("none"),
    "alg None": unsigned("None"),
    "alg NONE": unsigned("NONE"),
    "alg none with a signature": `${encode({ alg: "none" })}.${payload}.${signature}`,
    "no alg": `${encode({ typ: "JWT" })}.${payload}.${signature}`,
    "an empty alg": unsigned(""),
    "an alg that is a list": forgeToken(claims, { header: { alg: ["HS256"] }, secret: "x" }),
    "another secret": withOwnSecret({}),
    "an empty secret": withOwnSecret({}, ""),
    "a secret that is null": withOwnSecret({}, "null"),
    "kid of an empty file": withOwnSecret({ kid: "/dev/null" }, ""),
    "kid of a path": withOwnSecret(
      { kid: "../../../../proc/sys/kernel/randomize_va_space" },
      "2\n",
    ),
    "kid of an injection": withOwnSecret({ kid: "x' UNION SELECT 'the attacker''s" }),
    "kid of a url": withOwnSecret({ kid: url }),
    "kid of a command": withOwnSecret({ kid: "| echo the attacker's" }),
    "a symmetric jwk": withOwnSecret({
      jwk: { kty: "oct", k: Buffer.from("the attacker's").toString("base64url") },
    }),
    "its own jwk": forgeWithOwnKey(claims, { jwk }),
    "its own jwk, called HS256": forgeWithOwnKey(claims, { alg: "HS256", jwk }),
    jku: forgeWithOwnKey(claims, { jku: url, kid: "1" }),
    x5u: forgeWithOwnKey(claims, { x5u: url }),
    x5c: forgeWithOwnKey(claims, { x5c: ["MIIB"] }),
    "a psychic signature": `${encode({ alg: "ES256", typ: "JWT" })}.${payload}.${"A".repeat(86)}`,
    "the signature of one's own token": `${header}.${payload}.${ownSignature}`,
    "a changed payload": `${header}.${encode({ ...claimsOf(own), sub: claims["sub"] })}.${ownSignature}`,
    "a longer life": `${header}.${encode({ ...claims, exp: inSeconds(9_999_999) })}.${signature}`,
    "no signature": `${header}.${payload}.`,
    "half a signature": `${header}.${payload}.${signature.slice(0, 20)}`,
    "other unused bits in its signature": `${header}.${payload}.${sameBytes}`,
    "a padded signature": `${victims}=`,
    "two parts": `${header}.${payload}`,
    "four parts": `${victims}.${signature}`,
    "five parts": `${header}..${payload}.${payload}.${signature}`,
    "a dot before": `.${victims}`,
    "dots alone": ".".repeat(3000),
    "no JSON in it": `${encode("x")}.${Buffer.from("{").toString("base64url")}.${signature}`,
    "8 KB of payload": `${header}.${encode({ ...claims, x: "x".repeat(6000) })}.${signature}`,
    "letters of another script": victims.replace("e", "е"),
    "an emoji": `${victims}🔑`,
    "a percent-encoded dot": victims.replace(".", "%2e"),
    "quotes around": `"${victims}"`,
  }).map(([what, token]) => ({ what, token, code: "UNAUTHENTICATED" }));
}

/** The next letter of base64url: what it decodes to differs in the last bit alone. */
function nextLetter(letter: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return letters[letters.indexOf(letter) ^ 1] ?? "";
}

/** Tokens that the service's own secret has signed and that must not stand all the same. */
export function forgeWithSecret({ victims, own }: Known): Forgery[] {
  const claims = claimsOf(victims);
  const changed = (changes: Json) => forgeToken({ ...claims, ...changes });
  const malformed = Object.entries({
    "alg HS384": forgeToken(claims, { header: { alg: "HS384" }, hash: "sha384" }),
    "alg HS512": forgeToken(claims, { header: { alg: "HS512" }, hash: "sha512" }),
    "alg RS256 with the secret as its key": forgeToken(claims, { header: { alg: "RS256" } }),
    "alg ES256 with the secret as its key": forgeToken(claims, { header: { alg: "ES256" } }),
    "alg none with the right signature": forgeToken(claims, { header: { alg: "none" } }),
    "no sub": changed({ sub: undefined }),
    "no sid": changed({ sid: undefined }),
    "no exp": changed({ exp: undefined }),
    "a sub that is no id": changed({ sub: "admin" }),
    "a sub that is a list": changed({ sub: [claims["sub"]] }),
    "a sub that is an object": changed({ sub: { $ne: null } }),
    "a sid that is null": changed({ sid: null }),
    "a sid that is true": changed({ sid: true }),
    "a sid of an injection": changed({ sid: "' OR '1'='1" }),
    "an exp that is text": changed({ exp: "9999999999" }),
    "an exp that is a fraction": changed({ exp: inSeconds(60) + 0.5 }),
    "an exp beyond all numbers": changed({ exp: 1e308 }),
    "an nbf in the future": changed({ nbf: inSeconds(3600) }),
    "a payload that is a list": forgeToken([claims]),
    "a payload that is a text": forgeToken("text"),
  }).map(([what, token]) => ({ what, token, code: "UNAUTHENTICATED" }));
  return [
    ...malformed,
    { what: "an exp that is over", token: changed({ exp: inSeconds(-60) }), code: "TOKEN_EXPIRED" },
    { what: "a negative exp", token: changed({ exp: -1 }), code: "TOKEN_EXPIRED" },
    {
      what: "the victim's sub and one's own sid",
      token: changed({ sid: claimsOf(own)["sid"] }),
      code: "SESSION_REVOKED",
    },
    {
      what: "the victim's sub and a sid of none",
      token: changed({ sid: claims["sub"] }),
      code: "SESSION_REVOKED",
    },
  ];
}
