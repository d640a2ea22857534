import type { DomainEvent, ProjectChange } from "@workspace/common/contracts/domain-events";
import { expect, test } from "vitest";
import { toRoomEvent } from "./to-room-event.js";

const projectId = "0198c0de-0000-7000-8000-000000000001";
const userId = "0198c0de-0000-7000-8000-000000000002";
const actorId = "0198c0de-0000-7000-8000-000000000003";
const jobId = "0198c0de-0000-7000-8000-000000000004";

const logged = (change: ProjectChange): DomainEvent => ({
  projectId,
  seq: 7,
  actorId,
  requestId: "request",
  at: "2026-01-01T00:00:00.000Z",
  ...change,
});

const cases: Record<ProjectChange["type"], { change: ProjectChange; roomEvent: unknown }> = {
  "project.created": {
    change: { type: "project.created", payload: { name: "N", description: "" } },
    roomEvent: null,
  },
  "project.updated": {
    change: {
      type: "project.updated",
      payload: { changes: { name: "N", content: { a: null } }, version: 3 },
    },
    roomEvent: {
      event: "project:changed",
      data: {
        projectId,
        changes: { name: "N", content: { a: null } },
        version: 3,
        seq: 7,
        requestId: "request",
        userId: actorId,
      },
    },
  },
  "project.deleted": {
    change: { type: "project.deleted", payload: {} },
    roomEvent: {
      event: "project:deleted",
      data: { projectId, userId: actorId, seq: 7, requestId: "request" },
    },
  },
  "member.added": {
    change: { type: "member.added", payload: { userId, name: "V", role: "VIEWER" } },
    roomEvent: {
      event: "member:changed",
      data: { projectId, userId, role: "VIEWER", seq: 7, requestId: "request" },
    },
  },
  "member.updated": {
    change: { type: "member.updated", payload: { userId, role: "COLLABORATOR" } },
    roomEvent: {
      event: "member:changed",
      data: { projectId, userId, role: "COLLABORATOR", seq: 7, requestId: "request" },
    },
  },
  "member.removed": {
    change: { type: "member.removed", payload: { userId } },
    roomEvent: {
      event: "member:changed",
      data: { projectId, userId, role: null, seq: 7, requestId: "request" },
    },
  },
  "job.updated": {
    change: {
      type: "job.updated",
      payload: {
        jobId,
        jobType: "CODE_EXECUTION",
        status: "FAILED",
        submittedBy: userId,
        error: { code: "CANCELLED", message: "The job was cancelled" },
        executionTime: 12,
      },
    },
    roomEvent: {
      event: "job:updated",
      data: {
        projectId,
        jobId,
        type: "CODE_EXECUTION",
        status: "FAILED",
        submittedBy: userId,
        error: { code: "CANCELLED", message: "The job was cancelled" },
        executionTime: 12,
        seq: 7,
        requestId: "request",
      },
    },
  },
};

test.each(Object.entries(cases))(
  "%s becomes what the room hears",
  (_type, { change, roomEvent }) => {
    expect(toRoomEvent(logged(change))).toEqual(roomEvent);
  },
);
