import type { Action, Role } from "./contracts/projects.js";

/** The product's role table, the only place where a role is turned into a permission. */
export const PERMISSIONS: Readonly<Record<Action, readonly Role[]>> = {
  "project:view": ["OWNER", "COLLABORATOR", "VIEWER"],
  "project:edit": ["OWNER", "COLLABORATOR"],
  "project:delete": ["OWNER"],
  "collaborators:manage": ["OWNER"],
  "jobs:submit": ["OWNER", "COLLABORATOR"],
  "realtime:participate": ["OWNER", "COLLABORATOR", "VIEWER"],
};

/** Whether a role allows an action. No role (null: not a member) allows nothing. */
export function can(role: Role | null, action: Action): boolean {
  return role !== null && PERMISSIONS[action].includes(role);
}
