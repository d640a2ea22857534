import type { LoginResponse } from "@workspace/common/contracts/auth";
import { createEmitter, type Unsubscribe } from "../emitter.js";
import { readClaims } from "../token-claims.js";
import { clientError, isTokenRefusal } from "../workspace-error.js";
import type { SendHttp } from "./http.js";
import { untilRenewalMs } from "./renewal.js";
import type { Session, SessionStore } from "./session-store.js";
import { createTurns } from "./turns.js";

/** A renewal that failed is tried again after so long: the token is still good. */
const RENEW_AGAIN_MS = 5000;

/** Holds the session that requests are made with, and lets it live on. */
export interface SessionKeeper {
  /** As it is known here; null when nobody is logged in. */
  session(): Session | null;
  onChange(listener: (session: Session | null) => void): Unsubscribe;
  /**
   * The token to make a request with. When less than a quarter of the session's life is left, it is renewed first,
   * once for all who ask.
   *
   * @throws {WorkspaceError} UNAUTHENTICATED when nobody is logged in
   */
  token(): Promise<string>;
  /** When {@link SessionKeeper.token} is going to renew the session; Infinity without one. */
  renewInMs(): number;
  /**
   * The server has refused a token. The session ends here, unless that was not its newest one.
   *
   * @returns whether there is another token
   */
  refuse(token: string): Promise<boolean>;
  /** Begins, ends or replaces the session by what `change` gives; whoever asks for a token waits for it. */
  replace<Next extends Session | null>(
    change: (current: Session | null) => Promise<Next>,
  ): Promise<Next>;
}

export function createSessionKeeper(http: SendHttp, store: SessionStore): SessionKeeper {
  const events = createEmitter<{ change: Session | null }>();
  let session = store.read();
  /** By how much this clock is ahead of the server's, as far as that is known: by the answers that had a session. */
  let aheadMs = 0;
  let renewAtMs = toRenewAt(session);
  /** Of whoever changes the session. */
  const turns = createTurns();
  // It may be another after each wait, which TypeScript does not expect.
  const current = (): Session | null => session;

  function take(next: Session | null, renewAt: number): void {
    session = next;
    renewAtMs = renewAt;
    events.emit("change", next);
  }

  /** Takes what others who share the store have made of the session. */
  function sync(): void {
    const stored = store.read();
    if (stored?.token !== session?.token) take(stored, toRenewAt(stored));
  }

  function set(next: Session | null): void {
    if (next === null && session === null) return;
    store.write(next);
    if (next !== null) aheadMs = Date.now() - (readClaims(next.token).issuedAtMs ?? Date.now());
    take(next, toRenewAt(next));
  }

  /** When to renew a session, which may have been begun or renewed elsewhere. */
  function toRenewAt(of: Session | null): number {
    if (of === null) return Infinity;
    const { issuedAtMs } = readClaims(of.token);
    return (issuedAtMs === null ? Date.now() : issuedAtMs + aheadMs) + untilRenewalMs(of);
  }

  async function renew(): Promise<void> {
    if (session === null || Date.now() < renewAtMs) return;
    const { token } = session;
    try {
      const { body } = await http<LoginResponse>({ method: "POST", path: "/auth/refresh", token });
      set(body.data);
    } catch (error) {
      if (isTokenRefusal(error)) end(token);
      else renewAtMs = Date.now() + RENEW_AGAIN_MS;
    }
  }

  function end(token: string): void {
    sync();
    if (session?.token === token) set(null);
  }

  return {
    session: current,
    onChange: (listener) => events.on("change", listener),

    async token() {
      await turns.settled();
      sync();
      // Of all who ask, the first renews it; the others then find it renewed.
      if (Date.now() >= renewAtMs) await turns.take(renew);
      const token = current()?.token;
      if (token === undefined) throw clientError("UNAUTHENTICATED", "Nobody is logged in");
      return token;
    },

    renewInMs: () => (session === null ? Infinity : Math.max(0, renewAtMs - Date.now())),

    async refuse(token) {
      await turns.settled();
      end(token);
      return session !== null;
    },

    replace: (change) =>
      turns.take(async () => {
        sync();
        const next = await change(session);
        set(next);
        return next;
      }),
  };
}
