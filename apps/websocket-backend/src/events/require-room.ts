import { AppError } from "@workspace/common/app-error";
import type { Room } from "../rooms/room.js";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";

/**
 * The room that a socket is in.
 *
 * @throws {AppError} NOT_JOINED
 */
export function requireRoom(rooms: Rooms, socket: GatewaySocket, projectId: string): Room {
  const room = findRoomOf(rooms, socket, projectId);
  if (room === null) throw new AppError("NOT_JOINED", "Join the project first, with join:project");
  return room;
}

/** The room when the socket is in it, else null. */
export function findRoomOf(rooms: Rooms, { data }: GatewaySocket, projectId: string): Room | null {
  return data.rooms.includes(projectId) ? rooms.find(projectId) : null;
}
