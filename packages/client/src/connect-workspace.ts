import type { JobBody } from "@workspace/common/contracts/jobs";
import { io, type ManagerOptions, type SocketOptions } from "socket.io-client";
import type { Unsubscribe } from "./emitter.js";
import { type ConnectionStatus, keepConnected } from "./keep-connected.js";
import type { LiveRoom } from "./live-room.js";
import type { ClientSocket } from "./protocol.js";
import { createRequest } from "./request.js";
import { createRooms, type JoinOptions } from "./rooms.js";
import { createTokens, type TokenSource } from "./tokens.js";
import { clientError, type WorkspaceError } from "./workspace-error.js";

/** What this client decides about the socket itself. */
type OwnOption = "auth" | "autoConnect" | "forceNew" | "reconnection" | "transports";

export interface WorkspaceOptions {
  /** Where the gateway, or what stands before several, is: `https://live.example.com`. */
  url: string;
  /**
   * An access token, or a function that is asked for one before each attempt to connect. When a token is
   * refused, the function's next one is tried, and the same one again ends the connection.
   */
  token: TokenSource;
  /** Tried in this order. Polling through a load balancer needs sticky sessions. */
  transports?: ("websocket" | "polling")[];
  /** Whether cursors come collected in one message per tick (the default) or each by itself. */
  cursors?: "batch" | "single";
  /** How far behind `cursors.sample()` is. */
  cursorDelayMs?: number;
  /** Longest wait before the first attempt to come back; it doubles with each failure, up to 5 s. */
  reconnectionDelayMs?: number;
  /** Longest wait for the answer to a request. */
  requestTimeoutMs?: number;
  /** For socket.io-client, such as `path` or `extraHeaders`. */
  socketOptions?: Partial<Omit<ManagerOptions & SocketOptions, OwnOption>>;
}

/** The live side of a workspace: one socket that comes back by itself, and the rooms that were joined on it. */
export interface WorkspaceConnection {
  readonly status: ConnectionStatus;
  /** Oneself, as the token says; null while there is none yet. */
  readonly userId: string | null;
  /** Why the last attempt to connect failed, or why the connection ended; null while connected. */
  readonly lastError: WorkspaceError | null;
  onStatus(listener: (status: ConnectionStatus) => void): Unsubscribe;
  /** The gateway has ended it for good: the token is refused, the session over. Not for {@link close}. */
  onEnded(listener: (error: WorkspaceError) => void): Unsubscribe;
  /**
   * Joins a project, or gives the room that is open already. Right after `connectWorkspace` it waits for the
   * first connection.
   *
   * @throws {WorkspaceError} NOT_FOUND, FORBIDDEN, TOO_MANY_ROOMS, UNAVAILABLE, NOT_CONNECTED,
   *   CONNECTION_LOST, TIMED_OUT, or why the connection has ended
   */
  join(projectId: string, options?: JoinOptions): Promise<LiveRoom>;
  /**
   * Lets the connection live on with a newer token of the same user.
   *
   * @throws {WorkspaceError} UNAUTHENTICATED, TOKEN_EXPIRED, SESSION_REVOKED, FORBIDDEN, NOT_CONNECTED
   */
  refreshToken(token: string): Promise<{ expiresAt: string }>;
  /** @throws {WorkspaceError} NOT_FOUND, FORBIDDEN, JOB_FINISHED, NOT_CONNECTED */
  cancelJob(jobId: string): Promise<JobBody>;
  /** Ends it for good, and closes its rooms. */
  close(): void;
  /** For what is not covered here. It is connected, disconnected and authenticated by this object alone. */
  readonly socket: ClientSocket;
}

/** Begins to connect, and goes on until it has succeeded or the token is refused. */
export function connectWorkspace({
  url,
  token,
  transports = ["websocket", "polling"],
  cursors = "batch",
  cursorDelayMs = 50,
  reconnectionDelayMs = 1000,
  requestTimeoutMs = 10_000,
  socketOptions = {},
}: WorkspaceOptions): WorkspaceConnection {
  const socket: ClientSocket = io(url, {
    tryAllTransports: true,
    ...socketOptions,
    transports,
    autoConnect: false,
    reconnection: false,
    forceNew: true,
  });
  const request = createRequest(socket, requestTimeoutMs);
  const tokens = createTokens(token);
  const rooms = createRooms({ socket, request, userId: tokens.userId, cursorDelayMs });
  const connection = keepConnected({
    socket,
    tokens,
    handshake: cursors === "batch" ? { cursors } : {},
    reconnectionDelayMs,
    onConnected: rooms.resumeAll,
    onLost: rooms.pauseAll,
  });
  const { events } = connection;
  events.on("status", (status) => {
    if (status === "ended") rooms.closeAll({ reason: "ended", message: toEndError().message });
  });

  const toEndError = (): WorkspaceError =>
    connection.lastError() ?? clientError("CLOSED", "The connection has ended");

  /** Waits for the first connection, for as long as for any answer. */
  function whenConnected(): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        unsubscribe();
        if (connection.status() === "connected") resolve();
        else reject(connection.lastError() ?? clientError("NOT_CONNECTED", "Not connected yet"));
      };
      const timer = setTimeout(settle, requestTimeoutMs);
      const unsubscribe = events.on("status", settle);
    });
  }

  return {
    socket,
    get status() {
      return connection.status();
    },
    get userId() {
      return tokens.userId();
    },
    get lastError() {
      return connection.lastError();
    },
    onStatus: (listener) => events.on("status", listener),
    onEnded: (listener) => events.on("ended", listener),
    async join(projectId, options = {}) {
      if (connection.status() === "connecting") await whenConnected();
      if (connection.status() === "ended") throw toEndError();
      return rooms.join(projectId, options);
    },
    async refreshToken(next) {
      const answer = await request("auth:refresh", { token: next });
      tokens.replace(next);
      return answer;
    },
    cancelJob: (jobId) => request("job:cancel", { jobId }),
    close: () => connection.close(),
  };
}
