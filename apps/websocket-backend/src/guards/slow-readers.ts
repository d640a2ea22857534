import type { Logger } from "@workspace/common/logger";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { roomNames } from "../rooms/room-names.js";

const SWEEP_MS = 250;
/** Above this share of the limit a reader gets no cursors until it has caught up. */
const CURSOR_SHARE = 0.25;

interface SlowReadersDeps {
  io: GatewayServer;
  maxBufferedBytes: number;
  logger: Logger;
}

/**
 * Keeps readers that do not keep up from filling the server's memory: first they lose cursors, which
 * grow stale anyway, never events; at the limit they are disconnected, and catch up when they return.
 *
 * @returns ends the watch
 */
export function watchSlowReaders({ io, maxBufferedBytes, logger }: SlowReadersDeps): () => void {
  const slow = new Set<string>();

  function setCursors(socket: GatewaySocket, isOn: boolean): void {
    for (const [projectId, room] of socket.data.rooms) {
      const names = roomNames(projectId);
      const name = socket.data.wantsCursorBatch ? names.cursorBatches : names.cursors;
      if (!isOn) {
        void socket.leave(name);
        continue;
      }
      void socket.join(name);
      // What moved meanwhile, where it ended.
      if (socket.data.wantsCursorBatch) socket.emit("cursor:batch", room.cursors.latestBatch());
      else for (const cursor of room.cursors.latest()) socket.emit("cursor:update", cursor);
    }
  }

  function sweep(): void {
    for (const socket of io.sockets.sockets.values()) {
      const buffered = bufferedBytes(socket);
      if (buffered > maxBufferedBytes) {
        logger.warn({ userId: socket.data.userId, buffered }, "disconnected a slow reader");
        slow.delete(socket.id);
        // Without a farewell: it would only queue behind what is not being read.
        socket.conn.close(true);
      } else if (buffered > maxBufferedBytes * CURSOR_SHARE) {
        if (!slow.has(socket.id)) setCursors(socket, false);
        slow.add(socket.id);
      } else if (slow.delete(socket.id)) setCursors(socket, true);
    }
    for (const id of slow) if (!io.sockets.sockets.has(id)) slow.delete(id);
  }

  const timer = setInterval(sweep, SWEEP_MS);
  return () => clearInterval(timer);
}

interface BufferedPacket {
  data?: unknown;
}

/** Bytes that were emitted and not yet taken by the client's connection. */
function bufferedBytes(socket: GatewaySocket): number {
  const { conn } = socket;
  // The engine keeps packets while its transport is busy; a WebSocket has a buffer of its own.
  const waiting = (conn as unknown as { writeBuffer: BufferedPacket[] }).writeBuffer;
  let bytes = 0;
  for (const { data } of waiting) {
    if (typeof data === "string") bytes += data.length;
    else if (ArrayBuffer.isView(data)) bytes += data.byteLength;
  }
  const transport = conn.transport as unknown as { socket?: { bufferedAmount?: number } };
  return bytes + (transport.socket?.bufferedAmount ?? 0);
}
