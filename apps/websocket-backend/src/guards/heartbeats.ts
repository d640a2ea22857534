import type { Connection } from "../socket-types.js";
import { toTextFrame } from "../transport/frames.js";
import type { Tap } from "../transport/tap-messages.js";
import { tcpStreamOf } from "../transport/web-socket.js";
import { cutOff } from "./cut-off.js";
import type { LimitCounters } from "./limit-counters.js";

/** How often all connections are looked at, in ms. */
const LOOK_MS = 100;
/** Engine.IO's packets for it, in protocol 4. */
const PING_FRAME = toTextFrame("2");
const PONG = "3";

interface HeartbeatsDeps {
  limits: {
    /** From a sign of life to the next ping. */
    pingIntervalMs: number;
    /** From a ping to the end of a connection that gives no sign of life. */
    pingTimeoutMs: number;
  };
  counters: LimitCounters;
}

/**
 * Asks the clients behind WebSockets for signs of life, and cuts off who gives none, in Engine.IO's place and
 * as clients expect it: its two timers and its way of sending are most of what an idle socket costs, and
 * what they leave to the garbage collector is more than the socket itself. Over polling the engine does it.
 */
export interface Heartbeats {
  /** Takes a connection over from the engine, once it is a WebSocket. */
  begin(connection: Connection): Heartbeat;
  /** Lets go of a connection if it has closed. One that waits to send its farewell is still to be found out. */
  release(heartbeat: Heartbeat): void;
  close(): void;
}

/** What the heartbeats of all connections go by: whole numbers of looks, which take a connection no memory of their own. */
interface Clock {
  looks: number;
  readonly looksPerInterval: number;
}

/** The heartbeat of one connection. A class, since every socket has one. */
export class Heartbeat implements Tap {
  readonly connection: Connection;
  readonly #clock: Clock;
  isAwaited = false;
  /** The look at which it is to be pinged, or cut off if a sign of life is awaited. */
  dueAt: number;

  constructor(connection: Connection, clock: Clock) {
    this.connection = connection;
    this.#clock = clock;
    this.dueAt = clock.looks;
  }

  /** Takes the pong that is awaited; others have to pass the limits of what a client may send. */
  take(message: string): boolean {
    if (message !== PONG || !this.isAwaited) return false;
    this.noteLife();
    return true;
  }

  noteLife(): void {
    if (!this.isAwaited) return;
    this.isAwaited = false;
    this.dueAt = this.#clock.looks + this.#clock.looksPerInterval;
  }
}

export function createHeartbeats({ limits, counters }: HeartbeatsDeps): Heartbeats {
  const looksPerTimeout = Math.ceil(limits.pingTimeoutMs / LOOK_MS);
  const clock = { looks: 0, looksPerInterval: Math.floor(limits.pingIntervalMs / LOOK_MS) };
  const heartbeats = new Set<Heartbeat>();

  function release(heartbeat: Heartbeat): void {
    if (heartbeat.connection.readyState === "closed") heartbeats.delete(heartbeat);
  }

  function beat(heartbeat: Heartbeat): void {
    const { connection } = heartbeat;
    release(heartbeat);
    if (!heartbeats.has(heartbeat)) return;
    if (heartbeat.isAwaited) {
      counters.count("silentClientsDisconnected");
      heartbeats.delete(heartbeat);
      cutOff(connection);
      return;
    }
    heartbeat.isAwaited = true;
    heartbeat.dueAt = clock.looks + looksPerTimeout;
    // A whole frame may stand between any others.
    tcpStreamOf(connection)?.write(PING_FRAME);
  }

  const timer = setInterval(() => {
    clock.looks += 1;
    for (const heartbeat of heartbeats) if (heartbeat.dueAt <= clock.looks) beat(heartbeat);
  }, LOOK_MS);

  return {
    begin(connection) {
      stopEngine(connection);
      const heartbeat = new Heartbeat(connection, clock);
      heartbeats.add(heartbeat);
      return heartbeat;
    },
    release,
    close: () => clearInterval(timer),
  };
}

/** The engine's own timers, private to its types. It does without them where they are null. */
interface EngineTimers {
  pingIntervalTimer: NodeJS.Timeout | null;
  pingTimeoutTimer: NodeJS.Timeout | null;
}

function stopEngine(connection: Connection): void {
  const timers = connection as unknown as EngineTimers;
  clearTimeout(timers.pingIntervalTimer ?? undefined);
  clearTimeout(timers.pingTimeoutTimer ?? undefined);
  timers.pingIntervalTimer = null;
  timers.pingTimeoutTimer = null;
}
