import { expect, test } from "vitest";
import { applyEvent, type RoomState } from "./room-state.js";

const projectId = "p";
const state: RoomState = {
  seq: 3,
  role: "COLLABORATOR",
  project: {
    id: projectId,
    name: "P",
    description: "D",
    content: { a: 1, b: { c: 2 } },
    version: 1,
    ownerId: "o",
  },
};

test("a change is applied to a new object, its content as a merge patch", () => {
  const changes = { name: "N", content: { a: null, b: { d: 3 } } };
  const data = { projectId, changes, version: 2, seq: 4, requestId: null, userId: "o" };
  expect(applyEvent(state, { event: "project:changed", data }, "me")).toEqual({
    seq: 4,
    role: "COLLABORATOR",
    project: { ...state.project, name: "N", content: { b: { c: 2, d: 3 } }, version: 2 },
  });
  expect(state.project.content).toEqual({ a: 1, b: { c: 2 } });
});

test("one's own role follows, and nobody else's does", () => {
  const roleAfter = (userId: string, role: "VIEWER" | null) =>
    applyEvent(
      state,
      { event: "member:changed", data: { projectId, userId, role, seq: 4, requestId: null } },
      "me",
    ).role;
  expect(roleAfter("me", "VIEWER")).toBe("VIEWER");
  expect(roleAfter("other", "VIEWER")).toBe("COLLABORATOR");
  expect(roleAfter("me", null)).toBe("COLLABORATOR");
});
