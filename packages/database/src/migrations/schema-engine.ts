import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlResultSet,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine as Engine, SchemaFilter } from "@prisma/schema-engine-wasm";
import { withDatabase } from "./database-url.js";

/** Prisma's own schema engine, compiled to WebAssembly: nothing is downloaded and nothing is spawned. */
export type SchemaEngine = Engine;

/** Tables and enums that migrations must leave alone: none. */
export const NO_FILTER: SchemaFilter = { externalTables: [], externalEnums: [] };

/** The little of the global that is needed here: the types of Node 20 leave it to the DOM library. */
declare const WebAssembly: {
  instantiate(
    binary: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
  RuntimeError: typeof Error;
};

/** The protected method of the adapter that turns an error of the driver into one for the engine, and throws it. */
interface ErrorConverter {
  onError(error: unknown): never;
}

interface EngineModule {
  SchemaEngine: typeof Engine;
}

type EngineGlue = EngineModule & { __wbg_set_wasm(exports: object): void };

let lastPanic: string | undefined;
const rememberPanic = (message: string) => {
  lastPanic = message;
};

let loading: Promise<EngineModule> | undefined;

/**
 * Runs `work` with a schema engine on the database and releases what the engine opened.
 *
 * The engine applies migrations and compares schemas exactly as the `prisma` command does, and keeps the same
 * `_prisma_migrations` table. Comparing with a folder of migrations replays them in a shadow database that is created
 * beside the real one and dropped again; the role must be allowed to create databases for that.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: string | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine();
  const { factory, close } = createAdapterFactory(databaseUrl);
  const ignoreLog = () => undefined;
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [["schema.prisma", schema]];
  const engine = await SchemaEngine.new(
    { datamodels },
    ignoreLog,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } catch (error) {
    throw describeEngineError(error);
  } finally {
    engine.free();
    await close();
  }
}

/**
 * The package imports its .wasm file as an ES module, which Node 20 cannot do, so the glue and the binary are put
 * together here. The glue keeps its binary in a variable of its module: each loading gets a module of its own, for a
 * process that loads this file more than once (the global set-ups of the tests do).
 */
function loadEngine(): Promise<EngineModule> {
  loading ??= (async () => {
    const gluePath = createRequire(import.meta.url).resolve(
      "@prisma/schema-engine-wasm/schema_engine_bg",
    );
    const glue = (await import(`${pathToFileURL(gluePath).href}?${randomUUID()}`)) as EngineGlue;
    const binary = readFileSync(join(dirname(gluePath), "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(binary, {
      "./schema_engine_bg.js": withIdleTimers(glue),
    });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    // Where the engine leaves the message when it panics.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: rememberPanic } });
    return glue;
  })();
  return loading;
}

/**
 * The engine's imports, but its timers do not keep the process alive: it never clears the one of 10 s that it sets while
 * it waits for its advisory lock.
 */
function withIdleTimers(glue: object): object {
  return Object.fromEntries(
    Object.entries(glue).map(([name, imported]) =>
      name.startsWith("__wbg_setTimeout") ? [name, setIdleTimeout] : [name, imported],
    ),
  );
}

function setIdleTimeout(callback: () => void, delayMs: number): NodeJS.Timeout {
  return setTimeout(callback, delayMs).unref();
}

/**
 * An adapter whose shadow database is really another database. The one of `PrismaPg` opens the main database again when
 * it was given a connection string (which wins over the `database` it adds), and replays all migrations there.
 */
function createAdapterFactory(databaseUrl: string): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  close(): Promise<void>;
} {
  const openAdapters = new Set<{ dispose(): Promise<void> }>();
  const open = async (url: string) => {
    const pool = new pg.Pool({ connectionString: url, Client: CatalogClient });
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => revealChar(await queryRaw(query));
    // The adapter's own cuts a script at every semicolon, those in strings and function bodies too. Sent whole it is
    // one implicit transaction, as with the `prisma` command.
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((error: unknown) => {
        (adapter as unknown as ErrorConverter).onError(error);
      });
    };
    openAdapters.add(adapter);
    return adapter;
  };
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => open(databaseUrl),
    async connectToShadowDb() {
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      const main = await open(databaseUrl);
      await main.executeScript(`CREATE DATABASE "${name}"`);
      const shadow = await open(withDatabase(databaseUrl, name));
      const disconnect = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        if (!openAdapters.delete(shadow)) return;
        await disconnect();
        await main.executeScript(`DROP DATABASE IF EXISTS "${name}"`);
        openAdapters.delete(main);
        await main.dispose();
      };
      return shadow;
    },
  };
  return {
    factory,
    async close() {
      // The latest first: a shadow database is dropped through the connection that was opened before it.
      for (const adapter of [...openAdapters].toReversed()) {
        await adapter.dispose();
        openAdapters.delete(adapter);
      }
    },
  };
}

/** Object ids of PostgreSQL's types `"char"`, a single byte of its own catalog, and `text` (pg_type.dat). */
const CHAR_TYPE_ID = 18;
const TEXT_TYPE_ID = 25;

type QueryCallback = (error: Error | undefined, result: pg.QueryArrayResult | undefined) => void;

/** The rows of results that had columns of the type `"char"`, and the indexes of those columns. */
const charColumns = new WeakMap<object, number[]>();

/** A client that passes `"char"` off as text, since the adapter refuses to read a column of that type. */
class CatalogClient extends pg.Client {
  override query(...parameters: unknown[]): never {
    const callback = parameters.at(-1);
    if (typeof callback === "function") {
      const wrapped: QueryCallback = (error, result) =>
        (callback as QueryCallback)(error, result && hideChar(result));
      return this.send([...parameters.slice(0, -1), wrapped]) as never;
    }
    const answer = this.send(parameters);
    return (answer instanceof Promise ? answer.then(hideChar) : answer) as never;
  }

  private send(parameters: unknown[]): unknown {
    return (super.query as (...forwarded: unknown[]) => unknown).apply(this, parameters);
  }
}

function hideChar(result: pg.QueryArrayResult): pg.QueryArrayResult {
  // Several statements in one query come back as a list, which no statement that reads the catalog is.
  const indexes = (result.fields ?? []).flatMap(({ dataTypeID }, index) =>
    dataTypeID === CHAR_TYPE_ID ? [index] : [],
  );
  for (const index of indexes)
    Object.assign(result.fields[index] ?? {}, { dataTypeID: TEXT_TYPE_ID });
  if (indexes.length > 0) charColumns.set(result.rows, indexes);
  return result;
}

/** Gives the columns that {@link CatalogClient} hid their type back: the engine insists on it. */
function revealChar(answer: SqlResultSet): SqlResultSet {
  for (const index of charColumns.get(answer.rows) ?? [])
    answer.columnTypes[index] = ColumnTypeEnum.Character;
  return answer;
}

/** Leaves the message for people: without the engine's stack of Rust functions and its name for the driver. */
function describeEngineError(error: unknown): Error {
  if (error instanceof WebAssembly.RuntimeError) {
    return new Error(`the schema engine crashed: ${lastPanic ?? error.message}`, { cause: error });
  }
  if (!(error instanceof Error)) return new Error(String(error));
  const message = error.message
    .replace(/\n\s+0: [\s\S]*$/, "")
    .replace("external connector error\n", "")
    .trim();
  return new Error(message, { cause: error });
}
