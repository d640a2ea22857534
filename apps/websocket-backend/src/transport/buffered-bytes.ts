import type { GatewaySocket } from "../socket-types.js";

interface BufferedPacket {
  data?: unknown;
  options?: { wsPreEncodedFrame?: Buffer[] };
}

/** A transport's WebSocket; polling has none. */
interface TransportSocket {
  bufferedAmount?: number;
}

/** The WebSocket under a socket; undefined while it polls. */
const transportSocket = (socket: GatewaySocket): TransportSocket | undefined =>
  (socket.conn.transport as unknown as { socket?: TransportSocket }).socket;

/** Bytes that were emitted and not yet taken by the client's connection. */
export function bufferedBytes(socket: GatewaySocket): number {
  // The engine keeps packets while its transport is busy; a WebSocket has a buffer of its own.
  const waiting = (socket.conn as unknown as { writeBuffer: BufferedPacket[] }).writeBuffer;
  let bytes = transportSocket(socket)?.bufferedAmount ?? 0;
  for (const packet of waiting) bytes += sizeOf(packet);
  return bytes;
}

function sizeOf({ data, options }: BufferedPacket): number {
  const frames = options?.wsPreEncodedFrame;
  if (frames !== undefined) return frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
