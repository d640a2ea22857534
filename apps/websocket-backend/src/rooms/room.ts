import { type ProjectMessage, projectTopic } from "@workspace/common/contracts/bus-topics";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { Role } from "@workspace/common/contracts/projects";
import type { Member } from "@workspace/common/contracts/socket-events";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "@workspace/database/database";
import { listEvents, readSeq } from "@workspace/database/project-log";
import { cutOff } from "../guards/cut-off.js";
import type { TrafficCounters } from "../gateway-metrics.js";
import type { LimitCounters } from "../guards/limit-counters.js";
import type { GatewayServer, GatewaySocket } from "../socket-types.js";
import { type CursorFanout, createCursorFanout } from "./cursor-fanout.js";
import { createEventFeed, type EventFeed } from "./event-feed.js";
import { createPresence, type Presence } from "./presence.js";
import type { PresenceRoster } from "./presence-roster.js";
import { relayOutput } from "./relay-output.js";
import { eventsRoom } from "./events-room.js";
import { toRoomEvent } from "./to-room-event.js";

const RESYNC_RETRY_MS = 500;

/** A socket's place in a room. */
export interface Membership {
  socket: GatewaySocket;
  role: Role;
  /** Entries that came while the socket is still joining; null once it is live. */
  backlog: DomainEvent[] | null;
}

/** One project on this gateway, from its first socket to its last. */
export interface Room {
  readonly projectId: string;
  readonly memberships: Map<string, Membership>;
  readonly presence: Presence;
  readonly cursors: CursorFanout;
  /** Delivers everything up to `seq` to whoever is live. */
  catchUp(seq: number): Promise<void>;
  /** Lets a joining socket hear everything after `afterSeq`, first what came meanwhile. */
  goLive(membership: Membership, afterSeq: number): void;
  /** Takes a socket out of the room's broadcasts. */
  detach(socket: GatewaySocket): void;
  /** Reads, and tells the others, what was missed while the bus was away; tries again until it can. */
  resync(): Promise<void>;
  close(): Promise<void>;
}

export interface RoomDeps {
  io: GatewayServer;
  database: Database;
  bus: EventBus;
  roster: PresenceRoster;
  gatewayId: string;
  cursorTickMs: number;
  cursorUnreadBytes: number;
  counters: LimitCounters;
  traffic: TrafficCounters;
  /** Whether a socket has so much unread that it gets only what it could not get later. */
  isSlow: (socket: GatewaySocket) => boolean;
  logger: Logger;
  /** Takes a socket out whose right to be in the room has ended. */
  onExpelled: (socket: GatewaySocket, room: Room, reason: string) => void;
}

/** Subscribes to the project and begins its feed at the newest entry. */
export async function openRoom(projectId: string, deps: RoomDeps): Promise<Room> {
  const { io, database, bus, roster, gatewayId, cursorTickMs, traffic, isSlow, onExpelled } = deps;
  const logger = deps.logger.child({ projectId });
  const topic = projectTopic(projectId);
  const eventsName = eventsRoom(projectId);
  const memberships = new Map<string, Membership>();

  const presence = createPresence({
    projectId,
    gatewayId,
    roster,
    publish: (message) => bus.publishToOthers(topic, message),
    onJoined: (member) => emitPresence("user:joined", member),
    onLeft: (member) => {
      cursors.forget(member.userId);
      emitPresence("user:left", member);
    },
    onLeftElsewhere: (userId) => cursors.adopt(userId),
    logger,
  });
  const cursors = createCursorFanout({
    projectId,
    tickMs: cursorTickMs,
    maxUnreadBytes: deps.cursorUnreadBytes,
    counters: deps.counters,
    traffic,
    isHeardElsewhere: presence.isHeldElsewhere,
    publish: (moved) => bus.publishToOthers(topic, { kind: "cursors", cursors: moved }),
  });

  function emitPresence(event: "user:joined" | "user:left", member: Member): void {
    io.to(eventsName).emit(event, { projectId, ...member });
  }

  function deliver(event: DomainEvent): void {
    traffic.eventsDelivered += 1;
    const roomEvent = toRoomEvent(event);
    if (roomEvent !== null) emitRoomEvent(io.to(eventsName), roomEvent);
    // Nobody needs to be told one by one how a deleted project's room empties.
    if (event.type === "project.deleted") io.in(eventsName).socketsLeave(eventsName);
    for (const membership of memberships.values()) {
      if (membership.backlog === null) applyToMembership(membership, event);
      else membership.backlog.push(event);
    }
  }

  /** What an entry means for the socket itself: another role, or none any more. */
  function applyToMembership(membership: Membership, event: DomainEvent): void {
    const isAbout = (userId: string): boolean => userId === membership.socket.data.userId;
    if (event.type === "member.updated" && isAbout(event.payload.userId))
      membership.role = event.payload.role;
    else if (event.type === "member.removed" && isAbout(event.payload.userId))
      onExpelled(membership.socket, room, "removed from the project");
    else if (event.type === "project.deleted")
      onExpelled(membership.socket, room, "the project was deleted");
  }

  /**
   * Entries have gone by unseen, and with them perhaps roles that ended: whoever is live must come anew, and
   * is then told to reload. By a cut connection, since every client comes back from that by itself.
   */
  function returnEveryone(): void {
    traffic.feedSkips += 1;
    logger.warn("the log has entries no longer that were still to be delivered");
    for (const { socket, backlog } of memberships.values())
      if (backlog === null) cutOff(socket.conn);
  }

  let feed: EventFeed | null = null;
  /** Messages that come between the subscription and the feed's beginning. */
  const early: DomainEvent[] = [];

  function receive(message: ProjectMessage): void {
    switch (message.kind) {
      case "event":
        if (feed === null) early.push(message.event);
        else feed.receive(message.event);
        break;
      case "cursors":
        cursors.receive(message.cursors);
        break;
      case "cursors.wanted":
        cursors.share();
        break;
      case "presence":
        presence.receive(message);
        break;
      case "job.output": {
        traffic.outputPieces += message.pieces.length;
        const readers = [...memberships.values()]
          .filter(({ backlog }) => backlog === null)
          .map(({ socket }) => socket);
        relayOutput({ projectId, isSlow }, readers, message);
        break;
      }
    }
  }

  const unsubscribe = await bus.subscribe(topic, receive);
  try {
    feed = createEventFeed({
      fromSeq: (await readSeq(database, projectId)) ?? 0,
      read(after, limit) {
        traffic.feedReads += 1;
        return listEvents(database, { projectId, after, limit });
      },
      deliver,
      onSkipped: returnEveryone,
      logger,
    });
  } catch (error) {
    await unsubscribe();
    throw error;
  }
  const openFeed = feed;
  for (const event of early) openFeed.receive(event);
  // A roster that cannot be read now is read again shortly.
  await presence.reconcile().catch((error: unknown) => logger.debug({ err: error }, "no roster"));
  await bus.publishToOthers(topic, { kind: "cursors.wanted" }).catch(() => {});

  let isClosed = false;
  let resyncRetry: NodeJS.Timeout | undefined;
  const room: Room = {
    projectId,
    memberships,
    presence,
    cursors,
    catchUp: openFeed.catchUp,

    goLive(membership, afterSeq) {
      const { socket } = membership;
      const backlog = membership.backlog ?? [];
      membership.backlog = null;
      void socket.join(eventsName);
      cursors.attach(socket);
      for (const event of backlog) {
        if (event.seq <= afterSeq) continue;
        // An entry may have been the end of it.
        if (memberships.get(socket.id) !== membership) return;
        const roomEvent = toRoomEvent(event);
        if (roomEvent !== null) emitRoomEvent(socket, roomEvent);
        applyToMembership(membership, event);
      }
    },

    detach(socket) {
      memberships.delete(socket.id);
      cursors.detach(socket);
      void socket.leave(eventsName);
    },

    async resync() {
      clearTimeout(resyncRetry);
      cursors.share();
      let seq: number | null;
      try {
        seq = await readSeq(database, projectId);
      } catch (error) {
        logger.warn({ err: error }, "could not read what was missed");
        if (!isClosed) resyncRetry = setTimeout(() => void room.resync(), RESYNC_RETRY_MS);
        return;
      }
      if (seq !== null) {
        // Where the log cannot be read, the feed tries again by itself.
        await openFeed.catchUp(seq).catch(() => {});
        return;
      }
      openFeed.receive({
        type: "project.deleted",
        payload: {},
        projectId,
        seq: openFeed.deliveredSeq() + 1,
        actorId: null,
        requestId: null,
        at: new Date().toISOString(),
      });
    },

    async close() {
      isClosed = true;
      clearTimeout(resyncRetry);
      openFeed.close();
      cursors.close();
      await unsubscribe();
    },
  };
  return room;
}

/** Emits with the data that belongs to the event's name, which TypeScript cannot see through a union. */
function emitRoomEvent(
  target: { emit: GatewaySocket["emit"] } | ReturnType<GatewayServer["to"]>,
  { event, data }: NonNullable<ReturnType<typeof toRoomEvent>>,
): void {
  (target.emit as (event: string, data: unknown) => unknown).call(target, event, data);
}
