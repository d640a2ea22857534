import type { ErrorCode } from "@workspace/common/contracts/errors";
import type { ClientToServerEvents } from "@workspace/common/contracts/socket-events";
import type { Metrics } from "@workspace/common/metrics";
import type { LimitCounters } from "./guards/limit-counters.js";

/** From what is answered from memory to what a client waits for at most. */
const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** What tokens are refused with. */
const HANDSHAKE_REFUSALS: readonly ErrorCode[] = [
  "UNAUTHENTICATED",
  "TOKEN_EXPIRED",
  "SESSION_REVOKED",
  "UNAVAILABLE",
];

/**
 * What a gateway has carried since it started. Plain numbers that are counted up in place and read when they are
 * scraped: cursors, nearly all that a gateway reads, go through here.
 */
export interface TrafficCounters {
  /** Cursor moves taken from clients, by whichever way. */
  cursorMoves: number;
  /** Ticks that had something to send. */
  cursorTicks: number;
  /** Writes of a tick's positions to a client. */
  cursorWrites: number;
  /** Positions in these writes. */
  cursorPositions: number;
  /** Entries of logs, once for each room that is open here. */
  eventsDelivered: number;
  /** Readings of a log for entries that did not come by Redis. */
  feedReads: number;
  /** Times that a log had no longer what was missing. */
  feedSkips: number;
  /** Pieces of jobs' output, once for each room. */
  outputPieces: number;
}

/** A client event as it is counted: each name of the contract, and one for all others. */
type CountedEvent = keyof ClientToServerEvents | "unknown";

/** What a gateway counts of its own work, beside the limits. */
export interface GatewayMetrics {
  readonly traffic: TrafficCounters;
  observeEvent(event: CountedEvent, outcome: "ok" | ErrorCode, seconds: number): void;
  countHandshake(outcome: "accepted" | ErrorCode): void;
}

export function createGatewayMetrics(metrics: Metrics, limits: LimitCounters): GatewayMetrics {
  const events = metrics.histogram({
    name: "workspace_gateway_event_duration_seconds",
    help: "From a client event's arrival to its answer, by its error code or ok; cursor moves that need no answer are only counted",
    labels: ["event", "outcome"],
    buckets: DURATION_BUCKETS,
  });
  const handshakes = metrics.counter({
    name: "workspace_gateway_handshakes_total",
    help: "Sockets that showed a token: accepted, or the error code they were refused with",
    labels: ["outcome"],
    from0: [...HANDSHAKE_REFUSALS, "accepted"].map((outcome) => ({ outcome })),
  });
  metrics.readCounter({
    name: "workspace_limit_hits_total",
    help: "What clients ran into, by name of the limit",
    labels: ["limit"],
    read: () => Object.entries(limits.read()).map(([limit, count]) => [{ limit }, count]),
  });
  return {
    traffic: createTraffic(metrics),
    observeEvent: (event, outcome, seconds) => events.observe({ event, outcome }, seconds),
    countHandshake: (outcome) => handshakes.inc({ outcome }),
  };
}

function createTraffic(metrics: Metrics): TrafficCounters {
  const traffic: TrafficCounters = {
    cursorMoves: 0,
    cursorTicks: 0,
    cursorWrites: 0,
    cursorPositions: 0,
    eventsDelivered: 0,
    feedReads: 0,
    feedSkips: 0,
    outputPieces: 0,
  };
  const watch = (
    name: `workspace_gateway_${string}_total`,
    count: keyof TrafficCounters,
    help: string,
  ): void => metrics.readCounter({ name, help, read: () => traffic[count] });
  watch("workspace_gateway_cursor_moves_total", "cursorMoves", "Cursor moves taken from clients");
  watch(
    "workspace_gateway_cursor_ticks_total",
    "cursorTicks",
    "Ticks of rooms that had positions to send",
  );
  watch(
    "workspace_gateway_cursor_writes_total",
    "cursorWrites",
    "Writes of one tick's positions to one client",
  );
  watch(
    "workspace_gateway_cursor_positions_total",
    "cursorPositions",
    "Positions in the writes to clients",
  );
  watch(
    "workspace_gateway_events_delivered_total",
    "eventsDelivered",
    "Log entries delivered to a room that is open here",
  );
  watch(
    "workspace_gateway_feed_reads_total",
    "feedReads",
    "Readings of a log for entries that did not come through Redis",
  );
  watch(
    "workspace_gateway_feed_skips_total",
    "feedSkips",
    "Times that entries were missing which the log has no longer, so that a room's clients had to reload",
  );
  watch(
    "workspace_gateway_output_pieces_total",
    "outputPieces",
    "Pieces of jobs' output delivered to a room that is open here",
  );
  return traffic;
}

/** What there is on a gateway right now. */
export function watchGateway(
  metrics: Metrics,
  gateway: { counts(): { sockets: number; rooms: number; memberships: number } },
): void {
  metrics.readGauge({
    name: "workspace_gateway_sockets",
    help: "Open sockets",
    read: () => gateway.counts().sockets,
  });
  metrics.readGauge({
    name: "workspace_gateway_rooms",
    help: "Projects that somebody has open here",
    read: () => gateway.counts().rooms,
  });
  metrics.readGauge({
    name: "workspace_gateway_memberships",
    help: "Places of sockets in rooms",
    read: () => gateway.counts().memberships,
  });
}
