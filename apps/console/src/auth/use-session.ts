import type { Account } from "@workspace/common/contracts/auth";
import { useEffect, useState } from "preact/hooks";
import { useWorkspace } from "../workspace-context.js";

/** Whether the session is being ended by the person, who then needs not be told. */
let isLeaving = false;

/** Runs what ends the session on purpose. */
export async function leaveSession(logOut: () => Promise<void>): Promise<void> {
  isLeaving = true;
  try {
    await logOut();
  } finally {
    isLeaving = false;
  }
}

/** Who is signed in, and what to tell whoever no longer is. */
export function useSession(): { user: Account | null; notice: string | null } {
  const { auth } = useWorkspace();
  const [state, setState] = useState(() => ({
    user: auth.session?.user ?? null,
    notice: null as string | null,
  }));
  useEffect(
    () =>
      auth.onChange((session) =>
        setState((before) => {
          if (session !== null)
            return before.user?.id === session.user.id
              ? before
              : { user: session.user, notice: null };
          const notice = isLeaving ? null : "Your session has ended. Sign in again.";
          return { user: null, notice };
        }),
      ),
    [auth],
  );
  return state;
}
