import { z } from "zod";

/** Every error code that a client can meet, with its HTTP status. Codes are stable; messages are not. */
export const ERROR_STATUS = {
  VALIDATION_FAILED: 400,
  MALFORMED_JSON: 400,
  UNAUTHENTICATED: 401,
  TOKEN_EXPIRED: 401,
  SESSION_REVOKED: 401,
  INVALID_CREDENTIALS: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  UNKNOWN_EVENT: 404,
  NOT_JOINED: 409,
  EMAIL_TAKEN: 409,
  COLLABORATOR_EXISTS: 409,
  JOB_FINISHED: 409,
  REQUEST_IN_PROGRESS: 409,
  VERSION_CONFLICT: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMITED: 429,
  TOO_MANY_ROOMS: 429,
  TOO_MANY_SOCKETS: 429,
  QUEUE_FULL: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What each code means, for those who meet it. */
export const ERROR_MEANING: Readonly<Record<ErrorCode, string>> = {
  VALIDATION_FAILED: "The input breaks the contract; `details` says where.",
  MALFORMED_JSON: "The body is not JSON.",
  UNAUTHENTICATED: "A token is missing, or is none of this service's.",
  TOKEN_EXPIRED: "The token's time is over.",
  SESSION_REVOKED: "The token's session has been ended.",
  INVALID_CREDENTIALS: "The e-mail address or the password is wrong.",
  FORBIDDEN: "The caller is no member, or their role does not allow it.",
  NOT_FOUND: "There is nothing by this name.",
  UNKNOWN_EVENT: "There is no event of this name.",
  NOT_JOINED: "The socket is not in the project's room.",
  EMAIL_TAKEN: "There is an account with this e-mail address.",
  COLLABORATOR_EXISTS: "The user is a member already.",
  JOB_FINISHED: "The job has ended.",
  REQUEST_IN_PROGRESS: "The first request with this `Idempotency-Key` is still under way.",
  VERSION_CONFLICT: "The project has moved on since the version that was named.",
  PAYLOAD_TOO_LARGE: "What was sent is too large, or would make the project's content so.",
  UNSUPPORTED_MEDIA_TYPE: "The body is not `application/json` in UTF-8.",
  IDEMPOTENCY_KEY_REUSED: "The `Idempotency-Key` was used for another request.",
  RATE_LIMITED: "Too many attempts or events; try again later.",
  TOO_MANY_ROOMS: "The socket is in as many projects as it may be.",
  TOO_MANY_SOCKETS: "The user or the address has as many connections as they may have.",
  QUEUE_FULL: "The project has as many unfinished jobs as it may have.",
  INTERNAL: "A failure of the service, which has logged it under the request's id.",
  UNAVAILABLE: "What the service needs for this is away right now.",
};

/** One thing that is wrong with an input: where, and what. */
export const errorDetailSchema = z.object({ path: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof errorDetailSchema>;

/** The body of every refused HTTP request. */
export const errorBodySchema = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.string(),
    message: z.string().describe("For people; it may change."),
    details: z.array(errorDetailSchema).optional(),
    requestId: z.string().describe("As in `X-Request-Id`, and in the service's log."),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
