import { signAccessToken, type TokenKeys } from "@workspace/common/access-token";
import { AppError } from "@workspace/common/app-error";
import { userTopic } from "@workspace/common/contracts/bus-topics";
import type {
  Account,
  ChangePasswordInput,
  LoginInput,
  SignupInput,
} from "@workspace/common/contracts/auth";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import { type Database, isUniqueViolation } from "@workspace/database/database";
import { newId } from "@workspace/database/new-id";
import type { SessionGate } from "@workspace/database/session-gate";
import { openSession, renewSession } from "@workspace/database/sessions";
import { changePassword } from "@workspace/database/write-password";
import type { Passwords } from "./passwords.js";

const DAY_SECONDS = 24 * 3600;

export interface AuthServiceDeps {
  database: Database;
  bus: EventBus;
  sessionGate: SessionGate;
  passwords: Passwords;
  logger: Logger;
  tokenKeys: TokenKeys;
  /** Life of a session without a renewal. */
  sessionTtlSeconds: number;
  /** Longest life of a session, counted from its login. */
  sessionMaxDays: number;
}

/** A session that has begun or lives on, and whose it is. */
export interface SignedIn {
  token: string;
  expiresAt: Date;
  user: Account;
}

/** An account whose password has just been shown. */
type ProvenAccount = Account & { isAdmin: boolean; passwordHash: string };

export type AuthService = ReturnType<typeof createAuthService>;

/** Accounts and their sessions. */
export function createAuthService({
  database,
  bus,
  sessionGate,
  passwords,
  logger,
  tokenKeys,
  sessionTtlSeconds,
  sessionMaxDays,
}: AuthServiceDeps) {
  const ttlSeconds = Math.min(sessionTtlSeconds, sessionMaxDays * DAY_SECONDS);
  /** When a session that begins or is renewed now ends, in whole seconds, since that is what a token can carry. */
  const expireFromNow = (): Date => new Date((Math.floor(Date.now() / 1000) + ttlSeconds) * 1000);

  function signIn(account: Account, sessionId: string, expiresAt: Date): SignedIn {
    const { id, email, name } = account;
    const token = signAccessToken({ userId: id, sessionId, expiresAt }, tokenKeys);
    return { token, expiresAt, user: { id, email, name } };
  }

  /** Closes the sockets of sessions that have ended. */
  async function announceEnd(userId: string, sessionIds: readonly string[]): Promise<void> {
    try {
      await Promise.all(
        sessionIds.map((sessionId) =>
          bus.publish(userTopic(userId), { kind: "session.revoked", sessionId }),
        ),
      );
    } catch (error) {
      // Gateways that cannot hear the bus ask the database themselves.
      logger.warn({ err: error, userId }, "could not announce the end of a session");
    }
  }

  async function checkLogin({ email, password }: LoginInput): Promise<ProvenAccount> {
    const user = await database.prisma.user.findUnique({ where: { email } });
    const isMatch = await passwords.matches(password, user?.passwordHash);
    if (user === null || !isMatch) throw wrongCredentials();
    return user;
  }

  async function beginSession(user: ProvenAccount): Promise<SignedIn> {
    const { id: userId, passwordHash } = user;
    const expiresAt = expireFromNow();
    const session = await openSession(database, { userId, passwordHash, expiresAt });
    if (session === null) throw wrongCredentials();
    await sessionGate.forget(session.endedSessionIds);
    await announceEnd(userId, session.endedSessionIds);
    return signIn(user, session.id, expiresAt);
  }

  return {
    /** @throws {AppError} EMAIL_TAKEN */
    async signUp({ email, password, name }: SignupInput): Promise<Account> {
      const passwordHash = await passwords.hash(password);
      try {
        return await database.prisma.user.create({
          data: { id: newId(), email, name, passwordHash },
          select: { id: true, email: true, name: true },
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError("EMAIL_TAKEN", "There is already an account with this e-mail address");
      }
    },

    /**
     * Whose login this is, without a session.
     *
     * @throws {AppError} INVALID_CREDENTIALS, the same for an unknown user as for a wrong password
     */
    checkLogin,

    /** @throws {AppError} INVALID_CREDENTIALS when the password has been changed meanwhile */
    beginSession,

    /** @throws {AppError} INVALID_CREDENTIALS, as `checkLogin` */
    logIn: async (login: LoginInput): Promise<SignedIn> => beginSession(await checkLogin(login)),

    /**
     * Ends every session of the user, on every service and with its sockets, and begins a new one.
     *
     * @throws {AppError} INVALID_CREDENTIALS, SESSION_REVOKED when the account is gone
     */
    async changePassword(
      userId: string,
      { currentPassword, newPassword }: ChangePasswordInput,
    ): Promise<SignedIn> {
      const user = await database.prisma.user.findUnique({ where: { id: userId } });
      if (user === null) throw sessionEnded();
      const { passwordHash: currentHash } = user;
      if (!(await passwords.matches(currentPassword, currentHash))) throw wrongPassword();
      const newHash = await passwords.hash(newPassword);
      const expiresAt = expireFromNow();
      const changed = await changePassword(database, { userId, currentHash, newHash, expiresAt });
      if (changed === null) throw wrongPassword();
      await sessionGate.forget(changed.endedSessionIds);
      await announceEnd(userId, changed.endedSessionIds);
      return signIn(user, changed.sessionId, expiresAt);
    },

    /**
     * Lets a session live on, with a newer token; the older ones are good until they expire by themselves. Gateways
     * need not be told: a socket lives as long as the token that it was given.
     *
     * @throws {AppError} SESSION_REVOKED when it has ended, or has lived for as long as it may
     */
    async refresh(sessionId: string): Promise<SignedIn> {
      const renewal = { sessionId, expiresAt: expireFromNow(), maxDays: sessionMaxDays };
      const renewed = await renewSession(database, renewal);
      if (renewed === null) throw sessionEnded();
      return signIn(renewed.user, sessionId, renewed.expiresAt);
    },

    /** @throws {AppError} SESSION_REVOKED when the account is gone */
    async getAccount(userId: string): Promise<Account & { isAdmin: boolean }> {
      const user = await database.prisma.user.findUnique({
        where: { id: userId },
        select: { id: true, email: true, name: true, isAdmin: true },
      });
      if (user === null) throw sessionEnded();
      return user;
    },

    /** Ends the session on every service, and closes its sockets. */
    async logOut(userId: string, sessionId: string): Promise<void> {
      await sessionGate.revoke(sessionId);
      await announceEnd(userId, [sessionId]);
    },
  };
}

const sessionEnded = (): AppError => new AppError("SESSION_REVOKED", "The session has ended");

const wrongCredentials = (): AppError =>
  new AppError("INVALID_CREDENTIALS", "The e-mail address or the password is wrong");

const wrongPassword = (): AppError =>
  new AppError("INVALID_CREDENTIALS", "The current password is wrong");
