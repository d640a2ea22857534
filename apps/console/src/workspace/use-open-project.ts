import type { RoomClosed } from "@workspace/client/live-room";
import type { Workspace } from "@workspace/client/workspace";
import type { WorkspaceConnection } from "@workspace/client/connect-workspace";
import type { Account } from "@workspace/common/contracts/auth";
import { useEffect, useState } from "preact/hooks";
import { codeOf } from "../ui/describe-failure.js";
import { type OpenProject, openProject } from "./open-project.js";

/** How far the page has come with a project. */
export type Opening =
  | { phase: "joining"; isDelayed: boolean }
  | { phase: "open"; project: OpenProject }
  | { phase: "refused"; error: unknown }
  | { phase: "closed"; closed: RoomClosed };

/** Nothing is wrong with the project: the way there is broken for now. */
const PASSING: ReadonlySet<string> = new Set([
  "NOT_CONNECTED",
  "CONNECTION_LOST",
  "TIMED_OUT",
  "UNAVAILABLE",
  "RATE_LIMITED",
]);
const RETRY_MS = 2000;
/** Longer than a join takes; then it is said that something is in the way. */
const DELAYED_AFTER_MS = 2500;

/** Joins a project, tries again while the gateway is away, and leaves it with the page. */
export function useOpenProject(workspace: Workspace, user: Account, projectId: string): Opening {
  const [opening, setOpening] = useState<Opening>({ phase: "joining", isDelayed: false });
  useEffect(() => {
    setOpening({ phase: "joining", isDelayed: false });
    return follow(workspace.live(), workspace, user, projectId, setOpening);
  }, [workspace, user.id, projectId]);
  return opening;
}

function follow(
  connection: WorkspaceConnection,
  workspace: Workspace,
  user: Account,
  projectId: string,
  tell: (opening: Opening) => void,
): () => void {
  let project: OpenProject | null = null;
  let isGone = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tellDelay = (): void => tell({ phase: "joining", isDelayed: true });
  const delayTimer = setTimeout(tellDelay, DELAYED_AFTER_MS);

  async function join(): Promise<void> {
    try {
      const room = await connection.join(projectId);
      clearTimeout(delayTimer);
      if (isGone) {
        void room.leave();
        return;
      }
      project = openProject(workspace, user, room);
      room.on("closed", (closed) => {
        if (!isGone) tell({ phase: "closed", closed });
      });
      tell({ phase: "open", project });
    } catch (error) {
      if (isGone) return;
      if (!PASSING.has(codeOf(error) ?? "")) {
        clearTimeout(delayTimer);
        tell({ phase: "refused", error });
        return;
      }
      tellDelay();
      timer = setTimeout(() => void join(), RETRY_MS);
    }
  }

  void join();
  return () => {
    isGone = true;
    clearTimeout(timer);
    clearTimeout(delayTimer);
    project?.close();
  };
}
