import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  chooseRedisKind,
  startRedisServer,
  type RedisKind,
  type RedisServer,
} from "./redis-server.js";

/** A Redis of its own for a test file: Bull and pub/sub need the whole server, not a database number or a prefix. */
export interface RedisFixture {
  readonly kind: RedisKind;
  /** With the password; stays the same over {@link RedisFixture.restart}. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
  /** Ends the server at once with SIGKILL; the data written so far stays for {@link RedisFixture.restart}. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with its data unless `isEmpty`; stops it first where it still runs. */
  restart(options?: { isEmpty?: boolean }): Promise<void>;
}

/**
 * Starts an isolated Redis in a temporary folder: some 20 ms for a redis-server, 150 ms for the embedded one.
 *
 * It ends with the process that started it, however that one ends.
 *
 * @param options.kind without it, `LOCAL_REDIS` and what is on PATH decide
 */
export async function startRedis(options: { kind?: RedisKind } = {}): Promise<RedisFixture> {
  const kind = options.kind ?? chooseRedisKind(process.env);
  const root = mkdtempSync(join(tmpdir(), "workspace-redis-"));
  const dir = join(root, "data");
  const password = randomBytes(16).toString("hex");
  const start = (preferredPort?: number) =>
    startRedisServer({ dir, logPath: join(root, "redis.log"), password, kind, preferredPort });
  let server: RedisServer = await start();
  const { url, host, port } = server;
  return {
    kind,
    url,
    host,
    port,
    password,
    async stop() {
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
    kill: () => server.process.stop("SIGKILL"),
    async restart({ isEmpty = false } = {}) {
      await server.stop();
      if (isEmpty) rmSync(dir, { recursive: true, force: true });
      server = await start(port);
      if (server.port !== port) throw new Error(`port ${port} was taken while Redis was down`);
    },
  };
}
