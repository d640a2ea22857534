import { AppError } from "@workspace/common/app-error";
import { userTopic } from "@workspace/common/contracts/bus-topics";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { SessionGate } from "@workspace/database/session-gate";
import { findOpenSessions } from "@workspace/database/sessions";
import { toSocketError } from "../events/reply.js";
import type { GatewaySocket } from "../socket-types.js";

/** How often tokens are looked at for their expiry. A timer for each would cost every idle socket. */
const EXPIRY_SWEEP_MS = 1000;
/** How often sessions are checked in the database: by itself, and with every look while the bus cannot tell. */
const SESSION_SWEEP_MS = 15_000;

const sessionRevoked = (): AppError => new AppError("SESSION_REVOKED", "The session has ended");
const tokenExpired = (): AppError => new AppError("TOKEN_EXPIRED", "The token has expired");

/** Ends sockets whose right to exist has ended: token expired, session revoked, user deleted. */
export interface LiveSessions {
  /**
   * Watches a connected socket until it is forgotten.
   *
   * @throws {AppError} TOO_MANY_SOCKETS
   */
  admit(socket: GatewaySocket): void;
  /** The socket has disconnected. */
  forget(socket: GatewaySocket): void;
  /**
   * Lets a socket live on with a newer token of the same user.
   *
   * @throws {AppError} UNAUTHENTICATED, TOKEN_EXPIRED, SESSION_REVOKED, FORBIDDEN for another user
   */
  refresh(socket: GatewaySocket, token: string): Promise<Date>;
  close(): void;
}

interface LiveSessionsDeps {
  bus: EventBus;
  database: Database;
  sessionGate: SessionGate;
  maxSocketsPerUser: number;
  logger: Logger;
}

interface LiveUser {
  sockets: Set<GatewaySocket>;
  /** Ends the subscription to the user's topic, once it stands. */
  subscription: Promise<() => Promise<void>>;
}

export function createLiveSessions({
  bus,
  database,
  sessionGate,
  maxSocketsPerUser,
  logger,
}: LiveSessionsDeps): LiveSessions {
  const users = new Map<string, LiveUser>();

  function end(socket: GatewaySocket, failure: AppError): void {
    socket.emit("session:ended", toSocketError(failure));
    socket.disconnect(true);
  }

  function endWhere(isEnded: (socket: GatewaySocket) => boolean, failure: () => AppError): void {
    for (const { sockets } of users.values())
      for (const socket of sockets) if (isEnded(socket)) end(socket, failure());
  }

  function watchUser(userId: string): LiveUser {
    const sockets = new Set<GatewaySocket>();
    const subscription = bus.subscribe(userTopic(userId), ({ sessionId }) => {
      // Of the user alone: a change of password ends as many sessions as there have been logins.
      for (const socket of sockets)
        if (socket.data.sessionId === sessionId) end(socket, sessionRevoked());
    });
    // Without the bus the sweep does its work.
    subscription.catch((error: unknown) => logger.debug({ err: error }, "no user subscription"));
    const user: LiveUser = { sockets, subscription };
    users.set(userId, user);
    return user;
  }

  function forget(socket: GatewaySocket): void {
    const user = users.get(socket.data.userId);
    if (user === undefined) return;
    user.sockets.delete(socket);
    if (user.sockets.size > 0) return;
    users.delete(socket.data.userId);
    user.subscription.then((unsubscribe) => unsubscribe()).catch(() => {});
  }

  async function sweep(): Promise<void> {
    const checked = new Set<string>();
    for (const { sockets } of users.values())
      for (const { data } of sockets) checked.add(data.sessionId);
    try {
      const open = await findOpenSessions(database, [...checked]);
      endWhere(
        ({ data }) => checked.has(data.sessionId) && !open.has(data.sessionId),
        sessionRevoked,
      );
    } catch (error) {
      logger.debug({ err: error }, "could not check the open sessions");
    }
  }

  /** A revocation between a token's check and the moment from which it is heard would go unnoticed. */
  async function confirmSession(socket: GatewaySocket): Promise<void> {
    const { sessionId } = socket.data;
    try {
      await users.get(socket.data.userId)?.subscription;
      const open = await findOpenSessions(database, [sessionId]);
      if (!open.has(sessionId) && socket.data.sessionId === sessionId)
        end(socket, sessionRevoked());
    } catch (error) {
      logger.debug({ err: error }, "session left to the next sweep");
    }
  }

  let sweptAt = Date.now();
  const sweeper = setInterval(() => {
    const nowMs = Date.now();
    endWhere(({ data }) => data.expiresAtMs <= nowMs, tokenExpired);
    if (bus.isConnected() && nowMs - sweptAt < SESSION_SWEEP_MS) return;
    sweptAt = nowMs;
    void sweep();
  }, EXPIRY_SWEEP_MS);
  bus.onReconnect(() => void sweep());

  return {
    admit(socket) {
      const { userId } = socket.data;
      const user = users.get(userId) ?? watchUser(userId);
      if (user.sockets.size >= maxSocketsPerUser)
        throw new AppError("TOO_MANY_SOCKETS", "Too many open connections of this user");
      user.sockets.add(socket);
      void confirmSession(socket);
    },

    forget,

    async refresh(socket, token) {
      const accessToken = await sessionGate.authenticate(token);
      if (accessToken.userId !== socket.data.userId)
        throw new AppError("FORBIDDEN", "The token belongs to another user");
      socket.data.sessionId = accessToken.sessionId;
      socket.data.expiresAtMs = accessToken.expiresAt.getTime();
      void confirmSession(socket);
      return accessToken.expiresAt;
    },

    close() {
      clearInterval(sweeper);
    },
  };
}
