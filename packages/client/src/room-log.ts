import type { JoinedProject, RoomEvent } from "@workspace/common/contracts/socket-events";
import type { Emitter } from "./emitter.js";
import { catchUpEvents, type EventOrder, type OrderStep, receiveEvent } from "./event-order.js";
import type { RoomListeners } from "./live-room.js";
import { applyEvent, type RoomState, toRoomState } from "./room-state.js";

/** A project's log as one room has it: each event applied and told once, in order. */
export interface RoomLog {
  state(): RoomState;
  /** Number of the last event that needs not be sent again. */
  lastSeq(): number;
  /** Takes a live event. @returns whether events are missing before it or others that are held back */
  receive(event: RoomEvent): boolean;
  /** Takes the answer to a join with {@link RoomLog.lastSeq}, and its state as the newest. */
  catchUp(answer: JoinedProject): void;
  /** Tells an event without applying it. */
  tell(event: RoomEvent): void;
}

interface LogDeps {
  emitter: Emitter<RoomListeners>;
  userId: () => string | null;
  /** Any listener may close the room, which then hears no more. */
  isClosed: () => boolean;
  onDeleted: () => void;
}

export function createRoomLog(
  { emitter, userId, isClosed, onDeleted }: LogDeps,
  joined: JoinedProject,
): RoomLog {
  let state = toRoomState(joined);
  let order: EventOrder = { seq: joined.seq, held: [] };

  function setState(next: RoomState): void {
    const { role } = state;
    state = next;
    if (next.role !== role) emitter.emit("role", next.role);
  }

  function tell(event: RoomEvent): void {
    emitter.emit("event", event);
    if (event.event === "project:changed") emitter.emit("changed", event.data);
    else if (event.event === "job:updated") emitter.emit("jobUpdated", event.data);
  }

  function take(step: OrderStep): void {
    order = step.order;
    for (const event of step.ready) {
      if (isClosed()) return;
      setState(applyEvent(state, event, userId()));
      tell(event);
      if (event.event === "project:deleted") onDeleted();
    }
  }

  return {
    state: () => state,
    lastSeq: () => order.seq,
    receive(event) {
      take(receiveEvent(order, event));
      return order.held.length > 0;
    },
    catchUp(answer) {
      const { seq, missed } = answer;
      if (missed === undefined) order = { seq, held: [] };
      else take(catchUpEvents(order, { seq, missed }));
      if (isClosed()) return;
      setState(toRoomState(answer));
      if (missed === undefined) emitter.emit("resync", answer.project);
    },
    tell,
  };
}
