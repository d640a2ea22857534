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
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import type { EventPublisher } from "@workspace/database/event-publisher";
import type { GatewayMetrics } from "../gateway-metrics.js";
import type { LimitCounters } from "../guards/limit-counters.js";
import { SLOW_SHARE } from "../guards/slow-readers.js";
import type { LiveSessions } from "../handshake/live-sessions.js";
import type { Rooms } from "../rooms/rooms.js";
import type { GatewaySocket } from "../socket-types.js";
import { bindEvent, type EventListener } from "./bind-event.js";
import { cancelJob } from "./cancel-job.js";
import { joinProject, requirePlace } from "./join-project.js";
import { leaveProject } from "./leave-project.js";
import { moveCursor } from "./move-cursor.js";
import { refuseEvent } from "./reply.js";
import { updateProject } from "./update-project.js";

interface ClientEventsDeps {
  database: Database;
  publisher: EventPublisher;
  rooms: Rooms;
  sessions: LiveSessions;
  limits: { maxRoomsPerSocket: number; replayLimit: number; maxBufferedBytes: number };
  counters: LimitCounters;
  metrics: Pick<GatewayMetrics, "observeEvent">;
  logger: Logger;
}

/** What is sent right after a join, without waiting for its answer, takes effect after it. */
async function afterJoin({ data }: GatewaySocket, projectId: string): Promise<void> {
  await data.joining?.get(projectId)?.catch(() => {});
}

/** @returns takes what a socket sends: name and arguments of an event */
export function createClientEvents({
  database,
  publisher,
  rooms,
  sessions,
  limits,
  counters,
  metrics,
  logger,
}: ClientEventsDeps): (socket: GatewaySocket, packet: readonly unknown[]) => void {
  const joinDeps = {
    database,
    rooms,
    replayLimit: limits.replayLimit,
    replayBytes: Math.floor(limits.maxBufferedBytes * SLOW_SHARE),
  };

  const listeners: Record<keyof ClientToServerEvents, EventListener> = {
    "join:project": bindEvent({
      event: "join:project",
      schema: joinProjectSchema,
      handle: async (input, { socket }) => {
        try {
          requirePlace(socket, input.projectId, limits.maxRoomsPerSocket);
        } catch (error) {
          counters.count("roomsRefused");
          throw error;
        }
        const join = afterJoin(socket, input.projectId).then(() =>
          joinProject(joinDeps, socket, input),
        );
        const joining = (socket.data.joining ??= new Map());
        joining.set(input.projectId, join);
        try {
          return await join;
        } finally {
          if (joining.get(input.projectId) === join) joining.delete(input.projectId);
          if (joining.size === 0 && socket.data.joining === joining) socket.data.joining = null;
        }
      },
      metrics,
      logger,
    }),
    "leave:project": bindEvent({
      event: "leave:project",
      schema: leaveProjectSchema,
      handle: async ({ projectId }, { socket }) => {
        if (socket.data.joining !== null) await afterJoin(socket, projectId);
        leaveProject(rooms, socket, projectId);
        return { data: () => ({ projectId }) };
      },
      metrics,
      logger,
    }),
    "cursor:move": bindEvent({
      event: "cursor:move",
      schema: cursorMoveSchema,
      handle: async (cursor, { socket }) => {
        if (socket.data.joining !== null) await afterJoin(socket, cursor.projectId);
        moveCursor(rooms, socket, cursor);
        return { data: () => null };
      },
      metrics,
      logger,
    }),
    "project:update": bindEvent({
      event: "project:update",
      schema: projectUpdateSchema,
      handle: async (update, context) => {
        await afterJoin(context.socket, update.projectId);
        const updated = await updateProject({ database, publisher, rooms }, context, update);
        return { data: () => updated };
      },
      metrics,
      logger,
    }),
    "job:cancel": bindEvent({
      event: "job:cancel",
      schema: jobCancelSchema,
      handle: async (input, context) => {
        const job = await cancelJob({ database, publisher }, context, input);
        return { data: () => job };
      },
      metrics,
      logger,
    }),
    "auth:refresh": bindEvent({
      event: "auth:refresh",
      schema: authRefreshSchema,
      handle: async ({ token }, { socket }) => {
        const expiresAt = await sessions.refresh(socket, token);
        return { data: () => ({ expiresAt: expiresAt.toISOString() }) };
      },
      metrics,
      logger,
    }),
  };
  // A name can be a number on the wire, or that of something every object has.
  const byName: ReadonlyMap<unknown, EventListener> = new Map(Object.entries(listeners));

  return (socket, [event, ...args]) => {
    const listener = byName.get(event);
    if (listener !== undefined) listener(socket, args);
    else {
      metrics.observeEvent("unknown", "UNKNOWN_EVENT", 0);
      const failure = new AppError("UNKNOWN_EVENT", "There is no such event");
      refuseEvent(socket, String(event), args, failure);
    }
  };
}
