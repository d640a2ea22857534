import type { CursorTuple } from "@workspace/common/contracts/bus-topics";
import type {
  CursorBatch,
  CursorMoveInput,
  CursorUpdate,
} from "@workspace/common/contracts/socket-events";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { roomNames } from "./room-names.js";

/**
 * Carries the cursors of one room. Moves are collected and sent once per tick, the latest position of
 * each user only, so the work does not grow with how fast clients send. The last position always leaves.
 */
export interface CursorFanout {
  move(socket: GatewaySocket, cursor: CursorMoveInput): void;
  /** Takes what moved on another gateway. */
  receive(cursors: readonly CursorTuple[]): void;
  /** Tells another gateway, which has just opened the room, where this one's users are. */
  share(): void;
  /** Drops the position of a user who left. */
  forget(userId: string): void;
  /** Everyone's latest position, for who comes in. */
  latest(): CursorUpdate[];
  /** The same for who asked for batches. */
  latestBatch(): CursorBatch;
  close(): void;
}

interface CursorFanoutDeps {
  projectId: string;
  io: GatewayServer;
  tickMs: number;
  /** Sends this gateway's moves to the others. May reject: the next move makes up for it. */
  publish: (cursors: CursorTuple[]) => Promise<void>;
}

export function createCursorFanout({
  projectId,
  io,
  tickMs,
  publish,
}: CursorFanoutDeps): CursorFanout {
  const names = roomNames(projectId);
  const positions = new Map<string, CursorTuple>();
  /** Users whose position is from this gateway. */
  const ownUserIds = new Set<string>();
  /** What moved here since the last tick, with the socket that must not hear of it. */
  const moved = new Map<string, { cursor: CursorTuple; socketId: string }>();
  let timer: NodeJS.Timeout | null = null;
  let lastTickAt = -Infinity;

  const toUpdate = ([userId, name, x, y, color]: CursorTuple): CursorUpdate => ({
    projectId,
    userId,
    name,
    x,
    y,
    color,
  });

  const toBatch = (cursors: Iterable<CursorTuple>): CursorBatch => ({
    projectId,
    cursors: Array.from(cursors, ([userId, , x, y, color]) => [userId, x, y, color] as const),
  });

  function emitBatch(cursors: readonly CursorTuple[]): void {
    io.to(names.cursorBatches).emit("cursor:batch", toBatch(cursors));
  }

  function tick(): void {
    timer = null;
    lastTickAt = performance.now();
    const cursors: CursorTuple[] = [];
    for (const { cursor, socketId } of moved.values()) {
      cursors.push(cursor);
      io.to(names.cursors).except(socketId).emit("cursor:update", toUpdate(cursor));
    }
    moved.clear();
    // Whoever moved may have left before the tick.
    if (cursors.length === 0) return;
    emitBatch(cursors);
    // While Redis is away cursors stay on this gateway; positions are not worth keeping.
    publish(cursors).catch(() => {});
  }

  return {
    move(socket, { x, y, color }) {
      const { userId, name } = socket.data;
      const cursor: CursorTuple = [userId, name, x, y, color];
      positions.set(userId, cursor);
      ownUserIds.add(userId);
      moved.set(userId, { cursor, socketId: socket.id });
      // The first move after a pause leaves at once, the following ones with the tick.
      timer ??= setTimeout(tick, Math.max(0, lastTickAt + tickMs - performance.now()));
    },

    receive(cursors) {
      for (const cursor of cursors) {
        positions.set(cursor[0], cursor);
        ownUserIds.delete(cursor[0]);
        io.to(names.cursors).emit("cursor:update", toUpdate(cursor));
      }
      emitBatch(cursors);
    },

    share() {
      const own = [...positions.values()].filter(([userId]) => ownUserIds.has(userId));
      if (own.length > 0) publish(own).catch(() => {});
    },

    forget(userId) {
      ownUserIds.delete(userId);
      positions.delete(userId);
      moved.delete(userId);
    },

    latest: () => Array.from(positions.values(), toUpdate),
    latestBatch: () => toBatch(positions.values()),

    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
