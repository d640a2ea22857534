import type { LoginResponse } from "@workspace/common/contracts/auth";

/** A session that is open as far as is known: its newest token, until when (ISO 8601), and whose it is. */
export type Session = LoginResponse["data"];

/**
 * Where the session is kept between two lives of the application. Whoever shares it (the tabs of a browser, by
 * `localStorage`) shares the session: it is read before each request.
 */
export interface SessionStore {
  read(): Session | null;
  write(session: Session | null): void;
}

/** Forgets with the application. */
export function createMemoryStore(): SessionStore {
  let kept: Session | null = null;
  return {
    read: () => kept,
    write(session) {
      kept = session;
    },
  };
}
