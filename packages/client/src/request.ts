import type { Acknowledgement } from "@workspace/common/contracts/socket-events";
import type { ClientEvent, ClientSocket, DataOf, InputOf } from "./protocol.js";
import { clientError, WorkspaceError } from "./workspace-error.js";

/**
 * Sends a client event and waits for its acknowledgement. Nothing is kept for later: without a connection it
 * is refused at once.
 *
 * @param take makes the result, in the very step in which the answer arrives and before any event that follows
 *   it; a promise's continuation runs after those that came in the same packet
 * @throws {WorkspaceError} the gateway's refusal, NOT_CONNECTED, CONNECTION_LOST, TIMED_OUT
 */
export type Request = <Event extends ClientEvent, Result = DataOf<Event>>(
  event: Event,
  input: InputOf<Event>,
  take?: (data: DataOf<Event>) => Result,
) => Promise<Result>;

type Emit = (
  event: ClientEvent,
  input: unknown,
  reply: (failure: Error | null, answer: Acknowledgement<unknown>) => void,
) => void;

export function createRequest(socket: ClientSocket, timeoutMs: number): Request {
  const ask = (event: ClientEvent, input: unknown, take = (data: unknown) => data) =>
    new Promise((resolve, reject) => {
      if (!socket.connected) {
        reject(clientError("NOT_CONNECTED", `There is no connection for ${event}`));
        return;
      }
      const timed = socket.timeout(timeoutMs);
      (timed.emit as Emit).call(timed, event, input, (failure, answer) => {
        if (failure !== null) reject(toLostError(event, socket.connected));
        else if (!answer.ok) reject(new WorkspaceError(answer.error));
        else
          try {
            resolve(take(answer.data));
          } catch (error) {
            reject(error);
          }
      });
    });
  // The types of all events at once are more than TypeScript can follow through a generic name.
  return ask as Request;
}

const toLostError = (event: ClientEvent, isConnected: boolean): WorkspaceError =>
  isConnected
    ? clientError("TIMED_OUT", `${event} was not answered in time`)
    : clientError("CONNECTION_LOST", `The connection broke before ${event} was answered`);
