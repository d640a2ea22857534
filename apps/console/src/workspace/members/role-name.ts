import type { GrantableRole, Role } from "@workspace/common/contracts/projects";

/** How roles are called by people. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  OWNER: "Owner",
  COLLABORATOR: "Collaborator",
  VIEWER: "Viewer",
};

export const GRANTABLE_ROLES: readonly GrantableRole[] = ["COLLABORATOR", "VIEWER"];

/** The role that a select holds. */
export const toGrantableRole = (value: string): GrantableRole =>
  GRANTABLE_ROLES.find((role) => role === value) ?? "VIEWER";
