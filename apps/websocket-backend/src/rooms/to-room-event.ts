import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { RoomEvent } from "@workspace/common/contracts/socket-events";

/** A log entry as a room gets it; null for entries that no socket needs to hear. */
export function toRoomEvent(event: DomainEvent): RoomEvent | null {
  const { projectId, seq, actorId, requestId } = event;
  switch (event.type) {
    case "project.created":
      return null;
    case "project.updated":
      return {
        event: "project:changed",
        data: { projectId, ...event.payload, seq, requestId, userId: actorId },
      };
    case "project.deleted":
      return { event: "project:deleted", data: { projectId, userId: actorId, seq, requestId } };
    case "member.added":
    case "member.updated":
      return {
        event: "member:changed",
        data: {
          projectId,
          userId: event.payload.userId,
          role: event.payload.role,
          seq,
          requestId,
        },
      };
    case "member.removed":
      return {
        event: "member:changed",
        data: { projectId, userId: event.payload.userId, role: null, seq, requestId },
      };
    case "job.updated": {
      const { jobType: type, ...job } = event.payload;
      return { event: "job:updated", data: { projectId, type, ...job, seq, requestId } };
    }
  }
}
