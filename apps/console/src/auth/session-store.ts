import type { Session, SessionStore } from "@workspace/client/rest/session-store";

const KEY = "workspace.session";

/** Keeps the session in the browser, where all tabs of the console share it; where that is closed, with the page. */
export function createSessionStore(storage: () => Storage): SessionStore {
  let unsaved: Session | null = null;
  return {
    read() {
      try {
        return readSession(storage().getItem(KEY));
      } catch {
        return unsaved;
      }
    },
    write(session) {
      unsaved = session;
      try {
        if (session === null) storage().removeItem(KEY);
        else storage().setItem(KEY, JSON.stringify(session));
      } catch {
        // It is in `unsaved`.
      }
    },
  };
}

/** Calls back when another tab has begun or ended a session. */
export function onSessionOfOtherTab(listener: () => void): void {
  addEventListener("storage", ({ key }) => {
    // Null: everything was cleared.
    if (key === KEY || key === null) listener();
  });
}

/** What is stored, unless it is nothing that this page has written. */
function readSession(text: string | null): Session | null {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  const { token, expiresAt, user } = value as Partial<Session>;
  const isWhole =
    typeof token === "string" && typeof expiresAt === "string" && typeof user?.id === "string";
  return isWhole ? (value as Session) : null;
}
