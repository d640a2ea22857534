import { type IncomingMessage, maxHeaderSize, ServerResponse } from "node:http";
import { AppError, forbidden } from "@workspace/common/app-error";
import type { Logger } from "@workspace/common/logger";
import { createAddressLimits, type Place } from "../guards/address-limits.js";
import { cutOff } from "../guards/cut-off.js";
import type { LimitCounters } from "../guards/limit-counters.js";
import type { Connection, GatewayServer } from "../socket-types.js";
import { createClientAddress } from "./client-address.js";
import { isOriginAllowed } from "./origin.js";
import { refuseRequest } from "./refuse-request.js";

type EngineRequest = IncomingMessage & { _query: Record<string, string | undefined> };

interface GuardDeps {
  io: GatewayServer;
  origins: "*" | string[];
  trustProxyHops: number;
  limits: {
    maxSocketsPerIp: number;
    maxPendingPerIp: number;
    refusalsPerMinutePerIp: number;
    handshakeTimeoutMs: number;
    maxFrameBytes: number;
  };
  counters: LimitCounters;
  logger: Logger;
}

/** A request that may become a connection. */
interface Entrance {
  place: Place;
  /** Stops watching the request, once its connection is watched instead. */
  endWatch: () => void;
}

/** A connection whose client has not authenticated yet. */
interface PendingConnection {
  place: Place;
  deadline: NodeJS.Timeout;
  hasTried: boolean;
  onPacket: (packet: { data?: unknown }) => void;
}

/** Keeps connections from costing much before it is known whose they are, and none longer than it serves. */
export interface ConnectionGuard {
  /** Whether a client may authenticate: once a connection, or it is cut off. */
  begin(connection: Connection): boolean;
  /** The client has authenticated. */
  settle(connection: Connection): void;
  /** The client has been refused: the connection ends when it has been told. */
  refuse(connection: Connection, failure: AppError): void;
  /** Lets nobody in any more, nor those who wait for their turn. */
  close(): void;
}

export function guardConnections(deps: GuardDeps): ConnectionGuard {
  const { io, origins, limits, counters, logger } = deps;
  const addressOf = createClientAddress(deps.trustProxyHops);
  const addresses = createAddressLimits({ limits, counters, logger });
  const entrances = new WeakMap<IncomingMessage, Entrance>();
  /** By the engine's session id. */
  const pending = new Map<string, PendingConnection>();
  let isClosed = false;

  /** @throws {AppError} FORBIDDEN, RATE_LIMITED, TOO_MANY_SOCKETS, UNAVAILABLE */
  async function enter(request: EngineRequest, response: ServerResponse): Promise<void> {
    if (!isOriginAllowed(request.headers.origin, origins)) {
      counters.count("originsRefused");
      throw forbidden();
    }
    const { socket } = request;
    const isUpgrade = !(response instanceof ServerResponse);
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    response.once("close", onClose);
    // Node.js has let go of a socket that is to be upgraded, and ws does not hold it yet.
    if (isUpgrade) socket.on("error", ignoreError);

    const place = await addresses.enter(addressOf(request), gone.signal);
    gone.signal.addEventListener("abort", () => addresses.leave(place));
    if (isClosed)
      throw new AppError("UNAVAILABLE", "This gateway is stopping", { retryAfterSeconds: 1 });
    entrances.set(request, {
      place,
      endWatch() {
        response.off("close", onClose);
        if (isUpgrade) socket.off("error", ignoreError);
      },
    });
  }

  /** @throws {AppError} PAYLOAD_TOO_LARGE */
  function limitBody({ method, headers }: IncomingMessage, isPending: boolean): void {
    if (method !== "POST") return;
    const bytes = Number(headers["content-length"] ?? Number.NaN);
    if (isPending ? bytes <= maxHeaderSize : !(bytes > limits.maxFrameBytes)) return;
    counters.count(isPending ? "handshakesAbused" : "framesTooLarge");
    throw new AppError("PAYLOAD_TOO_LARGE", "The request is too large");
  }

  io.engine.use(
    async (request: EngineRequest, response: ServerResponse, next: () => void): Promise<void> => {
      const { sid } = request._query;
      // For an upgrade this is the engine's own, which lives as long as the WebSocket; here it was read last.
      if (!(response instanceof ServerResponse)) Object.assign(response, { req: null });
      try {
        // Only a request without a session's id begins one.
        if (sid) limitBody(request, pending.has(sid));
        else await enter(request, response);
      } catch (error) {
        // Any other is the engine's to answer.
        if (!(error instanceof AppError)) throw error;
        refuseRequest(request, response, error);
        return;
      }
      next();
    },
  );

  function watch(connection: Connection, place: Place): void {
    const pendingConnection: PendingConnection = {
      place,
      hasTried: false,
      deadline: setTimeout(() => {
        counters.count("handshakesTimedOut");
        cutOff(connection);
      }, limits.handshakeTimeoutMs),
      onPacket({ data }) {
        // A token may have the size that it could have in a header; parts of a message are kept until its end.
        const isBinary = ArrayBuffer.isView(data);
        if (!isBinary && !(typeof data === "string" && data.length > maxHeaderSize)) return;
        counters.count("handshakesAbused");
        cutOff(connection);
      },
    };
    connection.on("packet", pendingConnection.onPacket);
    pending.set(sidOf(connection), pendingConnection);
  }

  /** Ends the watch over how a client authenticates. */
  function unwatch(connection: Connection): void {
    const entry = pending.get(sidOf(connection));
    if (entry === undefined) return;
    clearTimeout(entry.deadline);
    connection.off("packet", entry.onPacket);
    pending.delete(sidOf(connection));
  }

  io.engine.on("connection", (connection: Connection) => {
    const entrance = entrances.get(connection.request);
    // Every connection has one; what had none would be without limits.
    if (entrance === undefined) return cutOff(connection);
    const { place } = entrance;
    entrance.endWatch();
    watch(connection, place);
    connection.on("close", (reason: string, cause: unknown) => {
      unwatch(connection);
      addresses.leave(place);
      if (cause instanceof Error && cause.message.endsWith(FRAME_TOO_LARGE))
        counters.count("framesTooLarge");
      if (reason !== "ping timeout") return;
      counters.count("silentClientsDisconnected");
      // Else what is buffered for it stays until ws no longer waits for its farewell, 30 s later.
      cutOff(connection);
    });
  });

  return {
    begin(connection) {
      const entry = pending.get(sidOf(connection));
      if (entry === undefined) return false;
      if (entry.hasTried) {
        counters.count("handshakesAbused");
        cutOff(connection);
        return false;
      }
      entry.hasTried = true;
      return true;
    },

    settle(connection) {
      const entry = pending.get(sidOf(connection));
      if (entry === undefined) return;
      unwatch(connection);
      addresses.settle(entry.place);
    },

    refuse(connection, { status }) {
      const entry = pending.get(sidOf(connection));
      if (entry !== undefined && status === REFUSED_TOKEN_STATUS)
        addresses.countRefusal(entry.place);
      // Socket.io sends the refusal on the next tick.
      setImmediate(() => connection.close());
    },

    close() {
      isClosed = true;
    },
  };
}

const REFUSED_TOKEN_STATUS = 401;
/** How ws words it; it closes the connection itself. */
const FRAME_TOO_LARGE = "Max payload size exceeded";

function ignoreError(): void {}

/** The engine's types keep the connection's own field private. */
const sidOf = (connection: Connection): string => (connection as unknown as { id: string }).id;
