import { AppError } from "@workspace/common/app-error";
import { readBearerToken } from "@workspace/common/bearer-token";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { SessionGate } from "@workspace/database/session-gate";
import { readUserName } from "@workspace/database/users";
import { toSocketError } from "../events/reply.js";
import type { GatewayMetrics } from "../gateway-metrics.js";
import type { GatewaySocket } from "../socket-types.js";
import type { ConnectionGuard } from "./guard-connections.js";

interface HandshakeDeps {
  database: Database;
  sessionGate: SessionGate;
  guard: ConnectionGuard;
  metrics: Pick<GatewayMetrics, "countHandshake">;
  logger: Logger;
}

/**
 * Lets a socket connect whose token stands: from `auth.token`, the query's `token`, or an Authorization
 * header. A refusal reaches the client as `connect_error` with `data: { code, message }`.
 */
export function createHandshake({ database, sessionGate, guard, metrics, logger }: HandshakeDeps) {
  return async (socket: GatewaySocket, next: (error?: Error) => void): Promise<void> => {
    if (!guard.begin(socket.conn)) {
      next(new Error("A connection authenticates once"));
      return;
    }
    try {
      const { userId, sessionId, expiresAt } = await sessionGate.authenticate(findToken(socket));
      const name = await readUserName(database, userId);
      if (name === null) throw new AppError("SESSION_REVOKED", "The session has ended");
      socket.data = {
        userId,
        name,
        sessionId,
        expiresAtMs: expiresAt.getTime(),
        wantsCursorBatch: findOption(socket, "cursors") === "batch",
        rooms: [],
        joining: null,
      };
      metrics.countHandshake("accepted");
      next();
    } catch (error) {
      if (!(error instanceof AppError)) logger.error({ err: error }, "handshake failed");
      const failure =
        error instanceof AppError
          ? error
          : new AppError("UNAVAILABLE", "The service cannot check tokens right now");
      metrics.countHandshake(failure.code);
      next(Object.assign(new Error(failure.message), { data: toSocketError(failure) }));
      guard.refuse(socket.conn, failure);
    }
  };
}

function findToken(socket: GatewaySocket): string {
  const token =
    findOption(socket, "token") ?? readBearerToken(socket.handshake.headers.authorization);
  if (token === undefined)
    throw new AppError("UNAUTHENTICATED", "A token is required, in the query or in `auth`");
  return token;
}

/** What a client asked for, in `auth` or in the query. */
function findOption(socket: GatewaySocket, name: string): string | undefined {
  const auth: unknown = socket.handshake.auth[name];
  const query: unknown = socket.handshake.query[name];
  if (typeof auth === "string" && auth !== "") return auth;
  return typeof query === "string" && query !== "" ? query : undefined;
}
