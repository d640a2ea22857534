import type { GatewaySocket } from "../socket-types.js";

/** Closes a connection without a farewell, which would wait, and what is buffered with it, for the client. */
export function cutOff(connection: GatewaySocket["conn"]): void {
  const { socket } = connection.transport as { socket?: { terminate: () => void } };
  connection.close(true);
  socket?.terminate();
}
