import type { JoinedProject, RoomEvent } from "@workspace/common/contracts/socket-events";
import { createCursorSender } from "./cursor-sender.js";
import { createEmitter } from "./emitter.js";
import type { LiveRoom, RoomClosed, RoomListeners, RoomStatus } from "./live-room.js";
import type { ClientSocket, RoomMessage } from "./protocol.js";
import { createRejoin } from "./rejoin.js";
import type { Request } from "./request.js";
import { createRoomLog } from "./room-log.js";
import { createRoomPeople } from "./room-people.js";
import { clientError, type WorkspaceError } from "./workspace-error.js";

const CURSOR_INTERVAL_MS = 33;

/** Refusals of `leave:project` by which one is out all the same. */
const OUT_CODES: ReadonlySet<string> = new Set(["NOT_CONNECTED", "CONNECTION_LOST", "NOT_JOINED"]);

/** A room from the side of the connection, which brings it what it hears. */
export interface RoomIntake {
  readonly room: LiveRoom;
  receive(message: RoomMessage): void;
  /** Tells what was missed before the room was first joined, for a join that named `lastSeq`. */
  tellMissed(joined: JoinedProject): void;
  /** The connection is gone: what is known grows old. */
  pause(): void;
  /** There is a new connection, whose gateway knows nothing of the room yet. */
  resume(): void;
  close(closed: RoomClosed): void;
}

export interface RoomDeps {
  socket: ClientSocket;
  request: Request;
  userId: () => string | null;
  cursorDelayMs: number;
  onClosed: (projectId: string) => void;
}

/** @param joined the answer to the join, in the step in which it arrives: the next event builds on it */
export function createLiveRoom(
  { socket, request, userId, cursorDelayMs, onClosed }: RoomDeps,
  joined: JoinedProject,
): RoomIntake {
  const projectId = joined.project.id;
  const emitter = createEmitter<RoomListeners>();
  let status: RoomStatus = "live";
  /** To join again now would outlive the leave that is under way. */
  let isLeaving = false;
  // Any listener may close the room, which TypeScript does not expect of a call.
  const isClosed = (): boolean => status === "closed";

  const log = createRoomLog(
    {
      emitter,
      userId,
      isClosed,
      onDeleted: () => close({ reason: "deleted", message: "The project was deleted" }),
    },
    joined,
  );
  const people = createRoomPeople({ emitter, userId, cursorDelayMs }, joined);
  const sender = createCursorSender({
    send: (cursor) => socket.emit("cursor:move", { projectId, ...cursor }),
    canSend: () => status === "live",
    intervalMs: CURSOR_INTERVAL_MS,
  });
  const rejoin = createRejoin({
    projectId,
    request,
    lastSeq: log.lastSeq,
    take: takeAnswer,
    onRefused: (error) => close(toClosed(error)),
  });

  function setStatus(next: RoomStatus): void {
    if (status === next || isClosed()) return;
    status = next;
    emitter.emit("status", next);
  }

  function close(closed: RoomClosed): void {
    if (isClosed()) return;
    rejoin.stop();
    sender.close();
    onClosed(projectId);
    setStatus("closed");
    emitter.emit("closed", closed);
  }

  function takeAnswer(answer: JoinedProject): void {
    log.catchUp(answer);
    if (isClosed()) return;
    people.replace(answer);
    setStatus("live");
    sender.resume();
  }

  function receiveLogged(event: RoomEvent): void {
    const hasGap = log.receive(event);
    if (!hasGap || isLeaving || isClosed()) return;
    setStatus("catchingUp");
    rejoin.start();
  }

  const room: LiveRoom = {
    projectId,
    cursors: people.cursors,
    get status() {
      return status;
    },
    get role() {
      return log.state().role;
    },
    get project() {
      return log.state().project;
    },
    get members() {
      return people.list();
    },
    get seq() {
      return log.state().seq;
    },
    on: emitter.on,
    moveCursor(x, y, color) {
      sender.move({ x, y, ...(color === undefined ? {} : { color }) });
    },
    async update(changes, options = {}) {
      if (isClosed()) throw clientError("CLOSED", "The room is closed");
      return request("project:update", { projectId, changes, ...options });
    },
    async leave() {
      if (isClosed()) return;
      isLeaving = true;
      rejoin.stop();
      try {
        await request("leave:project", { projectId });
      } catch (error) {
        if (!OUT_CODES.has((error as WorkspaceError).code)) {
          isLeaving = false;
          if (status === "catchingUp") rejoin.start();
          throw error;
        }
      }
      close({ reason: "left", message: "You have left" });
    },
  };

  return {
    room,
    receive(message) {
      switch (message.event) {
        case "project:changed":
        case "member:changed":
        case "job:updated":
        case "project:deleted":
          receiveLogged(message);
          break;
        case "job:output":
          emitter.emit("jobOutput", message.data);
          break;
        case "project:left":
          close({ reason: "removed", message: message.data.reason });
          break;
        default:
          people.receive(message);
      }
    },
    tellMissed({ missed = [], resync }) {
      if (resync) emitter.emit("resync", joined.project);
      for (const event of missed) if (!isClosed()) log.tell(event);
    },
    pause() {
      rejoin.stop();
      setStatus("catchingUp");
    },
    resume: rejoin.start,
    close,
  };
}

/** What a refusal to be let in again says of the room. */
function toClosed({ code, message }: WorkspaceError): RoomClosed {
  if (code === "FORBIDDEN") return { reason: "removed", message };
  return { reason: code === "NOT_FOUND" ? "deleted" : "refused", message };
}
