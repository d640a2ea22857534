import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { readOrCreateSecret } from "./data-dir.js";
import { eventually } from "./eventually.js";
import { isPortFree } from "./free-port.js";
import { holdStack, type Stack } from "./hold-stack.js";
import { askRedis } from "./redis-protocol.js";
import { isProcessAlive } from "./server-process.js";
import { readDaemonRecord } from "./stack-protocol.js";

// Each test brings up servers, some of them several times, and the first of them creates a cluster.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const roots: string[] = [];
const stacks: Stack[] = [];
/** Creating a cluster takes the longest, so the tests that only need one take turns on this. */
const sharedDataDir = makeDataDir();

afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.release()));
});

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function makeDataDir(...parts: string[]): string {
  const root = mkdtempSync(join(tmpdir(), "stack-test-"));
  roots.push(root);
  return join(root, ...parts, ".data");
}

async function hold(dataDir: string): Promise<Stack> {
  const stack = await holdStack({ dataDir, isDurable: false });
  stacks.push(stack);
  return stack;
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postgresPid = (dataDir: string) =>
  Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
const postgresPort = (stack: Stack) => Number(new URL(stack.databaseUrl).port);

test("a stack keeps its data and its URLs over a restart", async () => {
  const dataDir = sharedDataDir;
  const first = await hold(dataDir);
  await query(first.databaseUrl, "CREATE TABLE kept (id int)");
  await askRedis(first.redis, "SET", "kept", "yes");
  await first.release();
  expect(await isPortFree(postgresPort(first))).toBe(true);
  expect(await isPortFree(first.redis.port)).toBe(true);

  const second = await hold(dataDir);
  expect(second.databaseUrl).toBe(first.databaseUrl);
  expect(second.redisUrl).toBe(first.redisUrl);
  expect(await query(second.databaseUrl, "SELECT count(*)::int AS count FROM kept")).toEqual([
    { count: 0 },
  ]);
  expect(await askRedis(second.redis, "GET", "kept")).toContain("yes");
});

test("servers stay up until the last holder releases", async () => {
  const dataDir = sharedDataDir;
  const [first, second] = await Promise.all([hold(dataDir), hold(dataDir)]);
  expect(second.databaseUrl).toBe(first.databaseUrl);
  await first.release();
  expect(await query(second.databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await second.release();
  expect(await isPortFree(postgresPort(second))).toBe(true);
});

test("two data directories run side by side, with passwords of their own", async () => {
  const [one, other] = await Promise.all([hold(sharedDataDir), hold(makeDataDir())]);
  expect(postgresPort(one)).not.toBe(postgresPort(other));
  expect(new URL(one.databaseUrl).password).not.toBe(new URL(other.databaseUrl).password);
  await expect(
    askRedis({ port: one.redis.port, password: other.redis.password }, "PING"),
  ).rejects.toThrow("WRONGPASS");
});

test("a data directory with spaces below a folder that only its owner may enter works", async () => {
  const dataDir = makeDataDir("with spaces", "and more");
  chmodSync(join(dataDir, "..", "..", ".."), 0o700);
  mkdirSync(join(dataDir, ".."), { recursive: true });
  const stack = await hold(dataDir);
  expect(await query(stack.databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("secrets can be read by their owner alone", async () => {
  const dataDir = sharedDataDir;
  const stack = await hold(dataDir);
  const OTHERS = 0o077;
  for (const name of [
    "postgres-password",
    "redis-password",
    "daemon-token",
    "jwt-secret",
  ] as const) {
    const secret = readOrCreateSecret(dataDir, name);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(readOrCreateSecret(dataDir, name)).toBe(secret);
    expect(statSync(join(dataDir, "secrets", name)).mode & OTHERS).toBe(0);
  }
  expect(stack.databaseUrl).toContain(readOrCreateSecret(dataDir, "postgres-password"));
});

test("the role of the application is no superuser", async () => {
  const stack = await hold(sharedDataDir);
  expect(
    await query(stack.databaseUrl, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
  ).toEqual([{ rolsuper: false }]);
});

test("servers stop a few seconds after their only holder was killed", async () => {
  const dataDir = sharedDataDir;
  const holdModule = fileURLToPath(new URL("../dist/hold-stack.js", import.meta.url));
  const script = `
    const { holdStack } = await import(process.argv[1]);
    const stack = await holdStack({ dataDir: process.argv[2], isDurable: false });
    console.log(JSON.stringify({ port: stack.redis.port }));
    setInterval(() => undefined, 1_000);`;
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "--eval",
    script,
    holdModule,
    dataDir,
  ]);
  const output = await new Promise<string>((resolve) =>
    holder.stdout.once("data", (chunk) => resolve(String(chunk))),
  );
  const daemon = readDaemonRecord(dataDir);
  holder.kill("SIGKILL");
  const { port } = JSON.parse(output) as { port: number };
  await eventually(() => isPortFree(port), { timeoutMs: 40_000 });
  await eventually(() => daemon !== undefined && !isProcessAlive(daemon.pid));
});

test("a stack starts again with its data after everything was killed at once", async () => {
  const dataDir = sharedDataDir;
  let isLost = false;
  const stack = await holdStack({ dataDir, isDurable: false, onLost: () => (isLost = true) });
  await query(stack.databaseUrl, "CREATE TABLE survivor (id int)");
  const daemonPid = readDaemonRecord(dataDir)?.pid ?? 0;
  const databasePid = postgresPid(dataDir);
  process.kill(daemonPid, "SIGKILL");
  process.kill(databasePid, "SIGKILL");
  await eventually(() => isLost);

  const next = await hold(dataDir);
  expect(next.databaseUrl).toBe(stack.databaseUrl);
  expect(await query(next.databaseUrl, "SELECT count(*)::int AS count FROM survivor")).toEqual([
    { count: 0 },
  ]);
});

test("a PostgreSQL that outlived its daemon is taken over", async () => {
  const dataDir = sharedDataDir;
  const stack = await holdStack({ dataDir, isDurable: false });
  const orphanPid = postgresPid(dataDir);
  process.kill(readDaemonRecord(dataDir)?.pid ?? 0, "SIGKILL");

  const next = await hold(dataDir);
  expect(next.databaseUrl).toBe(stack.databaseUrl);
  expect(postgresPid(dataDir)).not.toBe(orphanPid);
  // It gives up the cluster a moment before it ends.
  await eventually(() => !isProcessAlive(orphanPid));
});

test("a PostgreSQL that was killed is started again on the same port", async () => {
  const dataDir = sharedDataDir;
  const stack = await hold(dataDir);
  const killedPid = postgresPid(dataDir);
  process.kill(killedPid, "SIGKILL");
  await eventually(() => !isProcessAlive(killedPid));
  await eventually(() => query(stack.databaseUrl, "SELECT 1 AS one"));
});

test("the servers stop when their data directory is removed", async () => {
  const dataDir = makeDataDir();
  const stack = await hold(dataDir);
  const daemonPid = readDaemonRecord(dataDir)?.pid ?? 0;
  // The servers may add files while theirs are being removed.
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  await eventually(() => !isProcessAlive(daemonPid), { timeoutMs: 40_000 });
  expect(await isPortFree(stack.redis.port)).toBe(true);
});
