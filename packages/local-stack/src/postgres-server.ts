import { execFile } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { readLogTail, readOrCreateSecret } from "./data-dir.js";
import { eventually } from "./eventually.js";
import { findFreePort, LOOPBACK_HOST } from "./free-port.js";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.js";
import { findServerAccount, launchAs, type Account } from "./run-as.js";
import { isProcessAlive, startServerProcess, type ServerProcess } from "./server-process.js";

/** A running PostgreSQL of a data directory. */
export interface PostgresServer {
  /** Of the role that owns the database {@link DATABASE_NAME}; it may create databases, and is no superuser. */
  readonly databaseUrl: string;
  readonly port: number;
  readonly process: ServerProcess;
  /** Ends all sessions, writes a checkpoint and stops. */
  stop(): Promise<void>;
}

/** What {@link startPostgres} needs. */
export interface StartPostgresOptions {
  /** As returned by `openDataDir`; the cluster lives in its folder `postgres`. */
  dataDir: string;
  preferredPort?: number | undefined;
  /** Trades durability for speed: for tests only, whose data nobody misses after a power cut. */
  isDurable: boolean;
  onProgress?: (message: string) => void;
}

const DATABASE_NAME = "workspace";
const ROLE_NAME = "workspace";
const SUPERUSER = "postgres";
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const START_ATTEMPTS = 6;
const RETRY_DELAY_MS = 200;
/** Another process took the port between the probe and the start. */
const PORT_TAKEN = "could not bind";
/** That, or the last processes of a server that was killed are still going. */
const PASSING_FAILURE = new RegExp(
  `${PORT_TAKEN}|pre-existing shared memory block|lock file .* already exists`,
);
/** The file that a running server leaves in its cluster, and line numbers in it (PostgreSQL's src/include/utils/pidfile.h), from 0. */
const PID_FILE = "postmaster.pid";
const PID_LINE = 0;
const STATUS_LINE = 7;
/** What was committed still outlives a killed server, though not a power cut. */
const FAST_BUT_NOT_DURABLE = ["fsync=off", "full_page_writes=off"];

const run = promisify(execFile);

/**
 * Starts PostgreSQL on the loopback address, creating the cluster, the role and the database on first use.
 *
 * A server that a dead owner left running on the same cluster is stopped first.
 *
 * @throws with the end of the server's log when it does not come up
 */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const { dataDir } = options;
  const clusterDir = join(dataDir, "postgres");
  const binaries = await findPostgresBinaries();
  const account = findServerAccount(clusterDir);
  const password = readOrCreateSecret(dataDir, "postgres-password");
  if (!existsSync(join(clusterDir, "PG_VERSION"))) {
    options.onProgress?.("creating the PostgreSQL cluster");
    await createCluster({ clusterDir, binaries, account, password, isDurable: options.isDurable });
  }
  await stopOrphan(clusterDir);

  let { preferredPort } = options;
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort(preferredPort);
    const server = await launchServer({ ...options, clusterDir, binaries, account, port });
    try {
      await waitUntilReady(clusterDir, server);
      await createRoleAndDatabase(port, password);
    } catch (error) {
      await server.stop("SIGINT", STOP_TIMEOUT_MS);
      const log = readLogTail(join(dataDir, "logs", "postgres.log"));
      if (attempt < START_ATTEMPTS && PASSING_FAILURE.test(log)) {
        if (log.includes(PORT_TAKEN)) preferredPort = undefined;
        await delay(attempt * RETRY_DELAY_MS);
        continue;
      }
      throw new Error(
        `PostgreSQL did not start: ${error instanceof Error ? error.message : error}\n${log}`,
        { cause: error },
      );
    }
    return {
      databaseUrl: `postgresql://${ROLE_NAME}:${password}@${LOOPBACK_HOST}:${port}/${DATABASE_NAME}`,
      port,
      process: server,
      stop: () => server.stop("SIGINT", STOP_TIMEOUT_MS),
    };
  }
}

async function createCluster(options: {
  clusterDir: string;
  binaries: PostgresBinaries;
  account: Account | undefined;
  password: string;
  isDurable: boolean;
}): Promise<void> {
  const { clusterDir, binaries, account } = options;
  // Built beside its final place, so that a cluster that exists is a whole one.
  const draft = `${clusterDir}.new`;
  const passwordFile = `${draft}-password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(clusterDir, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  const initdb = launchAs(
    {
      command: binaries.initdb,
      args: [
        `--pgdata=${draft}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order and case rules on every machine, whatever locales it has.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
        ...(options.isDurable ? [] : ["--no-sync"]),
      ],
    },
    { account, paths: [binaries.initdb, draft], parentDeathSignal: "KILL" },
  );
  try {
    await run(initdb.command, initdb.args, { cwd: draft, env: serverEnvironment() });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`initdb failed: ${stderr?.trim() || (error as Error).message}`, {
      cause: error,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, clusterDir);
}

async function launchServer(
  options: StartPostgresOptions & {
    clusterDir: string;
    binaries: PostgresBinaries;
    account: Account | undefined;
    port: number;
  },
): Promise<ServerProcess> {
  const { clusterDir, binaries } = options;
  const settings = [
    `listen_addresses=${LOOPBACK_HOST}`,
    `port=${options.port}`,
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=64MB",
    "jit=off",
    ...(options.isDurable ? [] : FAST_BUT_NOT_DURABLE),
  ];
  const launch = launchAs(
    {
      command: binaries.postgres,
      args: ["-D", clusterDir, ...settings.flatMap((setting) => ["-c", setting])],
    },
    { account: options.account, paths: [binaries.postgres, clusterDir], parentDeathSignal: "INT" },
  );
  const logFd = openSync(join(options.dataDir, "logs", "postgres.log"), "w", 0o600);
  try {
    return await startServerProcess(launch, { logFd, cwd: clusterDir, env: serverEnvironment() });
  } finally {
    closeSync(logFd);
  }
}

/** Settings of the caller's own PostgreSQL (PGDATA, PGPORT, ...) must not reach this server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };
}

async function waitUntilReady(clusterDir: string, server: ServerProcess): Promise<void> {
  await eventually(
    () => {
      if (server.hasExited) return true;
      const status = readPidFile(clusterDir);
      return status?.pid === server.pid && status.isReady;
    },
    { timeoutMs: START_TIMEOUT_MS, intervalMs: 10, what: "PostgreSQL to accept connections" },
  );
  if (server.hasExited) throw new Error(`the server ended with ${await server.exited}`);
}

function readPidFile(clusterDir: string): { pid: number; isReady: boolean } | undefined {
  try {
    const lines = readFileSync(join(clusterDir, PID_FILE), "utf8").split("\n");
    const pid = Number(lines[PID_LINE]);
    return Number.isInteger(pid) && pid > 1
      ? { pid, isReady: lines[STATUS_LINE]?.trim() === "ready" }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops the server that still holds the cluster although its owner died, where the kernel did not do so.
 *
 * Only a process that is PostgreSQL on this very cluster is signalled, since process ids are reused. A postmaster.pid
 * that names any other is removed: PostgreSQL itself would take that process for a server. Should some of its processes
 * still live, it notices by the shared memory.
 */
async function stopOrphan(clusterDir: string): Promise<void> {
  const orphan = readPidFile(clusterDir);
  if (!orphan) return;
  if (!isProcessAlive(orphan.pid) || !(await isPostgresOf(clusterDir, orphan.pid))) {
    rmSync(join(clusterDir, PID_FILE), { force: true });
    return;
  }
  process.kill(orphan.pid, "SIGINT");
  await eventually(() => !isProcessAlive(orphan.pid), {
    timeoutMs: STOP_TIMEOUT_MS,
    what: `the PostgreSQL left running as process ${orphan.pid} to stop`,
  });
}

async function isPostgresOf(clusterDir: string, pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(clusterDir);
    } catch {
      return false;
    }
  }
  const listing = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({
    stdout: "",
  }));
  return listing.stdout.includes(clusterDir);
}

async function createRoleAndDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({
    host: LOOPBACK_HOST,
    port,
    user: SUPERUSER,
    password,
    database: "postgres",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount: roles } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [
      ROLE_NAME,
    ]);
    if (roles === 0) {
      await client.query(
        `CREATE ROLE ${ROLE_NAME} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
    const { rowCount: databases } = await client.query(
      "SELECT 1 FROM pg_database WHERE datname = $1",
      [DATABASE_NAME],
    );
    if (databases === 0) await client.query(`CREATE DATABASE ${DATABASE_NAME} OWNER ${ROLE_NAME}`);
  } finally {
    await client.end();
  }
}
