import { describe, expect, test } from "vitest";
import { type Action, roleSchema } from "./contracts/projects.js";
import { can, PERMISSIONS } from "./permissions.js";

/** The product's role table, written down a second time on purpose. */
const ROLE_TABLE: [Action, isOwner: boolean, isCollaborator: boolean, isViewer: boolean][] = [
  ["project:view", true, true, true],
  ["project:edit", true, true, false],
  ["project:delete", true, false, false],
  ["collaborators:manage", true, false, false],
  ["jobs:submit", true, true, false],
  ["realtime:participate", true, true, true],
];

describe.each(ROLE_TABLE)("%s", (action, owner, collaborator, viewer) => {
  test.each([
    ["OWNER", owner],
    ["COLLABORATOR", collaborator],
    ["VIEWER", viewer],
    [null, false],
  ] as const)("as %s: %s", (role, isAllowed) => {
    expect(can(role, action)).toBe(isAllowed);
  });
});

test("every action has a line in the role table", () => {
  expect(ROLE_TABLE.map(([action]) => action).sort()).toEqual(Object.keys(PERMISSIONS).sort());
});

test("there is no role beside the three of the role table", () => {
  expect(roleSchema.options).toEqual(["OWNER", "COLLABORATOR", "VIEWER"]);
});
