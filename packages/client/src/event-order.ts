import type { RoomEvent } from "@workspace/common/contracts/socket-events";

/** How far a project's log has been had, and what came too early to be taken. */
export interface EventOrder {
  /** Number of the last event that was taken. */
  readonly seq: number;
  /** Events beyond a gap, in order. While there are any, the gap must be filled by joining again. */
  readonly held: readonly RoomEvent[];
}

/** The next order, and the events that are to be taken now. */
export interface OrderStep {
  readonly order: EventOrder;
  readonly ready: readonly RoomEvent[];
}

/** Takes a live event: at most once, and never before the one it follows. */
export function receiveEvent({ seq, held }: EventOrder, event: RoomEvent): OrderStep {
  const isKnown = event.data.seq <= seq || held.some(({ data }) => data.seq === event.data.seq);
  if (isKnown) return { order: { seq, held }, ready: [] };
  // Nothing that came before a deletion matters after it, and its log is gone with the project.
  if (event.event === "project:deleted")
    return { order: { seq: event.data.seq, held: [] }, ready: [event] };
  const waiting = [...held, event].sort((one, other) => one.data.seq - other.data.seq);
  const gapAt = waiting.findIndex(({ data }, index) => data.seq !== seq + 1 + index);
  const ready = gapAt === -1 ? waiting : waiting.slice(0, gapAt);
  return {
    order: { seq: seq + ready.length, held: waiting.slice(ready.length) },
    ready,
  };
}

/**
 * Takes the answer to a join with `lastSeq`, which is complete up to its own `seq`. `missed` may leave
 * numbers out, of entries that no room hears of. What was held is in it: it had been written before the
 * answer was read.
 */
export function catchUpEvents(
  { seq }: EventOrder,
  answer: { seq: number; missed: readonly RoomEvent[] },
): OrderStep {
  return {
    order: { seq: Math.max(seq, answer.seq), held: [] },
    ready: answer.missed.filter(({ data }) => data.seq > seq),
  };
}
