import type { AppError } from "@workspace/common/app-error";
import type { Acknowledgement, SocketError } from "@workspace/common/contracts/socket-events";
import type { GatewaySocket } from "../socket-types.js";

/**
 * The failure as a client may know it.
 *
 * @param requestId of the event that failed
 */
export function toSocketError(error: AppError, requestId?: string): SocketError {
  return {
    code: error.code,
    message: error.message,
    ...(error.details === undefined ? {} : { details: error.details }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** The acknowledgement that a client asked for, if it did: always the last argument. */
export function findReply(
  args: readonly unknown[],
): ((acknowledgement: Acknowledgement<unknown>) => void) | null {
  const last = args.at(-1);
  return typeof last === "function" ? (last as (answer: unknown) => void) : null;
}

/** Answers an event with a failure: in its acknowledgement, or without one as `error:event`. */
export function refuseEvent(
  socket: GatewaySocket,
  event: string,
  args: readonly unknown[],
  failure: AppError,
  requestId?: string,
): void {
  const error = toSocketError(failure, requestId);
  const reply = findReply(args);
  if (reply === null) socket.emit("error:event", { event: event.slice(0, 100), ...error });
  else reply({ ok: false, error });
}
