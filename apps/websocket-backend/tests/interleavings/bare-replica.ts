import { applyEvent, type RoomState, toRoomState } from "@workspace/client/room-state";
import type {
  CursorUpdate,
  JoinedProject,
  Member,
  RoomEvent,
} from "@workspace/common/contracts/socket-events";
import type { Socket } from "socket.io-client";
import type { Hearing } from "./hearing.js";
import type { TabView } from "./tab.js";

const LOGGED = ["project:changed", "member:changed", "job:updated"] as const;

/** What a client without any cunning makes of the messages: it believes each as it comes. */
export interface BareReplica {
  isIn(): boolean;
  /** The last event that was had before the connection was lost; null when it was not in the room. */
  lostAt(): number | null;
  /** Takes the answer to a join, in the step in which it arrives. */
  takeAnswer(answer: JoinedProject): void;
  /** Is out of the room by its own will. */
  goOut(): void;
  /** Forgets what a lost connection had. */
  forget(): void;
  listen(socket: Socket): void;
  view(): TabView | null;
}

interface Known {
  state: RoomState;
  members: Set<string>;
  cursors: Map<string, number>;
}

export function createBareReplica(name: string, userId: string, hearing: Hearing): BareReplica {
  let known: Known | null = null;
  let lost: number | null = null;

  function takeEvent(event: RoomEvent): void {
    if (known === null) return;
    hearing.takeSeq(event.data.seq);
    known.state = applyEvent(known.state, event, userId);
  }

  function goOut(): void {
    known = null;
    hearing.end();
  }

  return {
    isIn: () => known !== null,
    lostAt: () => lost,
    goOut,
    forget() {
      lost = null;
    },
    takeAnswer(answer) {
      const { members, cursors, missed = [], seq } = answer;
      if (lost !== null) {
        for (const { data } of missed) hearing.takeSeq(data.seq);
        if (hearing.seq() !== seq) hearing.problems.push(`${name} was not told all up to ${seq}`);
      }
      lost = null;
      hearing.begin(seq);
      known = {
        state: toRoomState(answer),
        members: new Set(members.map((member) => member.userId)),
        cursors: new Map(cursors.map((cursor) => [cursor.userId, cursor.x])),
      };
    },
    listen(socket) {
      socket.onAny((event: string, data: unknown) =>
        hearing.takeMessage(event, data, known && { members: [...known.members] }),
      );
      for (const event of LOGGED)
        socket.on(event, (data: RoomEvent["data"]) => takeEvent({ event, data } as RoomEvent));
      socket.on("user:joined", (member: Member) => known?.members.add(member.userId));
      socket.on("user:left", (member: Member) => {
        hearing.takeLeave(member.userId);
        known?.members.delete(member.userId);
        known?.cursors.delete(member.userId);
      });
      socket.on("cursor:update", (cursor: CursorUpdate) =>
        known?.cursors.set(cursor.userId, cursor.x),
      );
      socket.on("project:left", goOut);
      socket.on("disconnect", () => {
        lost = known?.state.seq ?? null;
        goOut();
      });
    },
    view() {
      if (known === null) return null;
      const { state, members, cursors } = known;
      return { ...state, members: [...members], cursors };
    },
  };
}
