import "@workspace/local-stack/provided-context";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase } from "@workspace/database/database";
import { findFreePort } from "@workspace/local-stack/free-port";
import {
  forkService,
  SERVICE_NAMES,
  type ServiceName,
  stopProcess,
  waitUntilReady,
} from "@workspace/local-stack/service-process";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { afterAll, inject } from "vitest";

const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));
const STOP_DEADLINE_MS = 15_000;

/** The three built services, and all that they write at their most talkative. */
export interface LoggedServices {
  urls: Record<ServiceName, string>;
  redis: RedisFixture;
  databaseUrl: string;
  readLog(): string;
  /** Cuts every connection to the database and lets none in until the returned function is called. */
  closeDatabase(): Promise<() => Promise<void>>;
  /** Starts one more service, which may not come up; it ends with the test file. */
  fork(name: ServiceName, env: Record<string, string>): Promise<void>;
}

/** @param env beside where database and Redis are, and the level of the log */
export async function startLoggedServices(env: Record<string, string>): Promise<LoggedServices> {
  const folder = mkdtempSync(join(tmpdir(), "workspace-secrets-"));
  const logPath = join(folder, "services.log");
  const output = openSync(logPath, "a");
  const [testDatabase, redis] = await Promise.all([
    createTestDatabase({ databaseUrl: inject("databaseUrl") }),
    startRedis(),
  ]);
  const admin = createDatabase({
    url: inject("databaseUrl"),
    poolSize: 1,
    applicationName: "secrets",
    onError: () => undefined,
  });
  const stops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await Promise.all([admin.close(), redis.stop(), testDatabase.drop()]);
    closeSync(output);
    rmSync(folder, { recursive: true, force: true });
  });

  async function fork(name: ServiceName, changes: Record<string, string>) {
    const port = await findFreePort();
    const child = forkService({
      rootDir: ROOT_DIR,
      name,
      port,
      env: {
        ...process.env,
        NODE_ENV: "production",
        LOG_LEVEL: "trace",
        DATABASE_URL: testDatabase.url,
        REDIS_URL: redis.url,
        ...env,
        ...changes,
      },
      output,
    });
    stops.push(() => stopProcess(child, STOP_DEADLINE_MS));
    return { child, port };
  }

  const urls = Object.fromEntries(
    await Promise.all(
      SERVICE_NAMES.map(async (name) => {
        const { child, port } = await fork(name, {});
        await waitUntilReady({ name, port }, child);
        return [name, `http://127.0.0.1:${port}`];
      }),
    ),
  ) as Record<ServiceName, string>;
  return {
    urls,
    redis,
    databaseUrl: testDatabase.url,
    readLog: () => readFileSync(logPath, "utf8"),
    async closeDatabase() {
      const allow = (isAllowed: boolean) =>
        admin.pool.query(`ALTER DATABASE ${testDatabase.name} ALLOW_CONNECTIONS ${isAllowed}`);
      await allow(false);
      await admin.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`,
        [testDatabase.name],
      );
      return async () => void (await allow(true));
    },
    async fork(name, changes) {
      await fork(name, changes);
    },
  };
}
