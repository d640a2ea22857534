import type { ProjectUpdateInput } from "@workspace/common/contracts/socket-events";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { updateProject as writeProject } from "@workspace/database/write-project";
import type { Rooms } from "../rooms/rooms.js";
import type { EventContext } from "./bind-event.js";
import { requireRoom } from "./require-room.js";

interface UpdateDeps {
  database: Database;
  publisher: EventPublisher;
  rooms: Rooms;
}

/**
 * The same operation as `PUT /projects/:id`; everyone in the room hears `project:changed`.
 *
 * @throws {AppError} NOT_JOINED, NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, PAYLOAD_TOO_LARGE
 */
export async function updateProject(
  { database, publisher, rooms }: UpdateDeps,
  { socket, requestId }: EventContext,
  update: ProjectUpdateInput,
): Promise<{ version: number; seq: number }> {
  requireRoom(rooms, socket, update.projectId);
  const actor = { userId: socket.data.userId, requestId };
  const { value, events } = await writeProject(database, actor, update);
  await publisher.publish(events);
  return { version: value.version, seq: value.seq };
}
