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
 * socket stays; only a flood that ignores the refusals is disconnected. A class, since every socket has one.
 */
export class EventLimiter {
  readonly #socket: GatewaySocket;
  readonly #limits: EventLimits;
  readonly #counters: LimitCounters;
  readonly #events: TokenBucket;
  /** Null until something is refused: most sockets never need it. */
  #refusals: TokenBucket | null = null;
  // Sizes are known per engine packet, which is read before it is decoded into events. Events are measured
  // themselves only after a packet that was too large.
  #largePackets = 0;
  // Binary parts of an event are kept until its last one is there: together they are one message.
  #keptBytes = 0;

  constructor(socket: GatewaySocket, limits: EventLimits, counters: LimitCounters) {
    this.#socket = socket;
    this.#limits = limits;
    this.#counters = counters;
    this.#events = new TokenBucket(limits.eventsPerSecond, limits.eventBurst, performance.now());
  }

  /** The engine has read a packet, of any kind. */
  notePacket({ data }: { data?: unknown }): void {
    const bytes = sizeOf(data);
    if (bytes > this.#limits.maxMessageBytes) this.#largePackets += 1;
    if (ArrayBuffer.isView(data)) this.#keptBytes += bytes;
    if (this.#keptBytes > this.#limits.maxFrameBytes) {
      this.#counters.count("framesTooLarge");
      cutOff(this.#socket.conn);
    } else if (!isEvent(data)) this.noteOther();
  }

  /** Something came that serves nothing: it counts as a refused event. */
  noteOther(): void {
    // What was still on its way when the socket ended.
    if (this.#socket.connected && !this.#takeRefusal()) this.#endFlood();
  }

  /** Judges an event, and answers it if it is refused. @returns whether it may be handled */
  admit([name, ...args]: readonly unknown[]): boolean {
    if (!this.#socket.connected) return false;
    this.#keptBytes = 0;
    const { maxMessageBytes } = this.#limits;
    if (this.#largePackets > 0 && isLargerThan(maxMessageBytes, args)) {
      this.#largePackets -= 1;
      this.#counters.count("eventsTooLarge");
      const message = `An event may have at most ${maxMessageBytes} bytes`;
      refuseEvent(this.#socket, String(name), args, new AppError("PAYLOAD_TOO_LARGE", message));
      return false;
    }
    if (this.takeToken()) return true;
    this.#counters.count("eventsRateLimited");
    if (!this.#takeRefusal()) {
      this.#endFlood();
      return false;
    }
    const failure = new AppError("RATE_LIMITED", "Too many events", { retryAfterSeconds: 1 });
    refuseEvent(this.#socket, String(name), args, failure);
    return false;
  }

  /** Takes one event of the rate, for what does not come as an event. @returns whether it may pass */
  takeToken(): boolean {
    return this.#events.take(performance.now());
  }

  #takeRefusal(): boolean {
    const nowMs = performance.now();
    const { eventsPerSecond, maxRefusedEvents } = this.#limits;
    this.#refusals ??= new TokenBucket(eventsPerSecond, maxRefusedEvents, nowMs);
    return this.#refusals.take(nowMs);
  }

  #endFlood(): void {
    this.#counters.count("floodsDisconnected");
    this.#socket.disconnect(true);
  }
}

/** Pongs, acknowledgements of nothing and the like are none. */
const isEvent = (data: unknown): boolean =>
  typeof data === "string" && (data.startsWith(EVENT) || data.startsWith(BINARY_EVENT));

function sizeOf(data: unknown): number {
  if (typeof data === "string") return data.length;
  return ArrayBuffer.isView(data) ? data.byteLength : 0;
}
