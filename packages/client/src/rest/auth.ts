import type {
  Account,
  ChangePasswordInput,
  LoginInput,
  LoginResponse,
  MeResponse,
  SignupInput,
  SignupResponse,
} from "@workspace/common/contracts/auth";
import type { Unsubscribe } from "../emitter.js";
import { isTokenRefusal } from "../workspace-error.js";
import type { CallOptions, SendHttp } from "./http.js";
import type { SessionKeeper } from "./session-keeper.js";
import type { Session } from "./session-store.js";
import { clientError } from "../workspace-error.js";

/** Accounts, and the session that all other calls are made with. */
export interface Auth {
  /** The open session with its newest token; null when nobody is logged in. */
  readonly session: Session | null;
  /** Told of every login, renewal and end of the session, also when the server or another tab has ended it. */
  onChange(listener: (session: Session | null) => void): Unsubscribe;
  /**
   * Makes an account, and does not log in.
   *
   * @throws {WorkspaceError} EMAIL_TAKEN, VALIDATION_FAILED, RATE_LIMITED
   */
  signUp(input: SignupInput, options?: CallOptions): Promise<Account>;
  /** @throws {WorkspaceError} INVALID_CREDENTIALS, RATE_LIMITED */
  logIn(input: LoginInput, options?: CallOptions): Promise<Session>;
  /**
   * Ends the session: here in any case, and on the server unless this throws.
   *
   * @throws {WorkspaceError} CONNECTION_LOST, TIMED_OUT, UNAVAILABLE
   */
  logOut(options?: CallOptions): Promise<void>;
  /**
   * Ends every session of the account and goes on with a new one.
   *
   * @throws {WorkspaceError} INVALID_CREDENTIALS, VALIDATION_FAILED, RATE_LIMITED
   */
  changePassword(input: ChangePasswordInput, options?: CallOptions): Promise<Session>;
  me(options?: CallOptions): Promise<MeResponse["data"]>;
}

interface AuthDeps {
  /** Without a token. */
  http: SendHttp;
  /** With the session's token. */
  send: SendHttp;
  keeper: SessionKeeper;
}

export function createAuth({ http, send, keeper }: AuthDeps): Auth {
  return {
    get session() {
      return keeper.session();
    },
    onChange: keeper.onChange,

    async signUp(body, options) {
      const request = { method: "POST", path: "/auth/signup", body, ...options } as const;
      return (await http<SignupResponse>(request)).body.data;
    },

    logIn: (body, options) =>
      keeper.replace(async () => {
        const request = { method: "POST", path: "/auth/login", body, ...options } as const;
        return (await http<LoginResponse>(request)).body.data;
      }),

    async logOut(options) {
      let failure: unknown;
      await keeper.replace(async (current) => {
        if (current === null) return null;
        const { token } = current;
        await http({ method: "POST", path: "/auth/logout", token, ...options }).catch((error) => {
          failure = error;
        });
        return null;
      });
      if (failure !== undefined && !isTokenRefusal(failure)) throw failure;
    },

    async changePassword(body, options) {
      // Renewed first where it is due, and refused where it has ended.
      await keeper.token();
      return keeper.replace(async (current) => {
        if (current === null) throw clientError("UNAUTHENTICATED", "Nobody is logged in");
        const { token } = current;
        const request = { method: "PUT", path: "/auth/password", body, token, ...options } as const;
        return (await http<LoginResponse>(request)).body.data;
      });
    },

    async me(options) {
      const request = { method: "GET", path: "/auth/me", isRepeatable: true, ...options } as const;
      return (await send<MeResponse>(request)).body.data;
    },
  };
}
