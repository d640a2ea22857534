import type { Connection } from "../socket-types.js";
import { webSocketOf } from "../transport/web-socket.js";

/** Closes a connection without a farewell, which would wait, and what is buffered with it, for the client. */
export function cutOff(connection: Connection): void {
  const webSocket = webSocketOf(connection);
  connection.close(true);
  webSocket?.terminate();
}
