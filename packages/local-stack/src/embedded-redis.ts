import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { deserialize, serialize } from "node:v8";
import {
  ClientSession,
  createRedisCommandExecutor,
  defineCommand,
  redisCommandDefinitions,
  RedisServerState,
  Resp2SessionAdapter,
  t,
  type KeyspaceEntry,
} from "js-redis-server/core";
import { writeWhole } from "./data-dir.js";
import { SocketTransport } from "./embedded-redis-transport.js";
import { shareValues } from "./embedded-redis-values.js";
import { LOOPBACK_HOST } from "./free-port.js";

/** A Redis that runs inside this process and speaks the protocol over TCP. */
export interface EmbeddedRedis {
  readonly port: number;
  /** Disconnects the clients, writes the last snapshot and stops. */
  close(): Promise<void>;
}

/** What {@link startEmbeddedRedis} needs. */
export interface EmbeddedRedisOptions {
  /** 0 takes any free port. */
  port: number;
  password: string;
  /** File that the data is loaded from and saved to; without one nothing outlives the process. */
  snapshotPath?: string | undefined;
}

/** At most this much of the writes is lost in a crash, as with Redis' own `appendfsync everysec`. */
const SNAPSHOT_INTERVAL_MS = 1_000;

/**
 * Starts js-redis-server on the loopback address with a password, with BRPOPLPUSH (which Bull takes jobs with and the
 * package lacks) and with a snapshot of the data on disk.
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  shareValues();
  const state = new RedisServerState({ requirepass: options.password });
  const executor = createRedisCommandExecutor({ extraCommands: [createBlockingPopPush()] });
  const snapshot =
    options.snapshotPath === undefined ? undefined : keepSnapshot(state, options.snapshotPath);

  const transports = new Set<SocketTransport>();
  const server = createServer({ keepAlive: true, noDelay: true }, (socket) => {
    const transport = new SocketTransport(socket);
    const session = new ClientSession({
      server: state,
      executor,
      clientAddress: `${socket.remoteAddress}:${socket.remotePort}`,
      park: transport.park,
      closeConnection: () => transport.close(),
    });
    transports.add(transport);
    const forget = () => transports.delete(transport);
    new Resp2SessionAdapter({ transport, session }).run().then(forget, forget);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port, host: LOOPBACK_HOST }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const transport of transports) transport.close();
      await closed;
      snapshot?.close();
      state.close();
    },
  };
}

/** BRPOPLPUSH source destination timeout: BLMOVE from the right to the left (Redis' own definition of it). */
function createBlockingPopPush() {
  const move = redisCommandDefinitions.find(({ name }) => name === "blmove");
  if (!move) throw new Error("js-redis-server has no BLMOVE");
  return defineCommand({
    name: "brpoplpush",
    schema: t.object({ source: t.key(), destination: t.key(), timeout: t.float() }),
    flags: ["write", "noscript"],
    keys: (args) => [args.source, args.destination],
    execute: (args, context) =>
      move.execute({ ...args, fromDirection: "right", toDirection: "left" }, context),
  });
}

type Snapshot = { databases: { id: number; entries: KeyspaceEntry[] }[] };

function keepSnapshot(state: RedisServerState, path: string): { close(): void } {
  if (existsSync(path)) loadSnapshot(state, path);
  let isDirty = false;
  for (const database of state.databases) {
    database.subscribe(() => {
      isDirty = true;
    });
  }
  const save = () => {
    if (!isDirty) return;
    isDirty = false;
    const databases = state.databases.map(({ id }, index) => ({
      id,
      entries: state.databases[index]?.entriesSnapshot() ?? [],
    }));
    writeWhole(path, serialize({ databases } satisfies Snapshot));
  };
  const timer = setInterval(save, SNAPSHOT_INTERVAL_MS);
  return {
    close() {
      clearInterval(timer);
      save();
    },
  };
}

/** Structured clone turns Buffers into plain byte arrays; the server wants Buffers back. */
function loadSnapshot(state: RedisServerState, path: string): void {
  const { databases } = deserialize(readFileSync(path)) as Snapshot;
  for (const { id, entries } of databases) {
    for (const entry of entries) {
      const { key, value, expiresAt } = reviveBuffers(entry) as KeyspaceEntry;
      if (expiresAt !== undefined && expiresAt <= Date.now()) continue;
      state.getDatabase(id).set(key, value, expiresAt === undefined ? {} : { expiresAt });
    }
  }
}

function reviveBuffers(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return value.map(reviveBuffers);
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [key, reviveBuffers(item)]));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, reviveBuffers(item)]),
    );
  }
  return value;
}
