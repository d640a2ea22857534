import { AppError } from "@workspace/common/app-error";
import { refuseEvent } from "../events/reply.js";
import type { GatewaySocket } from "../socket-types.js";
import { isLargerThan } from "./event-size.js";
import type { LimitCounters } from "./limit-counters.js";
import { createTokenBucket } from "./token-bucket.js";

interface EventLimits {
  eventsPerSecond: number;
  eventBurst: number;
  /**
   * A client that goes on after this many refusals is not a client but a flood. They are forgiven at the
   * rate of the events themselves, so who sends up to twice as much as is served only loses the rest.
   */
  maxRefusedEvents: number;
  maxMessageBytes: number;
}

/**
 * Guards a socket's own events by rate and by size. What is too much is refused with an error while the
 * socket stays; only a flood that ignores the refusals is disconnected.
 */
export function limitEvents(
  socket: GatewaySocket,
  { eventsPerSecond, eventBurst, maxRefusedEvents, maxMessageBytes }: EventLimits,
  counters: LimitCounters,
): void {
  const startMs = performance.now();
  const events = createTokenBucket(eventsPerSecond, eventBurst, startMs);
  const refusals = createTokenBucket(eventsPerSecond, maxRefusedEvents, startMs);
  // Sizes are known per engine packet, which is read before it is decoded into events. Events are measured
  // themselves only after a packet that was too large.
  let largePackets = 0;
  socket.conn.on("packet", (packet: { data?: unknown }) => {
    if (sizeOf(packet.data) > maxMessageBytes) largePackets += 1;
  });

  socket.use((event, next) => {
    // What was still on its way when the socket ended.
    if (!socket.connected) return;
    const [name, ...args] = event;
    if (largePackets > 0 && isLargerThan(maxMessageBytes, args)) {
      largePackets -= 1;
      counters.count("eventsTooLarge");
      const message = `An event may have at most ${maxMessageBytes} bytes`;
      refuseEvent(socket, String(name), args, new AppError("PAYLOAD_TOO_LARGE", message));
      return;
    }
    const nowMs = performance.now();
    if (events.take(nowMs)) {
      next();
      return;
    }
    counters.count("eventsRateLimited");
    if (!refusals.take(nowMs)) {
      counters.count("floodsDisconnected");
      socket.disconnect(true);
      return;
    }
    const failure = new AppError("RATE_LIMITED", "Too many events", { retryAfterSeconds: 1 });
    refuseEvent(socket, String(name), args, failure);
  });
}

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
