import type { ErrorDetail } from "./contracts/errors.js";

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

interface AppErrorOptions {
  /** What is wrong with which part of the input. */
  details?: ErrorDetail[];
  /** When the caller may try again, for 429 and 503. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An expected failure. Its code and message are for the client; anything else becomes INTERNAL. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = ERROR_STATUS[code];
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The same failure for a role that is missing, wherever it is found out. */
export const forbidden = (): AppError =>
  new AppError("FORBIDDEN", "You do not have permission to do this");

/** @param what the thing that does not exist, as a person would call it: "Project" */
export const notFound = (what: string): AppError => new AppError("NOT_FOUND", `${what} not found`);
