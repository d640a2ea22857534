import { createWorkspace, type Workspace } from "@workspace/client/workspace";
import { createSessionStore, onSessionOfOtherTab } from "./auth/session-store.js";
import { readLiveUrl } from "./config.js";

/** The client of this page, on the origin that the page came from. */
export function createConsoleClient(): Workspace {
  const workspace = createWorkspace({
    url: "",
    liveUrl: readLiveUrl(),
    // Asked for each time: where storage is closed to the page even the word throws.
    sessionStore: createSessionStore(() => localStorage),
  });
  // The client looks before each request what has become of the session.
  onSessionOfOtherTab(() => void workspace.auth.me().catch(() => undefined));
  return workspace;
}
