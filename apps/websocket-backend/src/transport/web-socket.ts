import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection } from "../socket-types.js";

/** What the gateway needs of ws, and of what is below it. */
interface WebSocket extends EventEmitter {
  readyState: number;
  OPEN: number;
  bufferedAmount: number;
  terminate(): void;
  _socket?: Duplex;
}

/** Acts when a connection is a WebSocket: now, or once it no longer polls. */
export function onceWebSocket(connection: Connection, act: (webSocket: WebSocket) => void): void {
  const webSocket = webSocketOf(connection);
  if (webSocket !== null) act(webSocket);
  else connection.once("upgrade", () => onceWebSocket(connection, act));
}

/** The WebSocket under a connection, which the engine's types keep private; null over polling. */
export const webSocketOf = ({ transport }: Connection): WebSocket | null =>
  (transport as unknown as { socket?: WebSocket }).socket ?? null;

/** What a connection's WebSocket reads from and writes to; null over polling, and from its farewell on. */
export function tcpStreamOf(connection: Connection): Duplex | null {
  const webSocket = webSocketOf(connection);
  if (webSocket === null || connection.transport.name !== "websocket") return null;
  return webSocket.readyState === webSocket.OPEN ? (webSocket._socket ?? null) : null;
}
