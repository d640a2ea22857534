import type {
  AddCollaboratorInput,
  CollaboratorBody,
  GrantableRole,
} from "@workspace/common/contracts/projects";
import { type Api, at } from "./api.js";
import type { CallOptions } from "./http.js";

/** The members of a project beside its owner, who alone may change them. */
export interface Collaborators {
  /** @throws {WorkspaceError} NOT_FOUND (the account too), FORBIDDEN, COLLABORATOR_EXISTS */
  add(
    projectId: string,
    input: AddCollaboratorInput,
    options?: CallOptions,
  ): Promise<CollaboratorBody>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN */
  setRole(
    projectId: string,
    userId: string,
    role: GrantableRole,
    options?: CallOptions,
  ): Promise<CollaboratorBody>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN */
  remove(projectId: string, userId: string, options?: CallOptions): Promise<void>;
}

export function createCollaborators(api: Api): Collaborators {
  return {
    add: (projectId, input, options) =>
      api.post(at`/projects/${projectId}/collaborators`, input, options),
    setRole: (projectId, userId, role, options) =>
      api.put(at`/projects/${projectId}/collaborators/${userId}`, { role }, options),
    remove: (projectId, userId, options) =>
      api.delete(at`/projects/${projectId}/collaborators/${userId}`, options),
  };
}
