import type { GatewaySocket } from "../socket-types.js";

interface BufferedPacket {
  data?: unknown;
}

/** A transport's WebSocket; polling has none. */
interface TransportSocket {
  bufferedAmount?: number;
  terminate?: () => void;
}

/** The WebSocket under a socket; undefined while it polls. */
export const transportSocket = (socket: GatewaySocket): TransportSocket | undefined =>
  (socket.conn.transport as unknown as { socket?: TransportSocket }).socket;

/** Bytes that were emitted and not yet taken by the client's connection. */
export function bufferedBytes(socket: GatewaySocket): number {
  // The engine keeps packets while its transport is busy; a WebSocket has a buffer of its own.
  const waiting = (socket.conn as unknown as { writeBuffer: BufferedPacket[] }).writeBuffer;
  let bytes = 0;
  for (const { data } of waiting) {
    if (typeof data === "string") bytes += data.length;
    else if (ArrayBuffer.isView(data)) bytes += data.byteLength;
  }
  return bytes + (transportSocket(socket)?.bufferedAmount ?? 0);
}
