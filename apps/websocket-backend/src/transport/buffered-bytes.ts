import type { Connection } from "../socket-types.js";

interface BufferedPacket {
  data?: unknown;
  options?: { wsPreEncodedFrame?: Buffer[] };
}

/** What keeps bytes: the engine while its transport is busy, and a WebSocket, which polling has none of. */
interface Buffers {
  writeBuffer: BufferedPacket[];
  transport: { socket?: { bufferedAmount?: number } };
}

/** Bytes that were emitted and not yet taken by the client's side of a connection. */
export function bufferedBytes(connection: Connection): number {
  const { writeBuffer, transport } = connection as unknown as Buffers;
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) bytes += sizeOf(packet);
  return bytes;
}

function sizeOf({ data, options }: BufferedPacket): number {
  const frames = options?.wsPreEncodedFrame;
  if (frames !== undefined) return frames.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
