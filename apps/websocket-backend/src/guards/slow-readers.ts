import type { Logger } from "@workspace/common/logger";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { roomNames } from "../rooms/room-names.js";
import type { Rooms } from "../rooms/rooms.js";
import { bufferedBytes, transportSocket } from "./buffered-bytes.js";

const SWEEP_MS = 250;
/** Above this share of the limit a reader gets only what it could not get later: events, and no cursors. */
export const SLOW_SHARE = 0.25;

interface SlowReadersDeps {
  io: GatewayServer;
  rooms: Pick<Rooms, "find">;
  maxBufferedBytes: number;
  logger: Logger;
}

/**
 * Keeps readers that do not keep up from filling the server's memory: first they lose cursors, which
 * grow stale anyway, never events; at the limit they are disconnected, and catch up when they return.
 *
 * @returns ends the watch
 */
export function watchSlowReaders({
  io,
  rooms,
  maxBufferedBytes,
  logger,
}: SlowReadersDeps): () => void {
  const slow = new Set<string>();

  function setCursors(socket: GatewaySocket, isOn: boolean): void {
    for (const projectId of socket.data.rooms) {
      const room = rooms.find(projectId);
      if (room === null) continue;
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
        cutOff(socket);
      } else if (buffered > maxBufferedBytes * SLOW_SHARE) {
        if (!slow.has(socket.id)) setCursors(socket, false);
        slow.add(socket.id);
      } else if (slow.delete(socket.id)) setCursors(socket, true);
    }
    for (const id of slow) if (!io.sockets.sockets.has(id)) slow.delete(id);
  }

  const timer = setInterval(sweep, SWEEP_MS);
  return () => clearInterval(timer);
}

/** Closes without a farewell: it, and the buffered bytes with it, would wait for what is not being read. */
function cutOff(socket: GatewaySocket): void {
  const webSocket = transportSocket(socket);
  socket.conn.close(true);
  webSocket?.terminate?.();
}
