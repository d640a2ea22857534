import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openDataDir, readLogTail, readOrCreateSecret } from "./data-dir.js";
import { chooseRedisKind, type RedisKind } from "./redis-server.js";
import {
  createSocketPath,
  PROTOCOL_VERSION,
  readDaemonRecord,
  readMessages,
  sendMessage,
  type DaemonMessage,
  type DaemonOptions,
  type RedisConnection,
} from "./stack-protocol.js";

/** Which servers to hold, and on which data directory. */
export interface HoldOptions {
  dataDir: string;
  /** `false` trades durability for speed, for tests; it counts for the first holder, who starts the servers. */
  isDurable?: boolean;
  /** Without it, `LOCAL_REDIS` and what is on PATH decide; it counts for the first holder. */
  redisKind?: RedisKind;
  /** One line for each long step. */
  onProgress?: (message: string) => void;
  /** Called when the lease was lost without being released: the process that owns the servers died. */
  onLost?: () => void;
}

/** A lease on the PostgreSQL and the Redis of a data directory. */
export interface Stack extends Lease {
  readonly databaseUrl: string;
  readonly redis: RedisConnection;
  readonly redisUrl: string;
}

/** A lease on those servers that were asked for. */
export interface Lease {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly redis?: RedisConnection;
  /** Gives the lease back. When it was the last one, settles after both servers are down. */
  release(): Promise<void>;
}

const HOLD_TIMEOUT_MS = 120_000;
const RELEASE_TIMEOUT_MS = 30_000;
const RETRY_INTERVAL_MS = 25;

/**
 * Brings up PostgreSQL and Redis for a data directory, or joins the holders of those that run already.
 *
 * The servers stay up while anyone holds them and stop when the last holder releases, or a few seconds after it died.
 * The lease does not keep this process alive.
 *
 * @throws with one line for people when a server does not come up
 */
export async function holdStack(options: HoldOptions): Promise<Stack> {
  const lease = await holdServers({ ...options, needsPostgres: true, needsRedis: true });
  const { databaseUrl, redis } = lease;
  if (databaseUrl === undefined || redis === undefined)
    throw new Error("the local stack is incomplete");
  return { ...lease, databaseUrl, redis, redisUrl: redis.url };
}

/** As {@link holdStack}, with only those servers that the caller has no other of. */
export async function holdServers(
  options: HoldOptions & { needsPostgres: boolean; needsRedis: boolean },
): Promise<Lease> {
  const dataDir = openDataDir(options.dataDir);
  const token = readOrCreateSecret(dataDir, "daemon-token");
  const deadline = performance.now() + HOLD_TIMEOUT_MS;
  let daemon: ChildProcess | undefined;
  while (performance.now() < deadline) {
    const socket = await connectToDaemon(dataDir);
    if (socket) {
      const ready = await requestLease(socket, options, token);
      if (ready) return createLease(dataDir, socket, ready, options.onLost);
    } else if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) {
      if (daemon?.exitCode)
        throw new Error(`the local stack did not start:\n${readLogTail(daemonLogPath(dataDir))}`);
      daemon = spawnDaemon({
        dataDir,
        isDurable: options.isDurable ?? true,
        redisKind: options.redisKind ?? chooseRedisKind(process.env),
      });
    }
    await delay(RETRY_INTERVAL_MS);
  }
  throw new Error(`the local stack did not start in time:\n${readLogTail(daemonLogPath(dataDir))}`);
}

function connectToDaemon(dataDir: string): Promise<Socket | undefined> {
  const record = readDaemonRecord(dataDir);
  if (record && record.protocolVersion !== PROTOCOL_VERSION) {
    throw new Error(
      `another version of this program runs on ${dataDir}: stop it first (process ${record.pid})`,
    );
  }
  return new Promise((resolve) => {
    const socket = connect(record?.socketPath ?? createSocketPath(dataDir), () => resolve(socket));
    socket.on("error", () => resolve(undefined));
  });
}

/** Settles with undefined when the daemon hangs up, because it is about to stop: the caller starts anew. */
function requestLease(
  socket: Socket,
  options: HoldOptions & { needsPostgres: boolean; needsRedis: boolean },
  token: string,
): Promise<Extract<DaemonMessage, { type: "ready" }> | undefined> {
  return new Promise((resolve, reject) => {
    socket.once("close", () => resolve(undefined));
    readMessages<DaemonMessage>(socket, (message) => {
      if (message.type === "progress") options.onProgress?.(message.message);
      else if (message.type === "failed") reject(new Error(message.message));
      else resolve(message);
    });
    const { needsPostgres, needsRedis } = options;
    sendMessage(socket, { type: "hold", token, needsPostgres, needsRedis });
  });
}

function createLease(
  dataDir: string,
  socket: Socket,
  { databaseUrl, redis }: Extract<DaemonMessage, { type: "ready" }>,
  onLost: (() => void) | undefined,
): Lease {
  let isReleased = false;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  void closed.then(() => {
    if (!isReleased) onLost?.();
  });
  socket.unref();
  return {
    dataDir,
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(redis !== undefined && { redis }),
    async release() {
      if (!isReleased) {
        isReleased = true;
        socket.ref();
        sendMessage(socket, { type: "release" });
      }
      const timer = setTimeout(() => socket.destroy(), RELEASE_TIMEOUT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

function spawnDaemon(options: DaemonOptions): ChildProcess {
  // The same path from src and from dist: a child process of Node runs the compiled file.
  const entry = fileURLToPath(new URL("../dist/stack-daemon.js", import.meta.url));
  if (!existsSync(entry)) throw new Error("packages/local-stack is not built: run `npm run build`");
  const logFd = openSync(daemonLogPath(options.dataDir), "a", 0o600);
  try {
    const daemon = spawn(process.execPath, [entry, JSON.stringify(options)], {
      detached: true,
      stdio: ["ignore", logFd, logFd],
      cwd: options.dataDir,
      // Nothing of the caller's (inspector ports, loaders, secrets) is meant for the daemon.
      env: { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], HOME: process.env["HOME"] },
    });
    daemon.on("error", () => undefined);
    daemon.unref();
    return daemon;
  } finally {
    closeSync(logFd);
  }
}

const daemonLogPath = (dataDir: string): string => join(dataDir, "logs", "daemon.log");
