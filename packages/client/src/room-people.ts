import type { JoinedProject, Member } from "@workspace/common/contracts/socket-events";
import { createCursors, type CursorStream } from "./cursor-stream.js";
import type { Emitter } from "./emitter.js";
import type { RoomListeners } from "./live-room.js";
import type { RoomMessage } from "./protocol.js";
import { createRoster } from "./roster.js";

/** Who is in a room, and where their cursors are. */
export interface RoomPeople {
  list(): readonly Member[];
  readonly cursors: CursorStream;
  /** Takes what is new of people; anything else is left. */
  receive(message: RoomMessage): void;
  /** Takes what an answer to a join says, and tells of real differences only. */
  replace(answer: JoinedProject): void;
}

interface PeopleDeps {
  emitter: Emitter<RoomListeners>;
  userId: () => string | null;
  cursorDelayMs: number;
}

export function createRoomPeople(
  { emitter, userId, cursorDelayMs }: PeopleDeps,
  joined: JoinedProject,
): RoomPeople {
  const roster = createRoster(joined.members);
  const cursors = createCursors({
    ownUserId: userId,
    nameOf: (id) => roster.find(id)?.name,
    delayMs: cursorDelayMs,
  });
  cursors.receive(joined.cursors);

  function tell(joined: readonly Member[], left: readonly Member[]): void {
    for (const member of left) {
      cursors.forget(member.userId);
      emitter.emit("left", member);
    }
    for (const member of joined) emitter.emit("joined", member);
    if (joined.length + left.length > 0) emitter.emit("members", roster.list());
  }

  return {
    list: roster.list,
    cursors: cursors.stream,
    receive({ event, data }) {
      switch (event) {
        case "user:joined":
          if (roster.add(data)) tell([toMember(data)], []);
          break;
        case "user:left":
          if (roster.remove(data.userId)) tell([], [toMember(data)]);
          break;
        case "cursor:update":
          cursors.receive([data]);
          break;
        case "cursor:batch":
          cursors.receive(data.cursors.map(([userId, x, y, color]) => ({ userId, x, y, color })));
          break;
        default:
      }
    },
    replace(answer) {
      const { joined, left } = roster.replace(answer.members);
      tell(joined, left);
      cursors.receive(answer.cursors);
    },
  };
}

const toMember = ({ userId, name }: Member): Member => ({ userId, name });
