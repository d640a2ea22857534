import { AppError } from "@workspace/common/app-error";
import type { Room } from "../rooms/room.js";
import type { GatewaySocket } from "../socket-types.js";

/**
 * The room that a socket is in.
 *
 * @throws {AppError} NOT_JOINED
 */
export function requireRoom(socket: GatewaySocket, projectId: string): Room {
  const room = socket.data.rooms.get(projectId);
  if (room === undefined)
    throw new AppError("NOT_JOINED", "Join the project first, with join:project");
  return room;
}
