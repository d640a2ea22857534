import type { Room } from "../rooms/room.js";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";
import { requireRoom } from "./require-room.js";

/** How long a dropped transport may take to come back before the others see the user leave. */
const RETURN_GRACE_MS = 2000;

/**
 * Takes a socket out of a room.
 *
 * @param graceMs how long the user still shows as there, unless another socket of theirs holds them
 */
export function leaveRoom(rooms: Rooms, room: Room, socket: GatewaySocket, graceMs = 0): void {
  const { rooms: joined } = socket.data;
  if (!joined.includes(room.projectId)) return;
  socket.data.rooms = joined.filter((projectId) => projectId !== room.projectId);
  room.detach(socket);
  const { userId, name } = socket.data;
  const exit = (): void => {
    room.presence.exit({ userId, name });
    rooms.release(room);
  };
  if (graceMs === 0) exit();
  else setTimeout(exit, graceMs).unref();
}

/** @throws {AppError} NOT_JOINED */
export function leaveProject(rooms: Rooms, socket: GatewaySocket, projectId: string): void {
  leaveRoom(rooms, requireRoom(rooms, socket, projectId), socket);
}

/** Takes a disconnected socket out of all its rooms: at once after a farewell, else after a grace. */
export function leaveAllRooms(rooms: Rooms, socket: GatewaySocket, reason: string): void {
  const isFarewell = reason.endsWith("namespace disconnect");
  for (const projectId of socket.data.rooms) {
    const room = rooms.find(projectId);
    if (room !== null) leaveRoom(rooms, room, socket, isFarewell ? 0 : RETURN_GRACE_MS);
  }
}
