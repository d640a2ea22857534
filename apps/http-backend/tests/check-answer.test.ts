import { expect, test } from "vitest";
import { type Exchange, checkAnswer } from "./check-answer.js";

const ID = "019a3b2c-7c1e-7d4f-8a90-1b2c3d4e5f60";
const REQUEST_ID = "request-1";

const RECEIPT = { jobId: ID, status: "PENDING", createdAt: "2026-11-01T09:30:00.000Z" };
const JSON_TYPE = "application/json; charset=utf-8";

interface Fake {
  route?: string;
  status?: number;
  body?: unknown;
  headers?: Record<string, string | undefined>;
}

/** An answer to a submitted job, as documented where nothing else is said. */
function check({
  route = "POST /api/v1/jobs/submit",
  status = 201,
  body = RECEIPT,
  headers,
}: Fake): void {
  const [method = "", target = ""] = route.split(" ");
  const all: Record<string, string | undefined> = {
    "Content-Type": JSON_TYPE,
    "X-Request-Id": REQUEST_ID,
    ...headers,
  };
  const header: Exchange["header"] = (name) =>
    Object.entries(all).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
  checkAnswer({ method, target, status, header, text: body === "" ? "" : JSON.stringify(body) });
}

const refusal = (code: string, more: object = {}) => ({
  success: false,
  error: { code, message: "No", requestId: REQUEST_ID, ...more },
});

test.each<[what: string, fake: Fake]>([
  ["a body", {}],
  ["a header that may come", { headers: { "Idempotency-Replayed": "true" } }],
  ["a refusal", { status: 403, body: refusal("FORBIDDEN") }],
  [
    "a refusal with details",
    {
      status: 400,
      body: refusal("VALIDATION_FAILED", { details: [{ path: "type", message: "is wrong" }] }),
    },
  ],
  ["no body", { route: `DELETE /api/v1/projects/${ID}`, status: 204, body: "" }],
  [
    "a path in another case, with a slash and a query",
    {
      route: "GET /HEALTH/?a=b",
      status: 200,
      body: { status: "ok", service: "s", uptimeSeconds: 1, database: "up", redis: "up" },
    },
  ],
  ["a route that is not there", { route: "GET /nothing", status: 404, body: refusal("NOT_FOUND") }],
])("%s passes as documented", (_what, fake) => {
  expect(() => check(fake)).not.toThrow();
});

test.each<[what: string, fake: Fake, message: RegExp]>([
  [
    "a field that is missing",
    { body: { ...RECEIPT, jobId: undefined } },
    /required property 'jobId'/,
  ],
  ["a field of a wrong type", { body: { ...RECEIPT, status: "LOST" } }, /status must be equal to/],
  ["a time that is none", { body: { ...RECEIPT, createdAt: "today" } }, /match format "date-time"/],
  ["a field too many", { body: { ...RECEIPT, secret: 1 } }, /NOT have additional properties/],
  [
    "a field too many deep inside",
    {
      status: 400,
      body: refusal("VALIDATION_FAILED", { details: [{ path: "a", message: "b", input: "c" }] }),
    },
    /NOT have additional properties/,
  ],
  ["a status", { status: 200 }, /status is not documented/],
  [
    "a status of another route",
    { status: 412, body: refusal("VERSION_CONFLICT") },
    /status is not documented/,
  ],
  ["a code", { status: 403, body: refusal("NOT_YOURS") }, /error.code must be equal/],
  [
    "a code of another status",
    { status: 403, body: refusal("NOT_FOUND") },
    /error.code must be equal/,
  ],
  [
    "a code of another route",
    { status: 409, body: refusal("JOB_FINISHED") },
    /error.code must be equal/,
  ],
  [
    "a body where there should be none",
    { route: `DELETE /api/v1/projects/${ID}`, status: 204 },
    /none is documented/,
  ],
  ["another type of body", { headers: { "Content-Type": "text/html" } }, /not application\/json/],
  [
    "a header that is missing",
    { headers: { "X-Request-Id": undefined } },
    /X-Request-Id is missing/,
  ],
  [
    "a refusal without its header",
    { status: 429, body: refusal("QUEUE_FULL") },
    /Retry-After is missing/,
  ],
  [
    "a header that is malformed",
    { headers: { "Idempotency-Replayed": "yes" } },
    /Idempotency-Replayed: .*pattern/,
  ],
  ["a header of another route", { headers: { ETag: '"1"' } }, /ETag is not documented/],
  ["a route", { route: "GET /api/v1/secrets", status: 200 }, /route is not documented/],
  ["a method", { route: "GET /api/v1/jobs/submit/it", status: 200 }, /route is not documented/],
  [
    "a refusal of another shape",
    { route: "GET /nothing", status: 404, body: { error: { code: "NOT_FOUND" } } },
    /required property 'success'/,
  ],
])("%s that is not documented fails", (_what, fake, message) => {
  expect(() => check(fake)).toThrow(message);
});
