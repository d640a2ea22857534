import type { Logger } from "@workspace/common/logger";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { bufferedBytes, transportSocket } from "../transport/buffered-bytes.js";

const SWEEP_MS = 250;
/** Above this share of the limit a reader gets only what it could not get later. */
export const SLOW_SHARE = 0.25;

interface SlowReadersDeps {
  io: GatewayServer;
  maxBufferedBytes: number;
  logger: Logger;
}

/**
 * Keeps readers that do not keep up from filling the server's memory: cursors and output, which they can do
 * without, are left out long before, events never; at the limit they are disconnected, and catch up when they
 * return.
 *
 * @returns ends the watch
 */
export function watchSlowReaders({ io, maxBufferedBytes, logger }: SlowReadersDeps): () => void {
  function sweep(): void {
    for (const socket of io.sockets.sockets.values()) {
      const buffered = bufferedBytes(socket);
      if (buffered <= maxBufferedBytes) continue;
      logger.warn({ userId: socket.data.userId, buffered }, "disconnected a slow reader");
      cutOff(socket);
    }
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
