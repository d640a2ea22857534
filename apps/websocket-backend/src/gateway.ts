import type { Server as HttpServer } from "node:http";
import type { AppError } from "@workspace/common/app-error";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { newId } from "@workspace/database/new-id";
import type { SessionGate } from "@workspace/database/session-gate";
import type { Redis } from "ioredis";
import { Server } from "socket.io";
import { createClientEvents } from "./events/client-events.js";
import { leaveAllRooms, leaveRoom } from "./events/leave-project.js";
import { toSocketError } from "./events/reply.js";
import { MoveShortcut } from "./events/move-shortcut.js";
import type { GatewayMetrics } from "./gateway-metrics.js";
import { EventLimiter } from "./guards/event-limiter.js";
import { createHeartbeats, type Heartbeat } from "./guards/heartbeats.js";
import type { LimitCounters } from "./guards/limit-counters.js";
import { SLOW_SHARE, watchSlowReaders } from "./guards/slow-readers.js";
import { createHandshake } from "./handshake/authenticate-handshake.js";
import { forgetRequest } from "./handshake/forget-request.js";
import { guardConnections } from "./handshake/guard-connections.js";
import { createLiveSessions } from "./handshake/live-sessions.js";
import { createPresenceRoster } from "./rooms/presence-roster.js";
import { createRooms } from "./rooms/rooms.js";
import type { GatewayServer } from "./socket-types.js";
import { bufferedBytes } from "./transport/buffered-bytes.js";
import { tapMessages } from "./transport/tap-messages.js";
import { onceWebSocket } from "./transport/web-socket.js";

/** How much one client may ask of the gateway; see `gatewayLimitsEnv` for the meaning of each. */
export interface GatewayLimits {
  maxMessageBytes: number;
  maxFrameBytes: number;
  eventsPerSecond: number;
  eventBurst: number;
  maxRefusedEvents: number;
  maxRoomsPerSocket: number;
  maxSocketsPerUser: number;
  maxSocketsPerIp: number;
  maxPendingPerIp: number;
  refusalsPerMinutePerIp: number;
  handshakeTimeoutMs: number;
  requestTimeoutMs: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  cursorUnreadBytes: number;
  maxBufferedBytes: number;
  replayLimit: number;
}

interface GatewayDeps {
  server: HttpServer;
  database: Database;
  redis: Redis;
  bus: EventBus;
  publisher: EventPublisher;
  sessionGate: SessionGate;
  logger: Logger;
  origins: "*" | string[];
  trustProxyHops: number;
  cursorTickMs: number;
  limits: GatewayLimits;
  counters: LimitCounters;
  metrics: GatewayMetrics;
}

/** The real-time side: sockets, rooms, presence and cursors on top of an HTTP server. */
export interface Gateway {
  /** Open sockets and rooms, and how often sockets have joined one. */
  counts(): { sockets: number; rooms: number; memberships: number };
  /** Disconnects everyone, who then reconnect elsewhere without the others seeing them leave. */
  close(): Promise<void>;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { database, bus, publisher, sessionGate, logger, origins, limits, counters, metrics } =
    deps;
  const io: GatewayServer = new Server(deps.server, {
    serveClient: false,
    // Behind the guard's own deadline, which does not wait for the client's farewell.
    connectTimeout: 2 * limits.handshakeTimeoutMs,
    upgradeTimeout: limits.handshakeTimeoutMs,
    pingInterval: limits.pingIntervalMs,
    pingTimeout: limits.pingTimeoutMs,
    maxHttpBufferSize: limits.maxFrameBytes,
    cors: { origin: origins },
  });
  const guard = guardConnections({
    io,
    origins,
    trustProxyHops: deps.trustProxyHops,
    limits,
    counters,
    logger,
  });
  const gatewayId = newId();
  const rooms = createRooms({
    io,
    database,
    bus,
    roster: createPresenceRoster(deps.redis, gatewayId),
    gatewayId,
    cursorTickMs: deps.cursorTickMs,
    cursorUnreadBytes: limits.cursorUnreadBytes,
    counters,
    traffic: metrics.traffic,
    isSlow: (socket) => {
      const isSlow = bufferedBytes(socket.conn) > limits.maxBufferedBytes * SLOW_SHARE;
      if (isSlow) counters.count("outputsSkipped");
      return isSlow;
    },
    logger,
    onExpelled: (socket, room, reason) => {
      socket.emit("project:left", { projectId: room.projectId, reason });
      leaveRoom(rooms, room, socket);
    },
  });
  const sessions = createLiveSessions({
    bus,
    database,
    sessionGate,
    maxSocketsPerUser: limits.maxSocketsPerUser,
    logger,
  });
  const stopWatching = watchSlowReaders({
    io,
    maxBufferedBytes: limits.maxBufferedBytes,
    counters,
    logger,
  });
  const heartbeats = createHeartbeats({ limits, counters });
  let isClosing = false;

  const handleEvent = createClientEvents({
    database,
    publisher,
    rooms,
    sessions,
    limits,
    counters,
    metrics,
    logger,
  });

  const handshake = createHandshake({ database, sessionGate, guard, metrics, logger });
  io.use((socket, next) => void handshake(socket, next));
  io.on("connection", (socket) => {
    guard.settle(socket.conn);
    forgetRequest(socket);
    // Nothing is sent by a socket's id, and a room for each would be the largest thing that it keeps.
    void socket.leave(socket.id);
    try {
      sessions.admit(socket);
    } catch (error) {
      counters.count("userSocketsRefused");
      socket.emit("session:ended", toSocketError(error as AppError));
      socket.disconnect(true);
      return;
    }
    const limiter = new EventLimiter(socket, limits, counters);
    const shortcut = new MoveShortcut(socket, rooms, limiter);
    let heartbeat: Heartbeat | null = null;
    const noteOther = (): void => limiter.noteOther();
    onceWebSocket(socket.conn, (webSocket) => {
      heartbeat = heartbeats.begin(socket.conn);
      tapMessages(socket.conn, [shortcut, heartbeat]);
      // The engine does not hear of its control frames, and no client of ours sends any.
      webSocket.on("ping", noteOther).on("pong", noteOther);
    });
    socket.conn.on("packet", (packet: { data?: unknown }) => {
      heartbeat?.noteLife();
      limiter.notePacket(packet);
    });
    // A guard that hands events over itself: to bind a listener for each would cost every idle socket.
    socket.use((event) => {
      if (limiter.admit(event)) handleEvent(socket, event);
    });
    socket.on("disconnect", (reason) => {
      // Without its socket a connection would stay as one that need not authenticate.
      socket.conn.close();
      if (heartbeat !== null) heartbeats.release(heartbeat);
      sessions.forget(socket);
      if (!isClosing) leaveAllRooms(rooms, socket, reason);
    });
  });

  return {
    counts: () => ({
      sockets: io.sockets.sockets.size,
      rooms: rooms.count(),
      memberships: rooms.countMemberships(),
    }),
    async close() {
      isClosing = true;
      guard.close();
      stopWatching();
      heartbeats.close();
      sessions.close();
      await rooms.close();
      await io.close();
    },
  };
}
