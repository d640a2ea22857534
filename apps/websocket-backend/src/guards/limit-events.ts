import { AppError } from "@workspace/common/app-error";
import { refuseEvent } from "../events/reply.js";
import type { GatewaySocket } from "../socket-types.js";
import { createTokenBucket } from "./token-bucket.js";

/** A client that goes on after this many refusals in a row is not a client but a flood. */
const MAX_REFUSALS_IN_A_ROW = 2000;

interface EventLimits {
  eventsPerSecond: number;
  eventBurst: number;
  maxMessageBytes: number;
}

/**
 * Guards a socket's own events by rate and by size. What is too much is refused with an error while the
 * socket stays; only a flood that ignores the refusals is disconnected.
 */
export function limitEvents(
  socket: GatewaySocket,
  { eventsPerSecond, eventBurst, maxMessageBytes }: EventLimits,
): void {
  const bucket = createTokenBucket(eventsPerSecond, eventBurst, performance.now());
  let refusalsInARow = 0;
  // Sizes are known per engine packet, which is read before it is decoded into events. Measuring an
  // event's own size costs an encoding, so it is done only after a packet that was too large.
  let largePackets = 0;
  socket.conn.on("packet", (packet: { data?: unknown }) => {
    if (sizeOf(packet.data) > maxMessageBytes) largePackets += 1;
  });

  socket.use((event, next) => {
    const [name, ...args] = event;
    if (largePackets > 0 && JSON.stringify(args).length > maxMessageBytes) {
      largePackets -= 1;
      const message = `An event may have at most ${maxMessageBytes} bytes`;
      refuseEvent(socket, String(name), args, new AppError("PAYLOAD_TOO_LARGE", message));
      return;
    }
    if (bucket.take(performance.now())) {
      refusalsInARow = 0;
      next();
      return;
    }
    refusalsInARow += 1;
    if (refusalsInARow > MAX_REFUSALS_IN_A_ROW) socket.disconnect(true);
    else
      refuseEvent(
        socket,
        String(name),
        args,
        new AppError("RATE_LIMITED", "Too many events", { retryAfterSeconds: 1 }),
      );
  });
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
