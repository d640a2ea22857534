import {
  connectWorkspace,
  type WorkspaceConnection,
  type WorkspaceOptions,
} from "./connect-workspace.js";
import type { SessionKeeper } from "./rest/session-keeper.js";
import { clientError, isTokenRefusal } from "./workspace-error.js";

/** The longest that a timer can wait is 24 days. */
const MAX_TIMER_MS = 24 * 3_600_000;

/** The live connection of a session: at most one, which begins, lives on and ends with it. */
export interface LiveSession {
  /**
   * The open connection, or a new one.
   *
   * @throws {WorkspaceError} UNAUTHENTICATED when nobody is logged in
   */
  connect(): WorkspaceConnection;
}

export function createLiveSession(
  keeper: SessionKeeper,
  options: Omit<WorkspaceOptions, "token">,
): LiveSession {
  let connection: WorkspaceConnection | null = null;
  let userId: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** A page that only listens makes no request before which the session would be renewed. */
  function renewInTime(): void {
    clearTimeout(timer);
    // It may have ended while the session was being renewed.
    if (connection === null) return;
    const waitMs = Math.min(keeper.renewInMs(), MAX_TIMER_MS);
    timer = setTimeout(() => void keeper.token().then(renewInTime, () => {}), waitMs);
  }

  keeper.onChange((session) => {
    if (connection === null) return;
    if (session?.user.id !== userId) {
      connection.close();
      return;
    }
    renewInTime();
    // Where it fails the connection is being made anew, with the newest token.
    connection.refreshToken(session.token).catch(() => {});
  });

  function open(): WorkspaceConnection {
    let shown = "";
    const opened = connectWorkspace({
      ...options,
      token: async () => (shown = await keeper.token()),
    });
    opened.onStatus((status) => {
      if (status !== "ended") return;
      clearTimeout(timer);
      connection = null;
    });
    opened.onEnded((error) => {
      if (isTokenRefusal(error)) void keeper.refuse(shown);
    });
    return opened;
  }

  return {
    connect() {
      const session = keeper.session();
      if (session === null) throw clientError("UNAUTHENTICATED", "Nobody is logged in");
      userId = session.user.id;
      if (connection !== null) return connection;
      connection = open();
      renewInTime();
      return connection;
    },
  };
}
