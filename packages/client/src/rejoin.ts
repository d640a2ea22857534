import type { JoinedProject } from "@workspace/common/contracts/socket-events";
import { backoffMs } from "./backoff.js";
import type { Request } from "./request.js";
import type { WorkspaceError } from "./workspace-error.js";

const FIRST_RETRY_MS = 1000;

/** Refusals that another attempt would meet again. */
const FINAL_CODES: ReadonlySet<string> = new Set([
  "FORBIDDEN",
  "NOT_FOUND",
  "TOO_MANY_ROOMS",
  "VALIDATION_FAILED",
]);

/** Joins a room again with what has been had: after a reconnect, and to fill a gap. */
export interface Rejoin {
  /** Begins, unless it is under way; goes on until it has succeeded or {@link Rejoin.stop} is called. */
  start(): void;
  stop(): void;
}

interface RejoinDeps {
  projectId: string;
  request: Request;
  lastSeq: () => number;
  take: (joined: JoinedProject) => void;
  /** The room is closed to this user. */
  onRefused: (error: WorkspaceError) => void;
}

export function createRejoin({ projectId, request, lastSeq, take, onRefused }: RejoinDeps): Rejoin {
  /** The attempt under way; what answers an earlier one counts no more. */
  let current: symbol | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function attempt(): void {
    const own = Symbol("attempt");
    current = own;
    request("join:project", { projectId, lastSeq: lastSeq() }, (joined) => {
      if (current !== own) return;
      current = null;
      failures = 0;
      take(joined);
    }).catch((error: WorkspaceError) => {
      if (current !== own) return;
      current = null;
      if (FINAL_CODES.has(error.code)) onRefused(error);
      // Without a connection it is for the next one to begin again.
      else if (error.code !== "NOT_CONNECTED" && error.code !== "CONNECTION_LOST")
        timer = setTimeout(attempt, backoffMs(failures++, FIRST_RETRY_MS, Math.random()));
    });
  }

  function stop(): void {
    current = null;
    clearTimeout(timer);
  }

  return {
    start() {
      if (current !== null) return;
      clearTimeout(timer);
      attempt();
    },
    stop,
  };
}
