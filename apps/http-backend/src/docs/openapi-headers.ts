import type { AnswerHeader, RequestHeader } from "@workspace/common/contracts/http-route";

interface Described {
  description: string;
  schema: { type: string; pattern?: string };
}

// Without examples: a page that tries requests out would send them.
const REQUEST_HEADERS: Readonly<Record<RequestHeader, Described>> = {
  "If-Match": {
    description:
      'The entity tag of the version that the change is meant for, such as `"2"`; another one is refused with 412. `*`, or no header, changes any.',
    schema: { type: "string" },
  },
  "Idempotency-Key": {
    description:
      "A name that the caller gives to this request. It is then carried out once for 24 hours, whatever dies on the way, and its repetition gets the same answer. Keys are per user; a refusal leaves the key free.",
    schema: { type: "string", pattern: "^[!-~]{1,255}$" },
  },
};

const ANSWER_HEADERS: Readonly<
  Record<
    AnswerHeader | "X-Request-Id" | "Retry-After" | "WWW-Authenticate",
    Described & { example: string }
  >
> = {
  ETag: {
    description: "The project's version, for `If-Match`.",
    schema: { type: "string", pattern: '^"[0-9]+"$' },
    example: '"2"',
  },
  Link: {
    description: 'Where the listing goes on (RFC 8288, `rel="next"`), of a page that is full.',
    schema: { type: "string" },
    example: '</api/v1/projects?limit=50&cursor=019a3b2c-7c1e-7d4f-8a90-1b2c3d4e5f60>; rel="next"',
  },
  "Log-Begins-At": {
    description:
      "Number of the first entry that is kept, where some of what was asked for is kept no longer. Without it nothing is missing.",
    schema: { type: "string", pattern: "^[0-9]+$" },
    example: "812",
  },
  "Idempotency-Replayed": {
    description: "`true` for the answer to a request that had been carried out before.",
    schema: { type: "string", pattern: "^true$" },
    example: "true",
  },
  "X-Request-Id": {
    description: "Names the request, also in what follows from it.",
    schema: { type: "string", pattern: "^[\\w.-]{1,64}$" },
    example: "f1f3c5c0-0f0e-4a55-9f62-0d1c52a8f6aa",
  },
  "Retry-After": {
    description: "Seconds to wait.",
    schema: { type: "string", pattern: "^[1-9][0-9]*$" },
    example: "1",
  },
  "WWW-Authenticate": {
    description: "How to authenticate.",
    schema: { type: "string", pattern: "^Bearer$" },
    example: "Bearer",
  },
};

/** Answers' headers as a document has them; those that always come are required. */
export const describeHeaders = (
  headers: Partial<Record<keyof typeof ANSWER_HEADERS, "always" | "sometimes">>,
  isUnlogged = false,
): Record<string, object> =>
  Object.fromEntries(
    Object.entries({ "X-Request-Id": isUnlogged ? "sometimes" : "always", ...headers }).map(
      ([name, when]) => {
        const { description, schema, example } =
          ANSWER_HEADERS[name as keyof typeof ANSWER_HEADERS];
        return [name, { description, required: when === "always", schema, example }];
      },
    ),
  );

/** A request's header as a parameter of its operation. */
export const describeRequestHeader = (name: RequestHeader): object => ({
  name,
  in: "header",
  required: false,
  ...REQUEST_HEADERS[name],
});
