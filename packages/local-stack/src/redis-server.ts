import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLogTail } from "./data-dir.js";
import { eventually } from "./eventually.js";
import { findFreePort, LOOPBACK_HOST } from "./free-port.js";
import { askRedis, type RedisAddress } from "./redis-protocol.js";
import { findOnPath, launchAs } from "./run-as.js";
import { isProcessAlive, startServerProcess, type ServerProcess } from "./server-process.js";

/** `server` is a redis-server or valkey-server of this machine, `embedded` the one written in JavaScript. */
export type RedisKind = "server" | "embedded";

/** A running Redis. */
export interface RedisServer {
  readonly kind: RedisKind;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly process: ServerProcess;
  /** Saves the data and stops. */
  stop(): Promise<void>;
}

/** What {@link startRedisServer} needs. */
export interface StartRedisOptions {
  /** Folder for the data; created where missing. */
  dir: string;
  logPath: string;
  password: string;
  preferredPort?: number | undefined;
  kind: RedisKind;
}

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 10_000;
const PORT_ATTEMPTS = 5;

/**
 * The Redis to use on this machine: what `LOCAL_REDIS=embedded` or `LOCAL_REDIS=server` asks for, else a redis-server
 * or valkey-server when there is one on PATH.
 */
export function chooseRedisKind(env: NodeJS.ProcessEnv): RedisKind {
  if (env["LOCAL_REDIS"] === "embedded") return "embedded";
  if (env["LOCAL_REDIS"] === "server") return "server";
  return findRedisBinary() === undefined ? "embedded" : "server";
}

function findRedisBinary(): string | undefined {
  return findOnPath("redis-server") ?? findOnPath("valkey-server");
}

/**
 * Starts a Redis on the loopback address that keeps its data in `dir`.
 *
 * One that a dead owner left running on the remembered port is told by its password and stopped first.
 *
 * @throws with the end of the server's log when it does not come up
 */
export async function startRedisServer(options: StartRedisOptions): Promise<RedisServer> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  if (options.preferredPort !== undefined)
    await stopOrphan({ ...options, port: options.preferredPort });
  let { preferredPort } = options;
  for (let attempt = 1; ; attempt += 1) {
    const address = { port: await findFreePort(preferredPort), password: options.password };
    const server = await launchServer(options, address);
    try {
      await waitUntilReady(server, address);
    } catch (error) {
      await server.stop("SIGKILL");
      // Another process may have taken the port between the probe and the start.
      if (attempt < PORT_ATTEMPTS) {
        preferredPort = undefined;
        continue;
      }
      const log = readLogTail(options.logPath);
      throw new Error(
        `Redis did not start: ${error instanceof Error ? error.message : error}\n${log}`,
        { cause: error },
      );
    }
    return {
      kind: options.kind,
      url: `redis://:${address.password}@${LOOPBACK_HOST}:${address.port}`,
      host: LOOPBACK_HOST,
      ...address,
      process: server,
      stop: () => server.stop("SIGTERM", STOP_TIMEOUT_MS),
    };
  }
}

async function launchServer(
  options: StartRedisOptions,
  address: RedisAddress,
): Promise<ServerProcess> {
  const { dir, kind } = options;
  const { launch, stdin } = kind === "server" ? realServer(address) : embeddedServer(dir, address);
  const logFd = openSync(options.logPath, "w", 0o600);
  try {
    return await startServerProcess(launchAs(launch, { paths: [], parentDeathSignal: "TERM" }), {
      logFd,
      stdin,
      cwd: dir,
    });
  } finally {
    closeSync(logFd);
  }
}

function realServer({ port, password }: RedisAddress) {
  const command = findRedisBinary();
  if (command === undefined) throw new Error("neither redis-server nor valkey-server is on PATH");
  // The working directory is the data directory already: a path in the file would need quoting.
  const configuration = [
    `bind ${LOOPBACK_HOST}`,
    `port ${port}`,
    `requirepass ${password}`,
    "dir ./",
    "appendonly yes",
    'save ""',
    "maxmemory-policy noeviction",
    "daemonize no",
  ];
  return { launch: { command, args: ["-"] }, stdin: `${configuration.join("\n")}\n` };
}

function embeddedServer(dir: string, { port, password }: RedisAddress) {
  // The same path from src and from dist: a child process of Node runs the compiled file.
  const entry = fileURLToPath(new URL("../dist/embedded-redis-main.js", import.meta.url));
  const snapshotPath = join(dir, "embedded-redis.snapshot");
  return {
    launch: { command: process.execPath, args: [entry] },
    stdin: JSON.stringify({ port, password, snapshotPath }),
  };
}

async function waitUntilReady(server: ServerProcess, address: RedisAddress): Promise<void> {
  await eventually(
    async () => {
      if (server.hasExited) return true;
      return (await askRedis(address, "PING")).startsWith("+PONG");
    },
    { timeoutMs: START_TIMEOUT_MS, intervalMs: 5, what: "Redis to answer" },
  );
  if (server.hasExited) throw new Error(`the server ended with ${await server.exited}`);
}

async function stopOrphan(
  options: RedisAddress & { kind: RedisKind; logPath: string },
): Promise<void> {
  const info = await askRedis(options, "INFO", "server").catch(() => undefined);
  if (info === undefined) return;
  const pid = Number(/^process_id:(\d+)/m.exec(info)?.[1]);
  await askRedis(options, "SHUTDOWN").catch(() => undefined);
  await eventually(
    async () =>
      (await askRedis(options, "PING").then(
        () => false,
        () => true,
      )) && !(pid > 1 && isProcessAlive(pid)),
    { timeoutMs: STOP_TIMEOUT_MS, what: "the Redis left running to stop" },
  );
}
