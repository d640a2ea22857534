import type { SocketError } from "@workspace/common/contracts/socket-events";
import { clientError, WorkspaceError } from "./workspace-error.js";

const FINAL_CODES: ReadonlySet<string> = new Set(["TOO_MANY_SOCKETS", "FORBIDDEN"]);

/** Whether coming back would only meet the same answer. */
export const isFinalRefusal = ({ code }: WorkspaceError): boolean => FINAL_CODES.has(code);

/** Why a handshake came to nothing: the gateway's refusal, or that there is none to be reached. */
export function toConnectError(cause: Error & { data?: SocketError }): WorkspaceError {
  if (cause.data !== undefined) return new WorkspaceError(cause.data, { cause });
  return clientError("NOT_CONNECTED", "The gateway cannot be reached", { cause });
}

/** @param farewell what the gateway said before it disconnected, if it did */
export function toDisconnectError(reason: string, farewell: SocketError | null): WorkspaceError {
  if (farewell !== null) return new WorkspaceError(farewell);
  return clientError("CONNECTION_LOST", `The connection was lost: ${reason}`);
}
