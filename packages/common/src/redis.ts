import { Redis, type RedisOptions } from "ioredis";
import { jittered } from "./jittered.js";
import type { Logger } from "./logger.js";

/** Longest wait for one answer before the command fails. */
const COMMAND_TIMEOUT_MS = 2000;
const MAX_RECONNECT_DELAY_MS = 1000;
/** How often a connection is asked whether it still works. */
const PING_INTERVAL_MS = 250;
/** How long it may say nothing at all until it does. */
const SILENCE_MS = 1000;
/** The same before it is ready: a Redis that loads its data is asked again only every few seconds. */
const OPENING_SILENCE_MS = 3000;
/** Longest wait for a connection to be accepted. */
const CONNECT_TIMEOUT_MS = 2000;
/** How long a connection that is given up may take to say goodbye. */
const DISCONNECT_TIMEOUT_MS = 200;

/** Of every connection, whatever it is for. */
export const CONNECTION_TIMEOUTS = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
} satisfies RedisOptions;

/** Where Redis is: a URL, or host, port and password. */
export interface RedisAddress {
  url?: string | undefined;
  host: string;
  port: number;
  password?: string | undefined;
}

/** Delay before reconnect attempt number `attempt` (from 1), in milliseconds. Never gives up. */
export function reconnectDelayMs(attempt: number): number {
  return jittered(Math.min(50 * 2 ** Math.min(attempt, 10), MAX_RECONNECT_DELAY_MS));
}

/** ioredis options for an address, without any behaviour. */
export function redisAddressOptions(address: RedisAddress): RedisOptions {
  // Family 0 resolves both IPv4 and IPv6: private networks such as Railway's are IPv6 only.
  if (address.url === undefined)
    return {
      host: address.host,
      port: address.port,
      family: 0,
      ...(address.password === undefined ? {} : { password: address.password }),
    };
  const url = new URL(address.url);
  const database = url.pathname.slice(1);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 6379 : Number(url.port),
    family: 0,
    ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
    ...(database === "" ? {} : { db: Number(database) }),
    ...(url.protocol === "rediss:" ? { tls: {} } : {}),
  };
}

interface ConnectOptions {
  address: RedisAddress;
  logger: Logger;
  /** What the connection is for, in logs and in `CLIENT LIST`. */
  purpose: string;
}

/**
 * A connection for commands: while Redis is away every command fails at once, so that callers fall
 * back (to PostgreSQL, to memory) instead of hanging.
 */
export function connectRedis({ address, logger, purpose }: ConnectOptions): Redis {
  const redis = new Redis({
    ...redisAddressOptions(address),
    connectionName: purpose,
    ...CONNECTION_TIMEOUTS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: reconnectDelayMs,
  });
  return watchConnection(replaceWhenSilent(redis), logger, purpose);
}

/** A connection for subscriptions, which ioredis renews by itself after a reconnect. */
export function connectSubscriber({ address, logger, purpose }: ConnectOptions): Redis {
  const redis = new Redis({
    ...redisAddressOptions(address),
    connectionName: purpose,
    ...CONNECTION_TIMEOUTS,
    maxRetriesPerRequest: null,
    retryStrategy: reconnectDelayMs,
  });
  return watchConnection(replaceWhenSilent(redis), logger, purpose);
}

/**
 * Replaces a connection that has fallen silent, as when a network drops packets without a word: until then each
 * command would wait for its time-out, and a subscriber would hear nothing and not know it. Not for connections
 * that block.
 */
export function replaceWhenSilent(redis: Redis): Redis {
  /** When an answer was last waited for in vain, and what had been received by then. */
  let asked: { at: number; bytesRead: number } | null = null;
  const answered = (): void => {
    asked = null;
  };
  const ask = (): void => {
    asked = { at: performance.now(), bytesRead: countBytesRead(redis) };
  };
  const timer = setInterval(() => {
    // Before it is ready, the answers to what ioredis asks by itself are waited for in the same way.
    const isOpening = redis.status === "connect";
    if (redis.status !== "ready" && !isOpening) answered();
    else if (asked === null) {
      ask();
      if (!isOpening) redis.ping().then(answered, answered);
    } else if (performance.now() - asked.at > (isOpening ? OPENING_SILENCE_MS : SILENCE_MS)) {
      // Not at once: what has come while this process stood still must be read first.
      setImmediate(() => {
        if (asked === null) return;
        // Whatever comes before the answer shows that the connection works.
        if (countBytesRead(redis) !== asked.bytesRead) return ask();
        answered();
        redis.disconnect(true);
      });
    }
  }, PING_INTERVAL_MS);
  timer.unref();
  redis.on("ready", answered);
  redis.once("end", () => clearInterval(timer));
  return redis;
}

/** ioredis does not type its stream, and has none while it is not connected. */
const countBytesRead = (redis: Redis): number =>
  (redis as unknown as { stream?: { bytesRead: number } }).stream?.bytesRead ?? 0;

/** Logs the changes of a connection's state, each once: a long outage is one line, not thousands. */
export function watchConnection(redis: Redis, logger: Logger, purpose: string): Redis {
  let isDown = false;
  redis.on("error", (error: Error) => {
    if (!isDown) logger.warn({ err: error, purpose }, "Redis is unreachable");
    isDown = true;
  });
  redis.on("ready", () => {
    if (isDown) logger.info({ purpose }, "Redis is back");
    isDown = false;
  });
  return redis;
}
