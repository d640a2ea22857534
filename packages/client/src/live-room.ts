import type { ProjectChanges, Role } from "@workspace/common/contracts/projects";
import type {
  JobOutput,
  JobUpdated,
  Member,
  ProjectChanged,
  RoomEvent,
} from "@workspace/common/contracts/socket-events";
import type { CursorStream } from "./cursor-stream.js";
import type { Unsubscribe } from "./emitter.js";
import type { SharedProject } from "./room-state.js";

/** `catchingUp`: the state is old, and what was missed is being fetched or there is no connection. */
export type RoomStatus = "live" | "catchingUp" | "closed";

/**
 * Why a room is closed: left; removed from the project; the project is gone; the gateway does not let one in
 * again; the connection has ended.
 */
export interface RoomClosed {
  reason: "left" | "removed" | "deleted" | "refused" | "ended";
  message: string;
}

/** What can be listened to in a room, and what its listeners are given. */
export interface RoomListeners {
  /** Every event of the project's log after `seq`, once and in order; the room has taken it already. */
  event: RoomEvent;
  changed: ProjectChanged;
  jobUpdated: JobUpdated;
  /** Pieces of what jobs print. They are not in the log: a gap in their `seq` is to be read over REST. */
  jobOutput: JobOutput;
  members: readonly Member[];
  joined: Member;
  left: Member;
  /** One's own. */
  role: Role;
  /** Too much was missed to get it event by event: the state has been replaced. */
  resync: SharedProject;
  status: RoomStatus;
  closed: RoomClosed;
}

/** A project that has been joined, kept true over every reconnect. */
export interface LiveRoom {
  readonly projectId: string;
  readonly status: RoomStatus;
  /** One's own. */
  readonly role: Role;
  /** A new object with each change. */
  readonly project: SharedProject;
  /** Who is here, oneself too. */
  readonly members: readonly Member[];
  /** Number of the newest event that is in `project`. */
  readonly seq: number;
  readonly cursors: CursorStream;
  on<Name extends keyof RoomListeners>(
    name: Name,
    listener: (data: RoomListeners[Name]) => void,
  ): Unsubscribe;
  /**
   * Moves one's own cursor, as often as one likes: the newest position leaves at most every 33 ms. While
   * there is no connection only the last one is kept, and sent later.
   */
  moveCursor(x: number, y: number, color?: string): void;
  /**
   * Changes the project. The room's own state follows with the event, which may come before or after.
   *
   * @param options.baseVersion refuses the change when the project is no longer at that version
   * @throws {WorkspaceError} FORBIDDEN, VERSION_CONFLICT, VALIDATION_FAILED, PAYLOAD_TOO_LARGE, CLOSED,
   *   NOT_CONNECTED, CONNECTION_LOST, TIMED_OUT
   */
  update(
    changes: ProjectChanges,
    options?: { baseVersion?: number },
  ): Promise<{ version: number; seq: number }>;
  /** Leaves for good; without a connection at once. */
  leave(): Promise<void>;
}
