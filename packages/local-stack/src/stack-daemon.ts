/**
 * Entry point of the process that owns the PostgreSQL and the Redis of one data directory.
 *
 * It runs detached from whoever started it and lives as long as somebody holds a lease, which is a connection to its
 * socket: a holder that dies, however it dies, loses its lease. Started by `hold-stack` with its options as JSON in the
 * first argument.
 */
import { timingSafeEqual } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { createServer, connect, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { readOrCreateSecret, readRememberedPorts, rememberPorts, writeWhole } from "./data-dir.js";
import { keepServer } from "./kept-server.js";
import { startPostgres } from "./postgres-server.js";
import { startRedisServer } from "./redis-server.js";
import {
  createSocketPath,
  daemonRecordPath,
  lockName,
  PROTOCOL_VERSION,
  readMessages,
  sendMessage,
  type DaemonOptions,
  type DaemonRecord,
  type HolderMessage,
} from "./stack-protocol.js";

/** How long a lease that was dropped without a word keeps the servers up: a holder that restarts finds them warm. */
const GRACE_MS = 3_000;
/** How long a daemon waits for its predecessor to finish stopping. */
const LOCK_TIMEOUT_MS = 30_000;
const FIRST_LEASE_TIMEOUT_MS = 15_000;
const RECORD_CHECK_INTERVAL_MS = 2_000;

const options = JSON.parse(process.argv[2] ?? "{}") as DaemonOptions;
const { dataDir } = options;
const token = readOrCreateSecret(dataDir, "daemon-token");
const socketPath = createSocketPath(dataDir);
const log = (message: string) =>
  void process.stdout.write(`${new Date().toISOString()} ${message}\n`);

if (await becomeOnlyDaemon()) await serve();
else process.exit(0);

/** Settles with true once this is the daemon of the data directory, with false when another one serves it. */
async function becomeOnlyDaemon(): Promise<boolean> {
  const name = lockName(dataDir);
  if (name === undefined) return !(await isServed());
  const deadline = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    if (
      await listen(createServer(), name).then(
        () => true,
        () => false,
      )
    )
      return true;
    if ((await isServed()) || performance.now() > deadline) return false;
    await delay(50);
  }
}

function isServed(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socketPath, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on("error", () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}

async function serve(): Promise<void> {
  const leases = new Set<Socket>();
  let isStopping = false;
  let graceTimer: NodeJS.Timeout | undefined;

  const broadcast = (message: string) => {
    log(message);
    for (const lease of leases) sendMessage(lease, { type: "progress", message });
  };
  const giveUp = (error: Error) => {
    log(`giving up: ${error.message}`);
    void stop(1);
  };
  const postgres = keepServer({
    name: "PostgreSQL",
    log,
    onGivenUp: giveUp,
    start: async () => {
      const server = await startPostgres({
        dataDir,
        isDurable: options.isDurable,
        preferredPort: readRememberedPorts(dataDir).postgres,
        onProgress: broadcast,
      });
      rememberPorts(dataDir, { postgres: server.port });
      return server;
    },
  });
  const redis = keepServer({
    name: "Redis",
    log,
    onGivenUp: giveUp,
    start: async () => {
      const server = await startRedisServer({
        dir: join(dataDir, "redis"),
        logPath: join(dataDir, "logs", "redis.log"),
        password: readOrCreateSecret(dataDir, "redis-password"),
        kind: options.redisKind,
        preferredPort: readRememberedPorts(dataDir).redis,
      });
      rememberPorts(dataDir, { redis: server.port });
      return server;
    },
  });

  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    readMessages<HolderMessage>(socket, (message) => {
      if (message.type === "hold") void hold(socket, message);
      else release(socket);
    });
    socket.on("close", () => {
      if (!leases.delete(socket)) return;
      if (leases.size === 0) scheduleStop(GRACE_MS);
    });
  });

  async function hold(
    socket: Socket,
    message: Extract<HolderMessage, { type: "hold" }>,
  ): Promise<void> {
    if (!isToken(message.token)) {
      socket.destroy();
      return;
    }
    if (isStopping) return;
    leases.add(socket);
    clearTimeout(graceTimer);
    try {
      const [database, cache] = await Promise.all([
        message.needsPostgres ? postgres.ensure() : undefined,
        message.needsRedis ? redis.ensure() : undefined,
      ]);
      sendMessage(socket, {
        type: "ready",
        ...(database && { databaseUrl: database.databaseUrl }),
        ...(cache && {
          redis: {
            kind: cache.kind,
            url: cache.url,
            host: cache.host,
            port: cache.port,
            password: cache.password,
          },
        }),
      });
    } catch (error) {
      log(inspect(error));
      sendMessage(socket, {
        type: "failed",
        message: error instanceof Error ? error.message : String(error),
      });
      release(socket);
    }
  }

  function release(socket: Socket): void {
    leases.delete(socket);
    if (leases.size > 0) socket.end();
    // The connection of the last holder stays open until everything is down, which is what it waits for.
    else void stop(0).finally(() => socket.end());
  }

  function scheduleStop(afterMs: number): void {
    clearTimeout(graceTimer);
    graceTimer = setTimeout(() => void stop(0), afterMs);
  }

  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    clearTimeout(graceTimer);
    // Whoever comes now finds nobody listening, starts a daemon, and that one waits for the lock.
    server.close();
    rmSync(daemonRecordPath(dataDir), { force: true });
    await Promise.allSettled([postgres.stop(), redis.stop()]);
    log("stopped");
    process.exitCode = exitCode;
    setImmediate(() => process.exit());
  }

  if (process.platform !== "win32") rmSync(socketPath, { force: true });
  await listen(server, socketPath);
  writeWhole(
    daemonRecordPath(dataDir),
    JSON.stringify({
      pid: process.pid,
      socketPath,
      protocolVersion: PROTOCOL_VERSION,
    } satisfies DaemonRecord),
  );
  log(`serving ${dataDir}`);
  scheduleStop(FIRST_LEASE_TIMEOUT_MS);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => void stop(0));
  setInterval(() => {
    if (!existsSync(daemonRecordPath(dataDir))) void stop(0);
  }, RECORD_CHECK_INTERVAL_MS);
}

function isToken(candidate: unknown): boolean {
  const given = Buffer.from(String(candidate));
  const expected = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
