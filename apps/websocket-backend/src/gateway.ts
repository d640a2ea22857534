import type { Server as HttpServer } from "node:http";
import { AppError } from "@workspace/common/app-error";
import {
  authRefreshSchema,
  type ClientToServerEvents,
  cursorMoveSchema,
  jobCancelSchema,
  joinProjectSchema,
  leaveProjectSchema,
  projectUpdateSchema,
} from "@workspace/common/contracts/socket-events";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import { newId } from "@workspace/database/new-id";
import type { SessionGate } from "@workspace/database/session-gate";
import type { Redis } from "ioredis";
import { Server } from "socket.io";
import { bindEvent } from "./events/bind-event.js";
import { cancelJob } from "./events/cancel-job.js";
import { joinProject, requirePlace } from "./events/join-project.js";
import { leaveAllRooms, leaveProject, leaveRoom } from "./events/leave-project.js";
import { moveCursor } from "./events/move-cursor.js";
import { refuseEvent, toSocketError } from "./events/reply.js";
import { updateProject } from "./events/update-project.js";
import type { LimitCounters } from "./guards/limit-counters.js";
import { limitEvents } from "./guards/limit-events.js";
import { SLOW_SHARE, watchSlowReaders } from "./guards/slow-readers.js";
import { createHandshake } from "./handshake/authenticate-handshake.js";
import { forgetRequest } from "./handshake/forget-request.js";
import { guardConnections } from "./handshake/guard-connections.js";
import { createLiveSessions } from "./handshake/live-sessions.js";
import { createPresenceRoster } from "./rooms/presence-roster.js";
import { createRooms } from "./rooms/rooms.js";
import type { GatewayServer, GatewaySocket } from "./socket-types.js";
import { bufferedBytes } from "./transport/buffered-bytes.js";

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
}

/** The real-time side: sockets, rooms, presence and cursors on top of an HTTP server. */
export interface Gateway {
  /** Open sockets and rooms, for the health answer. */
  counts(): { sockets: number; rooms: number };
  /** Disconnects everyone, who then reconnect elsewhere without the others seeing them leave. */
  close(): Promise<void>;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { database, bus, publisher, sessionGate, logger, origins, limits, counters } = deps;
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
    isSlow: (socket) => {
      const isSlow = bufferedBytes(socket) > limits.maxBufferedBytes * SLOW_SHARE;
      if (isSlow) counters.count("staleEventsSkipped");
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
  let isClosing = false;

  const joinDeps = { database, rooms, replayLimit: limits.replayLimit };

  function bindEvents(socket: GatewaySocket): void {
    const { joining } = socket.data;
    /** What is sent right after a join, without waiting for its answer, takes effect after it. */
    const afterJoin = async (projectId: string): Promise<void> => {
      await joining.get(projectId)?.catch(() => {});
    };

    bindEvent({
      socket,
      logger,
      event: "join:project",
      schema: joinProjectSchema,
      handle: async (input) => {
        try {
          requirePlace(socket, input.projectId, limits.maxRoomsPerSocket);
        } catch (error) {
          counters.count("roomsRefused");
          throw error;
        }
        const join = afterJoin(input.projectId).then(() => joinProject(joinDeps, socket, input));
        joining.set(input.projectId, join);
        try {
          return await join;
        } finally {
          if (joining.get(input.projectId) === join) joining.delete(input.projectId);
        }
      },
    });
    bindEvent({
      socket,
      logger,
      event: "leave:project",
      schema: leaveProjectSchema,
      handle: async ({ projectId }) => {
        if (joining.size > 0) await afterJoin(projectId);
        leaveProject(rooms, socket, projectId);
        return { data: { projectId } };
      },
    });
    bindEvent({
      socket,
      logger,
      event: "cursor:move",
      schema: cursorMoveSchema,
      handle: async (cursor) => {
        if (joining.size > 0) await afterJoin(cursor.projectId);
        moveCursor(rooms, socket, cursor);
        return { data: null };
      },
    });
    bindEvent({
      socket,
      logger,
      event: "project:update",
      schema: projectUpdateSchema,
      handle: async (update, context) => {
        await afterJoin(update.projectId);
        return { data: await updateProject({ database, publisher, rooms }, context, update) };
      },
    });
    bindEvent({
      socket,
      logger,
      event: "job:cancel",
      schema: jobCancelSchema,
      handle: async (input, context) => ({
        data: await cancelJob({ database, publisher }, context, input),
      }),
    });
    bindEvent({
      socket,
      logger,
      event: "auth:refresh",
      schema: authRefreshSchema,
      handle: async ({ token }) => {
        const expiresAt = await sessions.refresh(socket, token);
        return { data: { expiresAt: expiresAt.toISOString() } };
      },
    });
    // As the last guard, so that the limits hold for these too. A name can be a number on the wire.
    socket.use(([event, ...args]: unknown[], next) => {
      if (CLIENT_EVENTS.has(event)) next();
      else {
        const failure = new AppError("UNKNOWN_EVENT", "There is no such event");
        refuseEvent(socket, String(event), args, failure);
      }
    });
  }

  const handshake = createHandshake({ database, sessionGate, guard, logger });
  io.use((socket, next) => void handshake(socket, next));
  io.on("connection", (socket) => {
    guard.settle(socket.conn);
    forgetRequest(socket);
    try {
      sessions.admit(socket);
    } catch (error) {
      counters.count("userSocketsRefused");
      socket.emit("session:ended", toSocketError(error as AppError));
      socket.disconnect(true);
      return;
    }
    limitEvents(socket, limits, counters);
    bindEvents(socket);
    socket.on("disconnect", (reason) => {
      // Without its socket a connection would stay as one that need not authenticate.
      socket.conn.close();
      if (!isClosing) leaveAllRooms(rooms, socket, reason);
    });
  });

  return {
    counts: () => ({ sockets: io.sockets.sockets.size, rooms: rooms.count() }),
    async close() {
      isClosing = true;
      stopWatching();
      sessions.close();
      await rooms.close();
      await io.close();
    },
  };
}

const CLIENT_EVENTS: ReadonlySet<unknown> = new Set<keyof ClientToServerEvents>([
  "join:project",
  "leave:project",
  "cursor:move",
  "project:update",
  "job:cancel",
  "auth:refresh",
]);
