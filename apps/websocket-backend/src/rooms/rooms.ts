import { AppError } from "@workspace/common/app-error";
import { openRoom, type Room, type RoomDeps } from "./room.js";

/** Longest wait for Redis when a room is opened. */
const OPEN_TIMEOUT_MS = 2000;
/** How often each room's presence is compared with the roster. */
const RECONCILE_MS = 3000;
/** How often this gateway gives its sign of life. */
const HEARTBEAT_MS = 1000;

/** The rooms that are open on this gateway. */
export interface Rooms {
  /**
   * Takes hold of a project's room, opening it first where needed. Each hold must be given back.
   *
   * @throws {AppError} UNAVAILABLE while Redis is away
   */
  acquire(projectId: string): Promise<Room>;
  /** Gives back a hold; with the last one the room closes. */
  release(room: Room): void;
  /** A room that is open here; null when there is none. */
  find(projectId: string): Room | null;
  count(): number;
  /** Places of sockets in them. */
  countMemberships(): number;
  /** Stops, leaving the roster's entries for the moment in which the users reconnect elsewhere. */
  close(): Promise<void>;
}

interface OpenRoom {
  opening: Promise<Room>;
  /** Null until it is open. */
  room: Room | null;
  holds: number;
}

export function createRooms(deps: RoomDeps): Rooms {
  const { bus, roster, logger } = deps;
  const open = new Map<string, OpenRoom>();

  let isClosed = false;

  /** Does something in every open room. One that is still opening begins with fresh readings anyway. */
  async function forEachRoom(act: (room: Room) => Promise<void>): Promise<void> {
    await Promise.all(
      Array.from(open.values(), async ({ room }) => {
        try {
          if (room !== null) await act(room);
        } catch (error) {
          logger.debug({ err: error }, "could not reconcile a room");
        }
      }),
    );
  }

  const reconcile = (): Promise<void> => forEachRoom((room) => room.presence.reconcile());
  function beat(): void {
    if (!isClosed) roster.renewGateway().catch(() => {});
  }

  beat();
  const heartbeat = setInterval(beat, HEARTBEAT_MS);
  const reconciler = setInterval(() => void reconcile(), RECONCILE_MS);
  // Redis may have come back empty: the others need this gateway's entries before they count as gone.
  roster.onReconnect(() => {
    beat();
    void reconcile();
  });
  bus.onReconnect(() => {
    void forEachRoom((room) => room.resync());
    void reconcile();
  });

  function openEntry(projectId: string): OpenRoom {
    const entry: OpenRoom = { opening: openRoom(projectId, deps), room: null, holds: 0 };
    open.set(projectId, entry);
    entry.opening.then(
      (room) => {
        entry.room = room;
      },
      // The next one who asks tries again.
      () => forget(projectId, entry),
    );
    return entry;
  }

  function forget(projectId: string, entry: OpenRoom): void {
    if (open.get(projectId) === entry) open.delete(projectId);
  }

  function release(projectId: string, entry: OpenRoom): void {
    entry.holds -= 1;
    if (entry.holds > 0) return;
    forget(projectId, entry);
    // A room that could not be opened has nothing to close.
    entry.opening.then((room) => room.close()).catch(() => {});
  }

  return {
    async acquire(projectId) {
      if (isClosed) throw unavailable();
      const entry = open.get(projectId) ?? openEntry(projectId);
      entry.holds += 1;
      try {
        return await withTimeout(entry.opening);
      } catch (error) {
        release(projectId, entry);
        throw error;
      }
    },

    release(room) {
      const entry = open.get(room.projectId);
      if (entry !== undefined) release(room.projectId, entry);
    },

    find: (projectId) => open.get(projectId)?.room ?? null,
    count: () => open.size,
    countMemberships() {
      let count = 0;
      for (const { room } of open.values()) count += room?.memberships.size ?? 0;
      return count;
    },

    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      clearInterval(reconciler);
      await roster.retireGateway().catch(() => {});
      await forEachRoom((room) => room.close());
      open.clear();
    },
  };
}

const unavailable = (): AppError =>
  new AppError("UNAVAILABLE", "Real-time messaging is not available right now", {
    retryAfterSeconds: 1,
  });

async function withTimeout<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable()), OPEN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
