import type { Logger } from "@workspace/common/logger";
import type { GatewayServer } from "../socket-types.js";
import { bufferedBytes } from "../transport/buffered-bytes.js";
import { cutOff } from "./cut-off.js";
import type { LimitCounters } from "./limit-counters.js";

const SWEEP_MS = 250;
/** Above this share of the limit a reader gets only what it could not get later. */
export const SLOW_SHARE = 0.25;

interface SlowReadersDeps {
  io: GatewayServer;
  maxBufferedBytes: number;
  counters: LimitCounters;
  logger: Logger;
}

/**
 * Keeps readers that do not keep up from filling the server's memory: cursors and output, which they can do
 * without, are left out long before, events never; at the limit they are disconnected, and catch up when they
 * return.
 *
 * @returns ends the watch
 */
export function watchSlowReaders({
  io,
  maxBufferedBytes,
  counters,
  logger,
}: SlowReadersDeps): () => void {
  function sweep(): void {
    for (const socket of io.sockets.sockets.values()) {
      const buffered = bufferedBytes(socket.conn);
      if (buffered <= maxBufferedBytes) continue;
      logger.warn({ userId: socket.data.userId, buffered }, "disconnected a slow reader");
      counters.count("slowReadersDisconnected");
      cutOff(socket.conn);
    }
  }

  const timer = setInterval(sweep, SWEEP_MS);
  return () => clearInterval(timer);
}
