import type { IncomingMessage } from "node:http";
import { redactUrl } from "@workspace/common/logger";
import { describe, expect, test } from "vitest";
import { parseIfMatch } from "../../apps/http-backend/src/projects/if-match.js";
import { readMove } from "../../apps/websocket-backend/src/events/move-shortcut.js";
import { createClientAddress } from "../../apps/websocket-backend/src/handshake/client-address.js";
import { findContractPatterns } from "./support/find-patterns.js";
import { findSourcePatterns } from "./support/find-source-patterns.js";
import { endsWithin } from "./support/run-within.js";

/** All texts are matched in less than a second in linear time; in quadratic time it takes a minute and more. */
const TIMEOUT_MS = 20_000;
const LENGTH = 200_000;

/** What is repeated, before it an opening that lets a pattern begin, and an end that makes it fail at last. */
const PUMPS = [
  "a",
  "0",
  "-",
  ".",
  "_",
  "/",
  ",",
  "@",
  "#",
  "?",
  " ",
  "a.",
  "a-",
  "a/",
  "a@",
  "0.",
  "0e",
  "..",
  "&token=",
  "token",
  "eyJ",
  "eyJ.",
];
const OPENINGS = [
  "",
  "a@",
  "#",
  "lib/",
  '"',
  "-",
  "0.",
  '42["cursor:move",{"projectId":"',
  "?token=",
  "Bearer ",
  "::",
];
const ENDINGS = ["", "!", "\0", "@", ".", " "];

function* hostileTexts(length: number): Generator<string> {
  for (const pump of PUMPS)
    for (const opening of OPENINGS)
      for (const ending of ENDINGS) yield opening + pump.repeat(length / pump.length) + ending;
}

const endsForAll = (match: (text: string) => unknown): boolean =>
  endsWithin(TIMEOUT_MS, () => {
    for (const text of hostileTexts(LENGTH)) match(text);
  });

const patterns = await findContractPatterns();
const sourcePatterns = findSourcePatterns();

test("the contracts' patterns are found, also those of formats", () => {
  const accepts = (text: string) => [...patterns.values()].some((pattern) => pattern.test(text));
  expect(patterns.size).toBeGreaterThanOrEqual(4);
  for (const text of ["user@example.com", "#FF0000", "lib/shapes.ts"])
    expect(accepts(text), text).toBe(true);
  expect(accepts("0199a3b2-7c1e-7d4f-8a90-1b2c3d4e5f60")).toBe(true);
});

test("the patterns in the sources are found, whatever they are held against", () => {
  const accepts = (text: string) =>
    [...sourcePatterns.values()].some((pattern) => text.match(pattern)?.[0] === text);
  expect(sourcePatterns.size).toBeGreaterThanOrEqual(10);
  for (const [what, text] of [
    ["a token in a header", "Bearer a.b.c"],
    ["an Idempotency-Key", "{an~idempotency+key}"],
    ["an X-Request-Id", "a-request.id"],
    ["an If-Match", '"12"'],
    ["a URL that goes into the log", "?token=a"],
  ] as const)
    expect(accepts(text), what).toBe(true);
});

test("a pattern that is not linear would be found out", () => {
  expect(endsWithin(500, () => /^(?:a+)+$/.test(`${"a".repeat(100)}!`))).toBe(false);
  expect(endsWithin(500, () => /^[a-z]+[a-z]+@$/.test("a".repeat(LENGTH)))).toBe(false);
});

describe("no text keeps the service busy with", () => {
  test.each([...patterns])("the contracts' %s", { timeout: 4 * TIMEOUT_MS }, (_source, pattern) => {
    expect(endsForAll((text) => pattern.test(text))).toBe(true);
  });

  test.each([...sourcePatterns])("the sources' %s", { timeout: 4 * TIMEOUT_MS }, (_s, pattern) => {
    // All places where a global pattern matches are looked for, and the first of any other.
    expect(endsForAll((text) => text.replace(pattern, ""))).toBe(true);
  });

  test("the addresses that a client comes through", { timeout: 4 * TIMEOUT_MS }, () => {
    const readAddress = createClientAddress(1);
    const socket = { remoteAddress: "192.0.2.1" };
    const read = (text: string) =>
      readAddress({ socket, headers: { "x-forwarded-for": text } } as unknown as IncomingMessage);
    expect(read("198.51.100.7, 192.0.2.2")).toBe("192.0.2.2");
    expect(endsForAll(read)).toBe(true);
  });

  test("a move of a cursor, read by its pattern", { timeout: 4 * TIMEOUT_MS }, () => {
    expect(endsForAll(readMove)).toBe(true);
  });

  test("a URL that goes into the log", { timeout: 4 * TIMEOUT_MS }, () => {
    expect(endsForAll(redactUrl)).toBe(true);
  });

  test("an If-Match header", { timeout: 4 * TIMEOUT_MS }, () => {
    const read = (text: string) => {
      try {
        parseIfMatch(text);
      } catch {
        // Refused, as most of them should be.
      }
    };
    expect(endsForAll(read)).toBe(true);
  });
});
