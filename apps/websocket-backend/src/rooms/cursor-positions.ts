import type { CursorTuple } from "@workspace/common/contracts/bus-topics";

/** Where a user's cursor is. */
interface Position {
  cursor: CursorTuple;
  /** The socket of this gateway that moved it last; null when it was moved elsewhere. */
  moverId: string | null;
  /** Whether this gateway answers for it. */
  isOwn: boolean;
  /** Whether it has changed since it was last taken. */
  hasMoved: boolean;
}

/** Where the cursors of one room are: the newest position of each user, and which have changed. */
export interface CursorPositions {
  /** @param moverId the socket of this gateway that moved it; null when it was moved elsewhere */
  place(cursor: CursorTuple, moverId: string | null): void;
  /** What has moved since the last time, each user once. */
  takeMoved(): Pick<Position, "cursor" | "moverId">[];
  /** Lets this gateway answer for a user's position. */
  adopt(userId: string): void;
  forget(userId: string): void;
  find(userId: string): CursorTuple | undefined;
  list(): CursorTuple[];
  /** Those for which this gateway answers. */
  listOwn(): CursorTuple[];
}

export function createCursorPositions(): CursorPositions {
  const positions = new Map<string, Position>();
  let moved: Position[] = [];

  return {
    place(cursor, moverId) {
      const [userId] = cursor;
      const isOwn = moverId !== null;
      const known = positions.get(userId);
      if (known === undefined) {
        const position = { cursor, moverId, isOwn, hasMoved: true };
        positions.set(userId, position);
        moved.push(position);
        return;
      }
      // In place: this happens with every move.
      known.cursor = cursor;
      known.moverId = moverId;
      known.isOwn = isOwn;
      if (!known.hasMoved) moved.push(known);
      known.hasMoved = true;
    },

    takeMoved() {
      // Who has been forgotten meanwhile no longer counts as moved.
      const taken = moved.filter(({ hasMoved }) => hasMoved);
      for (const position of taken) position.hasMoved = false;
      moved = [];
      return taken;
    },

    adopt(userId) {
      const position = positions.get(userId);
      if (position !== undefined) position.isOwn = true;
    },

    forget(userId) {
      const position = positions.get(userId);
      if (position === undefined) return;
      position.hasMoved = false;
      positions.delete(userId);
    },

    find: (userId) => positions.get(userId)?.cursor,
    list: () => Array.from(positions.values(), ({ cursor }) => cursor),
    listOwn: () => [...positions.values()].filter(({ isOwn }) => isOwn).map(({ cursor }) => cursor),
  };
}
