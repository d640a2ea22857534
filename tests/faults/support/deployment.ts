import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrateDatabase } from "@workspace/database/migrate";
import { openDataDir } from "@workspace/local-stack/data-dir";
import { startPostgres } from "@workspace/local-stack/postgres-server";
import type { ServiceName } from "@workspace/local-stack/service-process";
import { type RedisFixture, startRedis } from "@workspace/local-stack/start-redis";
import { startWire, type Wire } from "@workspace/local-stack/wire";
import pg from "pg";
import { expect, onTestFinished } from "vitest";
import { findSecrets } from "@workspace/local-stack/find-secrets";
import { PASSWORD } from "../../setup/password.js";
import { expectNothingLeft } from "./leftovers.js";
import { type Instance, startInstance } from "./instance.js";

const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));

/** How many instances of each service there are, and what differs from their default settings. */
interface DeploymentOptions {
  http?: number;
  gateways?: number;
  workers?: number;
  env?: Record<string, string>;
  /** Gives the empty database its tables, while the services start; without it they have them before. */
  migrate?: (databaseUrl: string) => Promise<unknown>;
}

/** A PostgreSQL that can die and come back with its data. */
interface PostgresFixture {
  readonly port: number;
  /** Ends at once, with SIGKILL, or as an administrator stops it. */
  stop(how: "SIGKILL" | "SIGINT"): Promise<void>;
  start(): Promise<void>;
}

/** The product as it is deployed: several processes of each service behind one address, kept running. */
export interface Deployment {
  readonly postgres: PostgresFixture;
  readonly databaseUrl: string;
  readonly redis: RedisFixture;
  readonly http: Instance[];
  readonly gateways: Instance[];
  readonly workers: Instance[];
  /** Of the load balancers. */
  readonly httpUrl: string;
  readonly gatewayUrl: string;
  /** Straight to PostgreSQL, past every wire: what the tests compare with. */
  readonly database: pg.Pool;
  /** The folder in which services and programs keep what is temporary. */
  readonly scratchDir: string;
  readonly jwtSecret: string;
  /** The wires of every instance to PostgreSQL, or to Redis. */
  wires(to: "postgres" | "redis"): Wire[];
  /** Adds an instance beside the others. */
  start(name: ServiceName, env?: Record<string, string>): Promise<Instance>;
}

/** Starts a deployment of a test's own; with the test it ends, and then nothing of it may be left. */
export async function openDeployment({
  http = 1,
  gateways = 2,
  workers = 1,
  env = {},
  migrate,
}: DeploymentOptions = {}): Promise<Deployment> {
  const dataDir = openDataDir(mkdtempSync(join(tmpdir(), "workspace-faults-")));
  const scratchDir = mkdtempSync(join(tmpdir(), "workspace-scratch-"));
  const logPath = join(dataDir, "logs", "services.log");
  const log = openSync(logPath, "a");
  onTestFinished(({ task }) => {
    closeSync(log);
    const text = readFileSync(logPath, "utf8");
    if (task.result?.state === "fail") process.stderr.write(text.slice(-20_000));
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(scratchDir, { recursive: true, force: true });
  });
  const [postgres, redis] = await Promise.all([openPostgres(dataDir), startRedis()]);
  onTestFinished(() => redis.stop());
  const { databaseUrl } = postgres;
  if (migrate === undefined) await migrateDatabase({ databaseUrl });
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  database.on("error", () => {});
  onTestFinished(() => database.end());

  const jwtSecret = randomBytes(32).toString("hex");
  const instances: Instance[] = [];
  const start: Deployment["start"] = async (name, more = {}) => {
    const instance = await startInstance({
      rootDir: ROOT_DIR,
      name,
      output: log,
      postgresUrl: databaseUrl,
      redisUrl: redis.url,
      env: { ...settings({ scratchDir, jwtSecret }), ...env, ...more },
    });
    instances.push(instance);
    return instance;
  };
  onTestFinished(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await expectNothingLeft({ redis, database, scratchDir, instances });
    const { password } = new URL(databaseUrl);
    const secrets = [jwtSecret, password, redis.password, PASSWORD];
    expect(findSecrets(readFileSync(logPath, "utf8"), secrets)).toEqual([]);
  });
  const startAll = (name: ServiceName, count: number): Promise<Instance[]> =>
    Promise.all(Array.from({ length: count }, () => start(name)));
  const [httpInstances, gatewayInstances, workerInstances] = await Promise.all([
    startAll("http-backend", http),
    startAll("websocket-backend", gateways),
    startAll("worker-backend", workers),
    migrate?.(databaseUrl),
  ]);
  return {
    postgres,
    databaseUrl,
    redis,
    http: httpInstances,
    gateways: gatewayInstances,
    workers: workerInstances,
    httpUrl: await balance(httpInstances),
    gatewayUrl: await balance(gatewayInstances),
    database,
    scratchDir,
    jwtSecret,
    wires: (to) => instances.map((instance) => instance[to]),
    start,
  };
}

const settings = ({ scratchDir, jwtSecret }: { scratchDir: string; jwtSecret: string }) => ({
  NODE_ENV: "test",
  LOG_LEVEL: "info",
  TMPDIR: scratchDir,
  JWT_SECRET: jwtSecret,
  BCRYPT_COST: "4",
  AUTH_RATE_LIMIT_PER_MINUTE: "0",
  // No program of the tests is to end of its time, however slow the machine.
  SANDBOX_WALL_MS: "30000",
  SANDBOX_CPU_MS: "30000",
});

async function balance(instances: readonly Instance[]): Promise<string> {
  const balancer = await startWire(instances.map(({ port }) => port));
  onTestFinished(balancer.close);
  return `http://127.0.0.1:${balancer.port}`;
}

async function openPostgres(dataDir: string): Promise<PostgresFixture & { databaseUrl: string }> {
  let server = await startPostgres({ dataDir, isDurable: false });
  const { port, databaseUrl } = server;
  onTestFinished(() => server.process.stop("SIGINT"));
  return {
    port,
    databaseUrl,
    stop: (how) => server.process.stop(how),
    async start() {
      server = await startPostgres({ dataDir, isDurable: false, preferredPort: port });
      if (server.port !== port) throw new Error(`port ${port} was taken while PostgreSQL was down`);
    },
  };
}
