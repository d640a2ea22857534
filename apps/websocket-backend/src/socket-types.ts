import type {
  ClientToServerEvents,
  ServerToClientEvents,
} from "@workspace/common/contracts/socket-events";
import type { DefaultEventsMap, Server, Socket } from "socket.io";

/** What the gateway knows of a socket beside its connection. */
interface SocketData {
  userId: string;
  name: string;
  sessionId: string;
  /** When its token expires, in ms since the epoch. */
  expiresAtMs: number;
  /** The client asked for `cursor:batch` in its handshake. */
  wantsCursorBatch: boolean;
  /** Ids of the projects whose rooms the socket is in: few, and a Set costs every socket more. */
  rooms: readonly string[];
  /** Joins under way, by project id: events that follow one wait for it. Null when there are none. */
  joining: Map<string, Promise<unknown>> | null;
}

export type GatewayServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  SocketData
>;

export type GatewaySocket = Socket<
  ClientToServerEvents,
  ServerToClientEvents,
  DefaultEventsMap,
  SocketData
>;

/** The engine's connection under a socket. */
export type Connection = GatewaySocket["conn"];
