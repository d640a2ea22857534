/** What clients can run into, and what is done then. Names are stable: dashboards are made of them. */
const LIMIT_NAMES = [
  /** A page whose `Origin` is not in CORS_ORIGIN was refused. */
  "originsRefused",
  /** An address had WS_MAX_SOCKETS_PER_IP connections. */
  "addressSocketsRefused",
  /** WS_MAX_PENDING_PER_IP connections of an address were authenticating, and none made room in time. */
  "addressPendingRefused",
  /** An address had WS_REFUSALS_PER_MINUTE_PER_IP tokens refused. */
  "addressRefusalsExceeded",
  /** A token did not stand. */
  "tokensRefused",
  /** A client did not authenticate within WS_HANDSHAKE_TIMEOUT_MS. */
  "handshakesTimedOut",
  /** A client showed a second token, or sent more than one can need, before it had authenticated. */
  "handshakesAbused",
  /** A request did not arrive within its time-out, or its answer was not read. */
  "requestsTimedOut",
  /** A user had WS_MAX_SOCKETS_PER_USER sockets. */
  "userSocketsRefused",
  /** A socket was in WS_MAX_ROOMS_PER_SOCKET rooms. */
  "roomsRefused",
  /** A message was larger than WS_MAX_FRAME_BYTES. */
  "framesTooLarge",
  /** An event was larger than WS_MAX_MESSAGE_BYTES. */
  "eventsTooLarge",
  /** An event came faster than WS_EVENTS_PER_SECOND allows. */
  "eventsRateLimited",
  /** A socket went on after WS_MAX_REFUSED_EVENTS refusals and was disconnected. */
  "floodsDisconnected",
  /** Positions were held back from a reader with WS_CURSOR_UNREAD_BYTES unread, which gets the newest later. */
  "cursorsHeldBack",
  /** Job output was left out for a reader with a quarter of WS_MAX_BUFFERED_BYTES unread. */
  "outputsSkipped",
  /** A reader left WS_MAX_BUFFERED_BYTES unread and was disconnected. */
  "slowReadersDisconnected",
  /** A client gave no sign of life within WS_PING_TIMEOUT_MS. */
  "silentClientsDisconnected",
] as const;

export type LimitName = (typeof LIMIT_NAMES)[number];

/** How often each limit was met since this gateway started. */
export interface LimitCounters {
  count(name: LimitName): void;
  /** A copy; without anything that tells who it was. */
  read(): Record<LimitName, number>;
}

export function createLimitCounters(): LimitCounters {
  const counts = Object.fromEntries(LIMIT_NAMES.map((name) => [name, 0])) as Record<
    LimitName,
    number
  >;
  return {
    count(name) {
      counts[name] += 1;
    },
    read: () => ({ ...counts }),
  };
}
