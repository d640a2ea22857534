// The environment that the services run in: what the caller set, and the local stack for what is missing.
import { connect } from "node:net";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError, importPackage, progress, rootDir } from "./workspace.mjs";

const DEFAULT_REDIS_PORT = 6379;
const PROBE_TIMEOUT_MS = 5_000;
const HOLD_AGAIN_ATTEMPTS = 5;

/**
 * Completes the environment: a PostgreSQL of the local stack unless `DATABASE_URL` names one, a Redis unless `REDIS_URL`
 * or `REDIS_HOST` does, a secret for tokens unless `JWT_SECRET` or `JWT_SECRET_FILE` is set, and a folder for what the
 * sandbox builds once unless `SANDBOX_CACHE_DIR` is.
 *
 * @param {{ needsRedis?: boolean, onGivenUp?: (error: Error) => void }} options
 * @throws {CommandError} when a server that the caller named does not answer, or the local one does not start
 */
export async function provideEnvironment({ needsRedis = true, onGivenUp } = {}) {
  const dataDir = resolve(rootDir, process.env.DATA_DIR || ".data");
  const hasPostgres = Boolean(process.env.DATABASE_URL);
  const hasRedis = !needsRedis || Boolean(process.env.REDIS_URL || process.env.REDIS_HOST);
  if (needsRedis && hasRedis) await probeRedis();

  let lease;
  let isReleased = false;
  const hold = async () => {
    const { holdServers } = await importPackage("local-stack", "hold-stack");
    return holdServers({
      dataDir,
      needsPostgres: !hasPostgres,
      needsRedis: !hasRedis,
      onProgress: progress,
      onLost: () => void holdAgain(),
    });
  };
  // The process that owns the servers died: they come back on the same ports, and the services reconnect.
  const holdAgain = async () => {
    for (let attempt = 1; attempt <= HOLD_AGAIN_ATTEMPTS; attempt += 1) {
      if (isReleased) return;
      progress("the local PostgreSQL and Redis are gone; starting them again");
      try {
        const next = await hold();
        if (isReleased) {
          await next.release();
          return;
        }
        if (next.databaseUrl !== lease.databaseUrl || next.redis?.url !== lease.redis?.url) {
          throw new CommandError("the local stack came back on other ports");
        }
        lease = next;
        return;
      } catch (error) {
        if (attempt === HOLD_AGAIN_ATTEMPTS || error instanceof CommandError) {
          onGivenUp?.(error);
          return;
        }
        await delay(attempt * 1_000);
      }
    }
  };
  if (!hasPostgres || !hasRedis) lease = await hold();

  const env = { ...process.env };
  // The services share this machine, and could not all have it.
  delete env.METRICS_PORT;
  if (lease?.databaseUrl) env.DATABASE_URL = lease.databaseUrl;
  if (lease?.redis) {
    env.REDIS_URL = lease.redis.url;
    for (const name of ["REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD"]) delete env[name];
  }
  if (!env.JWT_SECRET && !env.JWT_SECRET_FILE) {
    const { createSecretFile } = await importPackage("local-stack", "data-dir");
    env.JWT_SECRET_FILE = createSecretFile(dataDir, "jwt-secret");
    env.JWT_SECRET_PREVIOUS_FILE ||= `${env.JWT_SECRET_FILE}-previous`;
    env.JWT_SECRET_NEXT_FILE ||= `${env.JWT_SECRET_FILE}-next`;
  }
  env.SANDBOX_CACHE_DIR ||= join(dataDir, "sandbox");
  return {
    env,
    dataDir,
    postgres: describe(env.DATABASE_URL, lease?.databaseUrl && "local"),
    redis: describe(
      env.REDIS_URL ?? `redis://${env.REDIS_HOST}:${env.REDIS_PORT || DEFAULT_REDIS_PORT}`,
      lease?.redis?.kind,
    ),
    async release() {
      isReleased = true;
      await lease?.release();
    },
  };
}

/** The port of each service: `HTTP_PORT`, `WS_PORT`, `WORKER_PORT`, or the usual ones. */
export function readPorts() {
  return {
    "http-backend": readPort("HTTP_PORT", 3000),
    "websocket-backend": readPort("WS_PORT", 3001),
    "worker-backend": readPort("WORKER_PORT", 3002),
  };
}

function readPort(variable, fallback) {
  const MAX_PORT = 65_535;
  const port = Number(process.env[variable] || fallback);
  if (Number.isInteger(port) && port > 0 && port <= MAX_PORT) return port;
  throw new CommandError(`${variable} is not a port: ${process.env[variable]}`);
}

/** A URL without its credentials, and what kind of server answers there. */
function describe(url, kind) {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}${kind ? `  (${kind === "server" ? "local" : kind})` : ""}`;
  } catch {
    return "";
  }
}

/** Services start without Redis and wait for it; here a wrong address is better told at once. */
async function probeRedis() {
  const { REDIS_URL, REDIS_HOST, REDIS_PORT } = process.env;
  const url = new URL(REDIS_URL || `redis://${REDIS_HOST}:${REDIS_PORT || DEFAULT_REDIS_PORT}`);
  const port = Number(url.port || DEFAULT_REDIS_PORT);
  await new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port });
    const fail = (reason) => {
      socket.destroy();
      reject(new CommandError(`cannot reach Redis at ${url.hostname}:${port}: ${reason}`));
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => fail("no answer"));
    socket.once("error", (error) => fail(error.message));
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}
