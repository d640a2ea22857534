import { Redis, type RedisOptions } from "ioredis";
import { jittered } from "./jittered.js";
import type { Logger } from "./logger.js";

/** Longest wait for one answer before the command fails. */
const COMMAND_TIMEOUT_MS = 2000;
const MAX_RECONNECT_DELAY_MS = 1000;
/** How often a connection is asked whether it still works. */
const PING_INTERVAL_MS = 250;
/** How long it may take to say so. */
const SILENCE_MS = 1000;
/** How long a connection that is given up may take to say goodbye. */
const DISCONNECT_TIMEOUT_MS = 200;

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
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
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
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: reconnectDelayMs,
  });
  return watchConnection(replaceWhenSilent(redis), logger, purpose);
}

/**
 * Replaces a connection that has fallen silent, as when a network drops packets without a word: until then each
 * command would wait for its time-out, and a subscriber would hear nothing and not know it.
 */
function replaceWhenSilent(redis: Redis): Redis {
  let askedAt: number | null = null;
  const answered = (): void => {
    askedAt = null;
  };
  const timer = setInterval(() => {
    // Before it is ready, the answer to what ioredis asks first is waited for in the same way.
    const isOpening = redis.status === "connect";
    if (redis.status !== "ready" && !isOpening) answered();
    else if (askedAt === null) {
      askedAt = performance.now();
      if (isOpening) redis.once("ready", answered);
      else redis.ping().then(answered, answered);
    } else if (performance.now() - askedAt > SILENCE_MS) {
      // Not at once: an answer that has come while this process stood still must be read first.
      setImmediate(() => {
        if (askedAt === null) return;
        answered();
        redis.disconnect(true);
      });
    }
  }, PING_INTERVAL_MS);
  timer.unref();
  redis.once("end", () => clearInterval(timer));
  return redis;
}

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
