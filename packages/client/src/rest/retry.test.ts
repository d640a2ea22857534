import { describe, expect, test } from "vitest";
import { WorkspaceError } from "../workspace-error.js";
import { retryWaitMs } from "./retry.js";

const failure = (code: string, options = {}) => new WorkspaceError({ code, message: "" }, options);
const wait = (error: unknown, failures = 1) => retryWaitMs(error, failures, 0.5);

describe("a request is made again", () => {
  test.each([
    ["without an answer", failure("CONNECTION_LOST")],
    ["without one in time", failure("TIMED_OUT")],
    ["that is still being carried out", failure("REQUEST_IN_PROGRESS", { status: 409 })],
    ["when there is too much to do", failure("QUEUE_FULL", { status: 429 })],
    ["while the server is away", failure("UNAVAILABLE", { status: 503 })],
    ["while a proxy cannot reach it", failure("UNAVAILABLE", { status: 502 })],
  ])("%s", (_what, error) => expect(wait(error)).toBe(250));

  test("after longer and longer pauses, five times at most", () => {
    const waits = [1, 2, 3, 4, 5].map((failures) => wait(failure("TIMED_OUT"), failures));
    expect(waits).toEqual([250, 500, 1000, 2000, null]);
  });

  test("not before the server has said", () => {
    const error = failure("RATE_LIMITED", { status: 429, retryAfterMs: 7000 });
    expect(wait(error)).toBe(7250);
  });
});

test.each([
  ["a refusal", failure("FORBIDDEN", { status: 403 })],
  ["a stale version", failure("VERSION_CONFLICT", { status: 412 })],
  ["a fault of the server", failure("INTERNAL", { status: 500 })],
  ["a long wait", failure("RATE_LIMITED", { status: 429, retryAfterMs: 60_000 })],
  ["what is no refusal", new TypeError("circular")],
])("%s is final", (_what, error) => expect(wait(error)).toBe(null));
