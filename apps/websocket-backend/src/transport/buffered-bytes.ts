import type { Connection } from "../socket-types.js";
import { webSocketOf } from "./web-socket.js";

/** Bytes that were emitted and not yet taken by the client's side of a connection. */
export function bufferedBytes(connection: Connection): number {
  // The engine keeps them while its transport is busy, and a WebSocket does, which polling has none of.
  const { writeBuffer } = connection as unknown as { writeBuffer: { data?: unknown }[] };
  let bytes = webSocketOf(connection)?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += sizeOf(data);
  return bytes;
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
