import type { Socket } from "node:net";
import pg from "pg";

/** How long a pool may be busy without any work on it ending until the server is asked whether it is there. */
const CHECK_INTERVAL_MS = 1000;
/** A server that says nothing for so long is taken for gone. */
const SILENCE_MS = 5000;
/** A connection in use that gets nothing for so long is dead, whatever the others do: statements end before. */
const STUCK_MS = 15_000;

/** What statements fail with while the server is silent. Its code is that of a connection that timed out. */
class ServerSilentError extends Error {
  readonly code = "ETIMEDOUT";
  constructor() {
    super("PostgreSQL does not answer");
  }
}

/**
 * A pool that gives up on a server which is connected but says nothing, as when a network drops packets
 * without a word or a host is frozen: TCP alone would let every statement wait for minutes. While it lasts all
 * fails at once instead of taking turns in waiting; one connection of its own tells when it is over.
 */
export class WatchedPool extends pg.Pool {
  readonly #connections = new Set<pg.PoolClient>();
  /** Those in use: what they had received when they last received anything, and when that was. */
  readonly #inUse = new Map<pg.PoolClient, { bytesRead: number; at: number }>();
  readonly #config: pg.PoolConfig;
  readonly #timer: NodeJS.Timeout;
  #isSilent = false;
  /** Whether any work on the pool has ended since the last look at it. */
  #hasMoved = false;
  #isChecking = false;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.#config = config;
    this.on("connect", (client) => {
      this.#connections.add(client);
      // Whoever has taken it hears of its end by a statement that fails. Between two listeners of others, an end
      // that nobody listened for would end the process.
      client.on("error", () => {});
    });
    this.on("remove", (client) => this.#connections.delete(client));
    this.on("acquire", (client) =>
      this.#inUse.set(client, { bytesRead: streamOf(client).bytesRead, at: performance.now() }),
    );
    this.on("release", (_error, client) => {
      this.#inUse.delete(client);
      this.#hasMoved = true;
    });
    this.#timer = setInterval(() => {
      const isWorthAsking = this.#isSilent || (this.#isBusy() && !this.#hasMoved);
      if (isWorthAsking && !this.#isChecking) void this.#checkServer();
      this.#hasMoved = false;
      this.#endStuck();
    }, CHECK_INTERVAL_MS);
    this.#timer.unref();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): void;
  override connect(
    callback?: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): Promise<pg.PoolClient> | void {
    if (!this.#isSilent) return callback === undefined ? super.connect() : super.connect(callback);
    if (callback === undefined) return Promise.reject(new ServerSilentError());
    process.nextTick(callback, new ServerSilentError(), undefined, () => {});
  }

  override async end(): Promise<void> {
    // What is still under way on a server that has fallen silent must come to an end too.
    await super.end();
    clearInterval(this.#timer);
  }

  #isBusy(): boolean {
    return this.totalCount > this.idleCount || this.waitingCount > 0;
  }

  /** After a failover old connections are dead while new ones work. */
  #endStuck(): void {
    const now = performance.now();
    for (const [client, heard] of this.#inUse) {
      const { bytesRead } = streamOf(client);
      if (bytesRead !== heard.bytesRead) this.#inUse.set(client, { bytesRead, at: now });
      else if (now - heard.at > STUCK_MS) destroy(client);
    }
  }

  async #checkServer(): Promise<void> {
    this.#isChecking = true;
    const client = new pg.Client({ ...this.#config, connectionTimeoutMillis: SILENCE_MS });
    client.on("error", () => {});
    try {
      this.#isSilent = await this.#isServerSilent(client);
      if (this.#isSilent) for (const each of this.#connections) destroy(each);
    } finally {
      destroy(client);
      this.#isChecking = false;
    }
  }

  /** A refusal is an answer too. */
  async #isServerSilent(client: pg.Client): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const answer = client
      .connect()
      .then(() => client.query("SELECT 1"))
      .then(
        () => false,
        ({ message }: Error) => /timeout/i.test(message),
      );
    const silence = new Promise<boolean>((resolve) => {
      // Not at once: an answer that has come while this process stood still must be read first.
      timer = setTimeout(() => setImmediate(() => resolve(true)), SILENCE_MS);
    });
    const isSilent = await Promise.race([answer, silence]);
    clearTimeout(timer);
    return isSilent;
  }
}

/** Ends a connection without waiting for the server; statements that are under way on it fail. */
function destroy(client: pg.ClientBase): void {
  streamOf(client).destroy();
}

/** pg does not type its socket. */
const streamOf = (client: pg.ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
