import type { WorkspaceConnection, WorkspaceOptions } from "./connect-workspace.js";
import { createLiveSession } from "./live-session.js";
import { assembleRest, type Rest, type RestOptions } from "./rest/assemble-rest.js";

export interface CreateWorkspaceOptions extends RestOptions {
  /** Where the gateway, or what stands before several, is. */
  liveUrl: string;
  /** How the live connection is made, beside that. */
  liveOptions?: Omit<WorkspaceOptions, "url" | "token">;
}

/** A workspace as one user has it: the REST API, and the live connection with the same session. */
export interface Workspace extends Rest {
  /**
   * The live connection: one, made on first use, renewed with the session and ended with it.
   *
   * @throws {WorkspaceError} UNAUTHENTICATED when nobody is logged in
   */
  live(): WorkspaceConnection;
}

export function createWorkspace({
  liveUrl,
  liveOptions = {},
  ...options
}: CreateWorkspaceOptions): Workspace {
  const { rest, keeper } = assembleRest(options);
  const live = createLiveSession(keeper, { ...liveOptions, url: liveUrl });
  return { ...rest, live: live.connect };
}
