import { createEmitter, type Unsubscribe } from "./emitter.js";
import { extendPath, interpolate, type PathSample, type Point } from "./interpolate.js";

/** Where somebody else's cursor is. */
export interface Cursor extends Point {
  readonly userId: string;
  readonly name: string;
  readonly color: string;
}

/** The others' cursors in a room: never one's own, not even another tab's, and only of who is there. */
export interface CursorStream {
  /** Everyone's newest position. */
  latest(): Cursor[];
  /**
   * Everyone's position for drawing at a moment, by default now: between the samples, a moment behind, never
   * ahead of what is known, and at last exactly at the newest position.
   *
   * @param nowMs on the clock of `performance.now()`, which is also what animation frames are given
   */
  sample(nowMs?: number): Cursor[];
  /** Called with each position as it arrives. */
  onMove(listener: (cursor: Cursor) => void): Unsubscribe;
}

/** What {@link CursorIntake.receive} is given. */
export type CursorPosition = Omit<Cursor, "name">;

/** The side on which the room puts in what it hears. */
export interface CursorIntake {
  readonly stream: CursorStream;
  receive(positions: readonly CursorPosition[]): void;
  forget(userId: string): void;
}

interface CursorDeps {
  ownUserId: () => string | null;
  /** Undefined for who is not in the room. */
  nameOf: (userId: string) => string | undefined;
  /** How far behind `sample` is: a tick of the gateway and what the network adds to it. */
  delayMs: number;
}

interface Track {
  color: string;
  path: [PathSample, ...PathSample[]];
}

export function createCursors({ ownUserId, nameOf, delayMs }: CursorDeps): CursorIntake {
  const emitter = createEmitter<{ move: Cursor }>();
  const tracks = new Map<string, Track>();

  function present(userId: string, { color }: Track, { x, y }: Point): Cursor[] {
    const name = nameOf(userId);
    return name === undefined ? [] : [{ userId, name, x, y, color }];
  }

  const presentAll = (pointOf: (track: Track) => Point): Cursor[] =>
    [...tracks].flatMap(([userId, track]) => present(userId, track, pointOf(track)));

  return {
    stream: {
      latest: () => presentAll(newestOf),
      sample: (nowMs = performance.now()) =>
        presentAll(({ path }) => interpolate(path, nowMs - delayMs, delayMs)),
      onMove: (listener) => emitter.on("move", listener),
    },
    receive(positions) {
      const atMs = performance.now();
      for (const { userId, x, y, color } of positions) {
        const known = tracks.get(userId);
        if (userId === ownUserId() || (known !== undefined && isAt(known, { x, y, color })))
          continue;
        const path = extendPath(known?.path ?? [], { x, y, atMs }, delayMs);
        const track = { color, path };
        tracks.set(userId, track);
        for (const cursor of present(userId, track, { x, y })) emitter.emit("move", cursor);
      }
    },
    forget: (userId) => void tracks.delete(userId),
  };
}

const newestOf = ({ path }: Track): Point => path.at(-1) ?? path[0];

/** Answers to joins name positions again that have not changed. */
function isAt(track: Track, { x, y, color }: Point & { color: string }): boolean {
  const newest = newestOf(track);
  return newest.x === x && newest.y === y && track.color === color;
}
