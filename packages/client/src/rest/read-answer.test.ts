import { expect, test } from "vitest";
import { readAnswer, readRetryAfter } from "./read-answer.js";

const read = (status: number, text: string, headers: Record<string, string> = {}) =>
  readAnswer(new Response(status === 204 ? null : text, { status, headers }), text);

test("a body is what its JSON says, and undefined where there is none", () => {
  expect(read(200, '[{"id":1}]').body).toEqual([{ id: 1 }]);
  expect(read(204, "").body).toBe(undefined);
});

test("a refusal is told with all that the server says of it", () => {
  const error = { code: "QUEUE_FULL", message: "m", details: [{ path: "p", message: "x" }] };
  const text = JSON.stringify({ success: false, error: { ...error, requestId: "r1" } });
  expect(() => read(429, text, { "retry-after": "3" })).toThrow(
    expect.objectContaining({ ...error, status: 429, requestId: "r1", retryAfterMs: 3000 }),
  );
});

test.each([
  ["a proxy that cannot reach the server", 502, "<html>", "UNAVAILABLE"],
  ["a proxy that waits in vain", 504, "", "UNAVAILABLE"],
  ["another server's refusal", 404, "<html>", "UNEXPECTED_ANSWER"],
  ["another server's JSON", 404, '{"error":"no"}', "UNEXPECTED_ANSWER"],
  ["another server's page", 200, "<html>", "UNEXPECTED_ANSWER"],
  ["a text", 200, '"hello"', "UNEXPECTED_ANSWER"],
])("%s is told as such", (_what, status, text, code) =>
  expect(() => read(status, text)).toThrow(expect.objectContaining({ code, status })),
);

test.each([
  [null, undefined],
  ["", undefined],
  ["soon", undefined],
  ["0", 0],
  ["120", 120_000],
  ["Thu, 01 Jan 1970 00:01:00 GMT", 59_000],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
])("Retry-After: %s", (header, ms) => expect(readRetryAfter(header, 1000)).toBe(ms));
