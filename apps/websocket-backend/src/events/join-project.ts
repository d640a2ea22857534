import { AppError } from "@workspace/common/app-error";
import type {
  JoinedProject,
  JoinProjectInput,
  RoomEvent,
} from "@workspace/common/contracts/socket-events";
import type { Database } from "@workspace/database/database";
import { requireRole } from "@workspace/database/project-access";
import { listEvents } from "@workspace/database/project-log";
import { readProjectState } from "@workspace/database/read-projects";
import type { Membership } from "../rooms/room.js";
import type { Rooms } from "../rooms/rooms.js";
import { toRoomEvent } from "../rooms/to-room-event.js";
import type { GatewaySocket } from "../socket-types.js";
import type { Handled } from "./bind-event.js";
import { leaveRoom } from "./leave-project.js";
import { findRoomOf } from "./require-room.js";

export interface JoinDeps {
  database: Database;
  rooms: Rooms;
  /** Most missed events that are replayed; a client that missed more reloads. */
  replayLimit: number;
  /** Most bytes of them: who was disconnected as a slow reader must not be again for the answer. */
  replayBytes: number;
}

/**
 * Checks that a socket may have one more room. In the step in which the event arrives: joins that are
 * sent together must not all find the same room left.
 *
 * @throws {AppError} TOO_MANY_ROOMS
 */
export function requirePlace(
  { data: { rooms, joining } }: GatewaySocket,
  projectId: string,
  maxRoomsPerSocket: number,
): void {
  const taken = new Set([...rooms, ...(joining?.keys() ?? [])]);
  if (taken.has(projectId) || taken.size < maxRoomsPerSocket) return;
  throw new AppError("TOO_MANY_ROOMS", `A socket can be in ${maxRoomsPerSocket} projects at most`);
}

/**
 * Lets a socket into a project's room. The answer is a snapshot at `seq`, with what the client missed
 * since `lastSeq`; every later event follows live, none twice and none left out, also while joining.
 * Joining again gives a fresh snapshot.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, UNAVAILABLE
 */
export async function joinProject(
  { database, rooms, replayLimit, replayBytes }: JoinDeps,
  socket: GatewaySocket,
  { projectId, lastSeq }: JoinProjectInput,
): Promise<Handled<JoinedProject>> {
  const { userId, name } = socket.data;
  // Before anything is opened for someone who may not come in.
  const role = await requireRole(database, projectId, userId, "realtime:participate");
  // Only now: an event may have taken the socket out of the room meanwhile.
  const earlier = findRoomOf(rooms, socket, projectId);
  const room = earlier ?? (await rooms.acquire(projectId));
  // From here on nothing that happens is lost: it waits in the backlog.
  const membership: Membership = { socket, role, backlog: [] };
  room.detach(socket);
  room.memberships.set(socket.id, membership);

  try {
    const project = await readProjectState(database, projectId, userId);
    const replay = await readMissed(database, {
      projectId,
      lastSeq,
      seq: project.seq,
      replayLimit,
      replayBytes,
    });
    await room.catchUp(project.seq);
    if (!socket.connected) throw new AppError("UNAUTHENTICATED", "The socket has disconnected");
    membership.role = project.role;
    if (earlier === null) {
      socket.data.rooms = socket.data.rooms.concat(projectId);
      await room.presence.enter({ userId, name });
    }
    const { id, description, content, version, ownerId, seq } = project;
    return {
      // Whoever comes, goes or moves before the answer is in it, and whoever does after it is heard live.
      data: () => ({
        role: project.role,
        project: { id, name: project.name, description, content, version, ownerId },
        members: room.presence.members(),
        cursors: room.cursors.latest(),
        seq,
        ...replay,
      }),
      afterReply: () => {
        if (room.memberships.get(socket.id) === membership) room.goLive(membership, seq);
      },
    };
  } catch (error) {
    if (earlier === null) {
      room.detach(socket);
      rooms.release(room);
    } else {
      // Whoever was in is told when it is for good, as if the event that ended their right had come first.
      const reason = whyOut(error);
      if (reason !== null) socket.emit("project:left", { projectId, reason });
      leaveRoom(rooms, room, socket);
    }
    throw error;
  }
}

/** Why a refused join means that one may no longer be in the room; null where it does not. */
function whyOut(error: unknown): string | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === "FORBIDDEN") return "removed from the project";
  return error.code === "NOT_FOUND" ? "the project was deleted" : null;
}

interface Missed {
  projectId: string;
  lastSeq: number | undefined;
  seq: number;
  replayLimit: number;
  replayBytes: number;
}

async function readMissed(
  database: Database,
  { projectId, lastSeq, seq, replayLimit, replayBytes }: Missed,
): Promise<Pick<JoinedProject, "missed" | "resync">> {
  if (lastSeq === undefined) return {};
  const count = seq - lastSeq;
  // A client that is ahead of the log has seen another history, such as before a restored backup.
  if (count < 0 || count > replayLimit) return { resync: true };
  if (count === 0) return { missed: [] };
  const events = await listEvents(database, {
    projectId,
    after: lastSeq,
    limit: count,
    maxBytes: replayBytes,
  });
  // The last of them are too much, or the first kept no longer: what is left would be a log with a hole. Their count
  // alone does not tell, since as many newer ones may have come meanwhile.
  if (events[0]?.seq !== lastSeq + 1 || events.at(-1)?.seq !== seq) return { resync: true };
  return { missed: events.map(toRoomEvent).filter((event): event is RoomEvent => event !== null) };
}
