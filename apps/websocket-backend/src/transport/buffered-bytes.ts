import type { Connection } from "../socket-types.js";

/** What keeps bytes: the engine while its transport is busy, and a WebSocket, which polling has none of. */
interface Buffers {
  writeBuffer: { data?: unknown }[];
  transport: { socket?: { bufferedAmount?: number } };
}

/** Bytes that were emitted and not yet taken by the client's side of a connection. */
export function bufferedBytes(connection: Connection): number {
  const { writeBuffer, transport } = connection as unknown as Buffers;
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += sizeOf(data);
  return bytes;
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
