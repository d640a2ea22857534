import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { RedisKind } from "./redis-server.js";

/** Raised when the messages change: a daemon of another version is not spoken to. */
export const PROTOCOL_VERSION = 1;

/** What a holder says to the daemon. */
export type HolderMessage =
  | { type: "hold"; token: string; needsPostgres: boolean; needsRedis: boolean }
  | { type: "release" };

/** What the daemon says to a holder. */
export type DaemonMessage =
  | { type: "progress"; message: string }
  | { type: "ready"; databaseUrl?: string; redis?: RedisConnection }
  | { type: "failed"; message: string };

/** How to reach the Redis of the stack. */
export interface RedisConnection {
  kind: RedisKind;
  url: string;
  host: string;
  port: number;
  password: string;
}

/** What the daemon of a data directory is started with. */
export interface DaemonOptions {
  dataDir: string;
  isDurable: boolean;
  redisKind: RedisKind;
}

/** What the daemon leaves in the data directory while it runs. */
export interface DaemonRecord {
  pid: number;
  socketPath: string;
  protocolVersion: number;
}

/** The file of {@link DaemonRecord}; a daemon whose file is removed stops. */
export function daemonRecordPath(dataDir: string): string {
  return join(dataDir, "daemon.json");
}

/** Reads the record of the daemon that runs, or ran last, on the data directory. */
export function readDaemonRecord(dataDir: string): DaemonRecord | undefined {
  try {
    return JSON.parse(readFileSync(daemonRecordPath(dataDir), "utf8")) as DaemonRecord;
  } catch {
    return undefined;
  }
}

/**
 * Where the daemon of a data directory listens: a folder of this user in the temporary directory, since a socket path
 * is limited to 108 bytes and some shared folders hold no sockets. A named pipe on Windows.
 *
 * @throws when somebody else owns the folder
 */
export function createSocketPath(dataDir: string): string {
  const name = hashDataDir(dataDir);
  if (process.platform === "win32") return `\\\\.\\pipe\\workspace-stack-${name}`;
  const { uid } = userInfo();
  const folder = join(tmpdir(), `workspace-stack-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  if (!status.isDirectory() || status.uid !== uid)
    throw new Error(`${folder} belongs to another user`);
  chmodSync(folder, 0o700);
  return join(folder, `${name}.sock`);
}

/**
 * A name that only one process at a time can listen on and that the kernel frees when it dies, on Linux: an abstract
 * socket (unix(7)). Nothing is served there; it is the lock of the data directory.
 */
export function lockName(dataDir: string): string | undefined {
  return process.platform === "linux" ? `\0workspace-stack-${hashDataDir(dataDir)}` : undefined;
}

function hashDataDir(dataDir: string): string {
  const HASH_LENGTH = 24;
  return createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, HASH_LENGTH);
}

/** Sends one message: a line of JSON. */
export function sendMessage(socket: Socket, message: HolderMessage | DaemonMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onMessage` for each message that arrives on the socket. */
export function readMessages<T extends HolderMessage | DaemonMessage>(
  socket: Socket,
  onMessage: (message: T) => void,
): void {
  let buffered = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    buffered += chunk;
    const lines = buffered.split("\n");
    buffered = lines.pop() ?? "";
    for (const line of lines) onMessage(JSON.parse(line) as T);
  });
}
