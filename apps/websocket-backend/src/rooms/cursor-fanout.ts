import type { CursorTuple } from "@workspace/common/contracts/bus-topics";
import type {
  CursorBatch,
  CursorMoveInput,
  CursorUpdate,
} from "@workspace/common/contracts/socket-events";
import type { TrafficCounters } from "../gateway-metrics.js";
import type { LimitCounters } from "../guards/limit-counters.js";
import type { Connection, GatewaySocket } from "../socket-types.js";
import { bufferedBytes } from "../transport/buffered-bytes.js";
import { createCursorPositions } from "./cursor-positions.js";
import { encodeEvents, type EncodedEvents, sendEncoded } from "../transport/encoded-events.js";

/** A gateway that asks where everyone is has somebody in the room soon after. */
const ENTRY_MS = 10_000;

/**
 * What moved elsewhere waits this share of a tick for what moves here, so that a client gets both in one write.
 * With half of it, two gateways settle into ticking in turn, and nothing waits longer than a tick and a half.
 */
const PATIENCE = 0.5;

/**
 * Carries the cursors of one room. Moves are collected and sent once per tick, the latest position of
 * each user only, so the work does not grow with how fast clients send. The last position always leaves.
 */
export interface CursorFanout {
  /** Lets a socket hear of moves from now on. */
  attach(socket: GatewaySocket): void;
  detach(socket: GatewaySocket): void;
  move(socket: GatewaySocket, cursor: CursorMoveInput): void;
  /** Takes what moved on another gateway. */
  receive(cursors: readonly CursorTuple[]): void;
  /** Tells the other gateways where this one's users are: one has just opened the room, or missed moves. */
  share(): void;
  /** Answers for a user's position from now on: the gateway that it came from no longer has the user. */
  adopt(userId: string): void;
  /** Drops the position of a user who left. */
  forget(userId: string): void;
  /** Everyone's latest position, for who comes in. */
  latest(): CursorUpdate[];
  close(): void;
}

interface CursorFanoutDeps {
  projectId: string;
  tickMs: number;
  /** A socket with more unread gets no further positions until it has read, and then the newest ones. */
  maxUnreadBytes: number;
  counters: LimitCounters;
  traffic: TrafficCounters;
  /** Whether another gateway has someone in the room. */
  isHeardElsewhere: () => boolean;
  /** Sends this gateway's moves to the others. May reject: the next move makes up for it. */
  publish: (cursors: CursorTuple[]) => Promise<void>;
}

/** A socket that hears of moves. */
interface Listener {
  socketId: string;
  connection: Connection;
  wantsBatch: boolean;
  /** Users who moved while it had too much unread; null when there are none. */
  missed: Set<string> | null;
}

/** What one tick sends, encoded when the first socket needs it. */
interface Flush {
  cursors: readonly CursorTuple[];
  /** Index in `cursors` of who moved on a socket of this gateway, by the socket's id. */
  indexBySocketId: ReadonlyMap<string, number>;
  updates: EncodedEvents | null;
  batch: EncodedEvents | null;
}

export function createCursorFanout({
  projectId,
  tickMs,
  maxUnreadBytes,
  counters,
  traffic,
  isHeardElsewhere,
  publish,
}: CursorFanoutDeps): CursorFanout {
  const listeners = new Map<string, Listener>();
  const positions = createCursorPositions();
  let timer: NodeJS.Timeout | null = null;
  let timerDueAt = 0;
  let lastTickAt = -Infinity;
  let lastSharedAt = -Infinity;

  const toUpdate = ([userId, name, x, y, color]: CursorTuple): CursorUpdate => ({
    projectId,
    userId,
    name,
    x,
    y,
    color,
  });

  const toBatch = (cursors: readonly CursorTuple[]): CursorBatch => ({
    projectId,
    cursors: cursors.map(([userId, , x, y, color]) => [userId, x, y, color] as const),
  });

  const encodeUpdates = (cursors: readonly CursorTuple[]): EncodedEvents =>
    encodeEvents("cursor:update", cursors.map(toUpdate));

  const encodeBatch = (cursors: readonly CursorTuple[]): EncodedEvents =>
    encodeEvents("cursor:batch", [toBatch(cursors)]);

  /** Where those are now whose moves a listener missed. */
  function catchUp({ connection, wantsBatch }: Listener, missed: ReadonlySet<string>): void {
    const cursors = [...missed]
      .map((userId) => positions.find(userId))
      .filter((cursor) => cursor !== undefined);
    if (cursors.length === 0) return;
    const encode = wantsBatch ? encodeBatch : encodeUpdates;
    sendEncoded(connection, encode(cursors));
  }

  function sendTo(listener: Listener, flush: Flush): void {
    const { socketId, connection, wantsBatch } = listener;
    const { cursors, indexBySocketId } = flush;
    if (listener.missed !== null || bufferedBytes(connection) > maxUnreadBytes) {
      counters.count("cursorsHeldBack");
      const own = indexBySocketId.get(socketId);
      for (const [index, [userId]] of cursors.entries())
        if (index !== own) (listener.missed ??= new Set()).add(userId);
      return;
    }
    // Nobody is told of nothing but their own move.
    if (cursors.length === 1 && indexBySocketId.has(socketId)) return;
    traffic.cursorWrites += 1;
    traffic.cursorPositions += cursors.length;
    if (wantsBatch) sendEncoded(connection, (flush.batch ??= encodeBatch(cursors)));
    else {
      const own = indexBySocketId.get(socketId);
      sendEncoded(connection, (flush.updates ??= encodeUpdates(cursors)), own);
    }
  }

  /** Sends what has moved to everyone here. @returns what of it moved here */
  function flushMoved(): CursorTuple[] {
    const cursors: CursorTuple[] = [];
    const own: CursorTuple[] = [];
    const indexBySocketId = new Map<string, number>();
    for (const { cursor, moverId } of positions.takeMoved()) {
      if (moverId !== null) {
        indexBySocketId.set(moverId, cursors.length);
        own.push(cursor);
      }
      cursors.push(cursor);
    }
    // Whoever moved may have left before the tick.
    if (cursors.length === 0) return own;
    traffic.cursorTicks += 1;
    const flush: Flush = { cursors, indexBySocketId, updates: null, batch: null };
    for (const listener of listeners.values()) sendTo(listener, flush);
    return own;
  }

  /** Lets the next tick be at `dueAt` or earlier. The first after a pause is at once. */
  function scheduleTick(dueAt: number): void {
    if (timer !== null) {
      if (timerDueAt <= dueAt) return;
      clearTimeout(timer);
    }
    timerDueAt = dueAt;
    timer = setTimeout(tick, Math.max(0, dueAt - performance.now()));
  }

  function tick(): void {
    timer = null;
    const nowMs = performance.now();
    lastTickAt = nowMs;
    const own = flushMoved();
    for (const listener of listeners.values()) {
      const { missed } = listener;
      if (missed === null) continue;
      if (bufferedBytes(listener.connection) <= maxUnreadBytes) {
        listener.missed = null;
        catchUp(listener, missed);
      } else scheduleTick(nowMs + tickMs);
    }
    const isHeard = isHeardElsewhere() || nowMs - lastSharedAt < ENTRY_MS;
    // While Redis is away cursors stay on this gateway; positions are not worth keeping.
    if (isHeard && own.length > 0) publish(own).catch(() => {});
  }

  return {
    attach({ id: socketId, conn: connection, data }) {
      const wantsBatch = data.wantsCursorBatch;
      listeners.set(socketId, { socketId, connection, wantsBatch, missed: null });
    },

    detach(socket) {
      listeners.delete(socket.id);
    },

    move(socket, { x, y, color }) {
      const { userId, name } = socket.data;
      traffic.cursorMoves += 1;
      positions.place([userId, name, x, y, color], socket.id);
      scheduleTick(lastTickAt + tickMs);
    },

    receive(cursors) {
      for (const cursor of cursors) positions.place(cursor, null);
      scheduleTick(Math.min(lastTickAt + tickMs, performance.now() + tickMs * PATIENCE));
    },

    share() {
      lastSharedAt = performance.now();
      const own = positions.listOwn();
      if (own.length > 0) publish(own).catch(() => {});
    },

    adopt: positions.adopt,
    forget: positions.forget,
    latest: () => positions.list().map(toUpdate),

    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
