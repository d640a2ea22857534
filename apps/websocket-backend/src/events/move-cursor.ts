import { forbidden } from "@workspace/common/app-error";
import type { CursorMoveInput } from "@workspace/common/contracts/socket-events";
import { can } from "@workspace/common/permissions";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";
import { requireRoom } from "./require-room.js";

/**
 * Moves a user's cursor. No database: the role is the room's, which every change of a role keeps true.
 *
 * @throws {AppError} NOT_JOINED, FORBIDDEN
 */
export function moveCursor(rooms: Rooms, socket: GatewaySocket, cursor: CursorMoveInput): void {
  const room = requireRoom(rooms, socket, cursor.projectId);
  const role = room.memberships.get(socket.id)?.role ?? null;
  if (!can(role, "realtime:participate")) throw forbidden();
  room.cursors.move(socket, cursor);
}
