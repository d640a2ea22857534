import type { KeyObject } from "node:crypto";
import { signAccessToken } from "@workspace/common/access-token";
import { AppError } from "@workspace/common/app-error";
import { userTopic } from "@workspace/common/contracts/bus-topics";
import type { Account, LoginInput, SignupInput } from "@workspace/common/contracts/auth";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import { type Database, isUniqueViolation } from "@workspace/database/database";
import { newId } from "@workspace/database/new-id";
import type { SessionGate } from "@workspace/database/session-gate";
import { createSession } from "@workspace/database/sessions";
import type { Passwords } from "./passwords.js";

export interface AuthServiceDeps {
  database: Database;
  bus: EventBus;
  sessionGate: SessionGate;
  passwords: Passwords;
  logger: Logger;
  tokenKey: KeyObject;
  sessionTtlSeconds: number;
}

export type AuthService = ReturnType<typeof createAuthService>;

/** Accounts and their sessions. */
export function createAuthService({
  database,
  bus,
  sessionGate,
  passwords,
  logger,
  tokenKey,
  sessionTtlSeconds,
}: AuthServiceDeps) {
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

    /** @throws {AppError} INVALID_CREDENTIALS, the same for an unknown user as for a wrong password */
    async logIn({
      email,
      password,
    }: LoginInput): Promise<{ token: string; expiresAt: Date; user: Account }> {
      const user = await database.prisma.user.findUnique({ where: { email } });
      const isMatch = await passwords.matches(password, user?.passwordHash);
      if (user === null || !isMatch)
        throw new AppError("INVALID_CREDENTIALS", "The e-mail address or the password is wrong");
      // Whole seconds, since that is what a token can carry.
      const now = Math.floor(Date.now() / 1000);
      const expiresAt = new Date((now + sessionTtlSeconds) * 1000);
      const session = await createSession(database, user.id, expiresAt);
      const token = signAccessToken(
        { userId: user.id, sessionId: session.id, expiresAt },
        tokenKey,
      );
      return { token, expiresAt, user: { id: user.id, email: user.email, name: user.name } };
    },

    /** @throws {AppError} SESSION_REVOKED when the account is gone */
    async getAccount(userId: string): Promise<Account> {
      const user = await database.prisma.user.findUnique({
        where: { id: userId },
        select: { id: true, email: true, name: true },
      });
      if (user === null) throw new AppError("SESSION_REVOKED", "The session has ended");
      return user;
    },

    /** Ends the session on every service, and closes its sockets. */
    async logOut(userId: string, sessionId: string): Promise<void> {
      await sessionGate.revoke(sessionId);
      try {
        await bus.publish(userTopic(userId), { kind: "session.revoked", sessionId });
      } catch (error) {
        // Gateways that cannot hear the bus ask the database themselves.
        logger.warn({ err: error, userId }, "could not announce the end of a session");
      }
    },
  };
}
