import type { Connection } from "../socket-types.js";

/** Closes a connection without a farewell, which would wait, and what is buffered with it, for the client. */
export function cutOff(connection: Connection): void {
  const { socket } = connection.transport as { socket?: { terminate: () => void } };
  connection.close(true);
  socket?.terminate();
}
