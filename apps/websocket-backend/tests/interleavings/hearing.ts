import type { RoomMessage } from "@workspace/client/protocol";
import { ROOM_MESSAGES } from "@workspace/client/protocol";

const ROOM_EVENTS: ReadonlySet<string> = new Set(ROOM_MESSAGES);

/** A tab's time in the room, from the answer to a join on. Times are those of `performance.now()`. */
interface Stay {
  readonly fromMs: number;
  toMs: number;
  /** How often somebody was told to have left, by user. */
  readonly leaves: Map<string, number>;
}

/** What a tab is told, held against what it may be told. */
export interface Hearing {
  readonly stays: readonly Stay[];
  /** What it should not have heard, or not so. */
  readonly problems: string[];
  /** The first answer to a join, which has everything up to `seq`. */
  begin(seq: number): void;
  end(): void;
  /** Takes the number of an event of the log. */
  takeSeq(seq: number): void;
  takeLeave(userId: string): void;
  /**
   * Takes a message off the wire before it is acted upon.
   *
   * @param room what is known of the room so far; null while the tab is not in it
   */
  takeMessage(event: string, data: unknown, room: { members: readonly string[] } | null): void;
  /** The last number that was had. */
  seq(): number;
}

export function createHearing(name: string): Hearing {
  const stays: Stay[] = [];
  const problems: string[] = [];
  let seq = 0;

  function end(): void {
    const stay = stays.at(-1);
    if (stay !== undefined) stay.toMs = Math.min(stay.toMs, performance.now());
  }

  const note = (problem: string): void => void problems.push(`${name} ${problem}`);

  return {
    stays,
    problems,
    seq: () => seq,
    begin(first) {
      seq = first;
      end();
      stays.push({ fromMs: performance.now(), toMs: Infinity, leaves: new Map() });
    },
    end,
    takeSeq(next) {
      if (next !== seq + 1) note(`heard ${next} after ${seq}`);
      seq = next;
    },
    takeLeave(userId) {
      const leaves = stays.at(-1)?.leaves;
      leaves?.set(userId, (leaves.get(userId) ?? 0) + 1);
    },
    takeMessage(event, data, room) {
      if (!ROOM_EVENTS.has(event)) return;
      if (room === null) {
        note(`heard ${event} outside the room: ${JSON.stringify(data)}`);
        return;
      }
      const { userId } = data as Extract<RoomMessage, { event: "user:joined" }>["data"];
      const isKnown = room.members.includes(userId);
      if (event === "user:joined" && isKnown) note(`heard of a join of who was there: ${userId}`);
      if (event === "user:left" && !isKnown)
        note(`heard of a leave of who was not there: ${userId}`);
    },
  };
}
