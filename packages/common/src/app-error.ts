import { ERROR_STATUS, type ErrorCode, type ErrorDetail } from "./contracts/errors.js";

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
