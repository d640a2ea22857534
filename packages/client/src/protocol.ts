import type {
  Acknowledgement,
  ClientToServerEvents,
  ServerToClientEvents,
} from "@workspace/common/contracts/socket-events";
import type { Socket } from "socket.io-client";

/** A socket that knows the gateway's events. */
export type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export type ClientEvent = keyof ClientToServerEvents;

/** What a client event is sent with. */
export type InputOf<Event extends ClientEvent> = Parameters<ClientToServerEvents[Event]>[0];

type ReplyOf<Event extends ClientEvent> = NonNullable<Parameters<ClientToServerEvents[Event]>[1]>;

/** What a client event is acknowledged with when all is well. */
export type DataOf<Event extends ClientEvent> =
  Parameters<ReplyOf<Event>>[0] extends Acknowledgement<infer Data> ? Data : never;

/** The server events that belong to one room. */
export const ROOM_MESSAGES = [
  "user:joined",
  "user:left",
  "cursor:update",
  "cursor:batch",
  "project:changed",
  "member:changed",
  "job:updated",
  "job:output",
  "project:deleted",
  "project:left",
] as const satisfies (keyof ServerToClientEvents)[];

/** A server event of one room: its name and data. */
export type RoomMessage = {
  [Event in (typeof ROOM_MESSAGES)[number]]: {
    event: Event;
    data: Parameters<ServerToClientEvents[Event]>[0];
  };
}[(typeof ROOM_MESSAGES)[number]];
