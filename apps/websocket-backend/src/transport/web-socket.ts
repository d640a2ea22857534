import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { Connection } from "../socket-types.js";

interface WebSocket extends EventEmitter {
  readyState: number;
  OPEN: number;
  _socket?: Duplex;
}

/** Acts when a connection is a WebSocket: now, or once it no longer polls. */
export function onceWebSocket(connection: Connection, act: (webSocket: WebSocket) => void): void {
  const webSocket = webSocketOf(connection);
  if (webSocket !== null) act(webSocket);
  else connection.once("upgrade", () => onceWebSocket(connection, act));
}

/** Null over polling. The engine's types keep it private. */
function webSocketOf({ transport }: Connection): WebSocket | null {
  const { name, socket } = transport as unknown as { name: string; socket: WebSocket };
  return name === "websocket" ? socket : null;
}

/** What a connection's WebSocket reads from and writes to; null over polling, and from its farewell on. */
export function tcpStreamOf(connection: Connection): Duplex | null {
  const webSocket = webSocketOf(connection);
  if (webSocket === null || webSocket.readyState !== webSocket.OPEN) return null;
  return webSocket._socket ?? null;
}
