import type { SocketError } from "@workspace/common/contracts/socket-events";

/** What the client itself refuses a request with; every other code is the gateway's. */
export type ClientErrorCode =
  /** Not sent: there is no connection. */
  | "NOT_CONNECTED"
  /** Sent, and the connection broke before the answer: it may have taken effect. */
  | "CONNECTION_LOST"
  /** Sent, and not answered in time: it may yet take effect. */
  | "TIMED_OUT"
  /** The room or the connection has been left or closed. */
  | "CLOSED"
  /** The token function has failed. */
  | "NO_TOKEN";

/** A request that was refused or could not be made. `code` is stable, the message is for people. */
export class WorkspaceError extends Error {
  override readonly name = "WorkspaceError";
  readonly code: string;
  /** What is wrong with which part of the input, of VALIDATION_FAILED. */
  readonly details: SocketError["details"];
  /** Names the request in the gateway's log, where it got there. */
  readonly requestId: SocketError["requestId"];

  constructor({ code, message, details, requestId }: SocketError, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
    this.requestId = requestId;
  }
}

/** An error of the client's own. */
export const clientError = (
  code: ClientErrorCode,
  message: string,
  options?: ErrorOptions,
): WorkspaceError => new WorkspaceError({ code, message }, options);
