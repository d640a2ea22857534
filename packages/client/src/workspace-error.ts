import type { SocketError } from "@workspace/common/contracts/socket-events";

/** What the client itself refuses a request with; every other code is the server's. */
export type ClientErrorCode =
  /** Not sent: there is no connection. */
  | "NOT_CONNECTED"
  /** The connection broke before the answer, or there was none to be had: it may have taken effect. */
  | "CONNECTION_LOST"
  /** Not answered in time: it may yet take effect. */
  | "TIMED_OUT"
  /** The room or the connection has been left or closed. */
  | "CLOSED"
  /** The token function has failed. */
  | "NO_TOKEN"
  /** Nobody is logged in, as the server would say. */
  | "UNAUTHENTICATED"
  /** What answered is no workspace: look at the address. */
  | "UNEXPECTED_ANSWER"
  /** What stands before the server cannot reach it, as the server itself would say. */
  | "UNAVAILABLE";

/** What an HTTP answer says of a refusal beside its body. */
interface RefusalOptions extends ErrorOptions {
  status?: number;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
}

/** A request that was refused or could not be made. `code` is stable, the message is for people. */
export class WorkspaceError extends Error {
  override readonly name = "WorkspaceError";
  readonly code: string;
  /** What is wrong with which part of the input, of VALIDATION_FAILED. */
  readonly details: SocketError["details"];
  /** Of the HTTP answer that refused; undefined of sockets, and where there was no answer. */
  readonly status: number | undefined;
  /** What the server's log calls the request. */
  readonly requestId: string | undefined;
  /** When to try again, where the server has said so. */
  readonly retryAfterMs: number | undefined;

  constructor({ code, message, details }: SocketError, options: RefusalOptions = {}) {
    const { status, requestId, retryAfterMs, ...errorOptions } = options;
    super(message, errorOptions);
    this.code = code;
    this.details = details;
    this.status = status;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** An error of the client's own. */
export const clientError = (
  code: ClientErrorCode,
  message: string,
  options?: RefusalOptions,
): WorkspaceError => new WorkspaceError({ code, message }, options);

const TOKEN_CODES: ReadonlySet<string> = new Set([
  "UNAUTHENTICATED",
  "TOKEN_EXPIRED",
  "SESSION_REVOKED",
]);

/** Whether a token was not accepted, where a newer one may be. */
export const isTokenRefusal = (error: unknown): boolean =>
  error instanceof WorkspaceError && TOKEN_CODES.has(error.code);
