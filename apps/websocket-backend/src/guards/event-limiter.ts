import { AppError } from "@workspace/common/app-error";
import { refuseEvent } from "../events/reply.js";
import type { GatewaySocket } from "../socket-types.js";
import { cutOff } from "./cut-off.js";
import { isLargerThan } from "./event-size.js";
import type { LimitCounters } from "./limit-counters.js";
import { TokenBucket } from "./token-bucket.js";

/** How messages begin that are events in Socket.io's protocol 5. */
const EVENT = "2";
const BINARY_EVENT = "5";

interface EventLimits {
  eventsPerSecond: number;
  eventBurst: number;
  /**
   * A client that goes on after this many refusals is not a client but a flood. They are forgiven at the
   * rate of the events themselves, so who sends up to twice as much as is served only loses the rest.
   */
  maxRefusedEvents: number;
  maxMessageBytes: number;
  maxFrameBytes: number;
}

/**
 * Guards a socket's own events by rate and by size. What is too much is refused with an error while the
 * socket stays; only a flood that ignores the refusals is disconnected.
 *
 * @returns takes one event of the rate, for what does not come as an event; whether it may pass
 */
export function limitEvents(
  socket: GatewaySocket,
  limits: EventLimits,
  counters: LimitCounters,
): () => boolean {
  const { eventsPerSecond, eventBurst, maxRefusedEvents, maxMessageBytes, maxFrameBytes } = limits;
  const startMs = performance.now();
  const events = new TokenBucket(eventsPerSecond, eventBurst, startMs);
  const refusals = new TokenBucket(eventsPerSecond, maxRefusedEvents, startMs);
  // Sizes are known per engine packet, which is read before it is decoded into events. Events are measured
  // themselves only after a packet that was too large.
  let largePackets = 0;
  // Binary parts of an event are kept until its last one is there: together they are one message.
  let keptBytes = 0;

  function endFlood(): void {
    counters.count("floodsDisconnected");
    socket.disconnect(true);
  }

  socket.conn.on("packet", ({ data }: { data?: unknown }) => {
    const bytes = sizeOf(data);
    if (bytes > maxMessageBytes) largePackets += 1;
    if (ArrayBuffer.isView(data)) keptBytes += bytes;
    if (keptBytes > maxFrameBytes) {
      counters.count("framesTooLarge");
      cutOff(socket.conn);
    } else if (!isEvent(data) && !refusals.take(performance.now())) endFlood();
  });

  socket.use((event, next) => {
    // What was still on its way when the socket ended.
    if (!socket.connected) return;
    keptBytes = 0;
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
      endFlood();
      return;
    }
    const failure = new AppError("RATE_LIMITED", "Too many events", { retryAfterSeconds: 1 });
    refuseEvent(socket, String(name), args, failure);
  });
  return () => events.take(performance.now());
}

/** Pongs, acknowledgements of nothing and the like are none; each then counts as a refused event. */
const isEvent = (data: unknown): boolean =>
  typeof data === "string" && (data.startsWith(EVENT) || data.startsWith(BINARY_EVENT));

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
