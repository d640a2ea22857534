import { readClaims } from "./token-claims.js";
import { clientError, type WorkspaceError } from "./workspace-error.js";

/** A token, or a function that is asked for one before each attempt to connect. */
export type TokenSource = string | (() => string | Promise<string>);

/** The access tokens of one connection, one after another. */
export interface Tokens {
  /** @throws {WorkspaceError} NO_TOKEN, or why the gateway has refused this very token before */
  next(): Promise<string>;
  /** The user whom the newest token names. */
  userId(): string | null;
  /** Takes a newer one that the gateway has accepted. */
  replace(token: string): void;
  /** The gateway does not accept the newest one. @returns whether there may be another */
  refuse(error: WorkspaceError): boolean;
}

export function createTokens(initial: TokenSource): Tokens {
  let source = initial;
  let newest = typeof source === "string" ? source : null;
  let refused: { token: string | null; error: WorkspaceError } | null = null;

  async function ask(): Promise<string> {
    try {
      return typeof source === "string" ? source : await source();
    } catch (cause) {
      throw clientError("NO_TOKEN", "The token function failed", { cause });
    }
  }

  return {
    async next() {
      newest = await ask();
      if (newest === refused?.token) throw refused.error;
      return newest;
    },
    userId: () => (newest === null ? null : readClaims(newest).userId),
    replace(token) {
      newest = token;
      if (typeof source === "string") source = token;
    },
    refuse(error) {
      // What is refused a second time is not going to change.
      const isKnown = newest === refused?.token;
      refused = { token: newest, error };
      return !isKnown && source !== newest;
    },
  };
}
