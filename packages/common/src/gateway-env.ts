import { wholeNumber } from "./env-variables.js";

const MEBIBYTE = 1024 * 1024;
const MAX_COUNT = 1_000_000;
const MAX_MS = 600_000;

/**
 * How much one client, one user and one address may ask of a gateway. The counts are kept by each gateway
 * for itself, and `limits` of its `GET /health` tells how often each limit was met.
 */
export const gatewayLimitsEnv = {
  WS_MAX_MESSAGE_BYTES: wholeNumber(
    1024,
    16 * MEBIBYTE,
    524_288,
    "Largest client event that is handled",
  ),
  WS_MAX_FRAME_BYTES: wholeNumber(
    65_536,
    64 * MEBIBYTE,
    4 * MEBIBYTE,
    "Largest message that is read at all; beyond it the connection is closed",
  ),
  WS_EVENTS_PER_SECOND: wholeNumber(1, 100_000, 120, "Events per second that a socket may keep up"),
  WS_EVENT_BURST: wholeNumber(1, 100_000, 240, "Events that a socket may send at once"),
  WS_MAX_REFUSED_EVENTS: wholeNumber(
    1,
    MAX_COUNT,
    2000,
    "Events refused as too many after which a socket is disconnected; forgiven at WS_EVENTS_PER_SECOND",
  ),
  WS_MAX_ROOMS_PER_SOCKET: wholeNumber(1, 10_000, 50, "Projects that one socket may have joined"),
  WS_MAX_SOCKETS_PER_USER: wholeNumber(1, 100_000, 50, "Open sockets of one user on one gateway"),
  WS_MAX_SOCKETS_PER_IP: wholeNumber(
    0,
    MAX_COUNT,
    1000,
    "Open connections of one IP address (IPv6: of one /64) on one gateway; 0 is off",
  ),
  WS_MAX_PENDING_PER_IP: wholeNumber(
    0,
    MAX_COUNT,
    100,
    "Connections of one IP address that may authenticate at the same time, more wait their turn; 0 is off",
  ),
  WS_REFUSALS_PER_MINUTE_PER_IP: wholeNumber(
    0,
    MAX_COUNT,
    120,
    "Refused tokens of one IP address after which it gets 429 for the rest of the minute; 0 is off",
  ),
  WS_HANDSHAKE_TIMEOUT_MS: wholeNumber(
    100,
    MAX_MS,
    10_000,
    "How long a client may take for each step until it has authenticated: its request, its turn, its token",
  ),
  WS_REQUEST_TIMEOUT_MS: wholeNumber(
    100,
    MAX_MS,
    30_000,
    "How long a client that polls may take to send one request with its body, or leave an answer unread",
  ),
  WS_PING_INTERVAL_MS: wholeNumber(
    100,
    MAX_MS,
    5000,
    "How often clients are asked for a sign of life; together with WS_PING_TIMEOUT_MS at most 12000",
  ),
  WS_PING_TIMEOUT_MS: wholeNumber(
    100,
    MAX_MS,
    5000,
    "How long a client may take for its sign of life before it counts as gone",
  ),
  WS_CURSOR_UNREAD_BYTES: wholeNumber(
    1024,
    1024 * MEBIBYTE,
    16_384,
    "Unsent bytes at which a reader gets no cursors until it has read, and then the newest",
  ),
  WS_MAX_BUFFERED_BYTES: wholeNumber(
    MEBIBYTE,
    1024 * MEBIBYTE,
    4 * MEBIBYTE,
    "Unsent bytes at which a slow reader is disconnected; from a quarter of it on it gets no job output, and a join no replay",
  ),
  WS_REPLAY_LIMIT: wholeNumber(0, 10_000, 500, "Missed events that a join replays before `resync`"),
  CURSOR_TICK_MS: wholeNumber(5, 1000, 33, "How often cursor positions are sent"),
};
