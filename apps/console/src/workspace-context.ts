import type { Workspace } from "@workspace/client/workspace";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The client that every page speaks through. */
export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error("used outside of WorkspaceContext");
  return workspace;
}
