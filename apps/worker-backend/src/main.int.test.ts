import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { eventually } from "@workspace/local-stack/eventually";
import { findFreePort } from "@workspace/local-stack/free-port";
import "@workspace/local-stack/provided-context";
import { startRedis } from "@workspace/local-stack/start-redis";
import { createTestDatabase } from "@workspace/local-stack/test-database";
import { expect, inject, onTestFinished, test } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Starts the built service with nothing in its environment but what is given. */
function startMain(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exitCode = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await exitCode;
  });
  return { child, exitCode, stderr: text(child.stderr) };
}

test("a tier that does not exist is refused with one line that names those that do", async () => {
  const { exitCode, stderr } = startMain({
    DATABASE_URL: "postgresql://127.0.0.1:1/none",
    SANDBOX_TIER: "vault",
  });
  expect(await exitCode).toBe(1);
  expect(await stderr).toMatch(
    /^worker-backend: SANDBOX_TIER: must be one of auto, [a-z]+(, [a-z]+)*\n$/,
  );
});

test("the tier that is asked for is the one in use, and health, log and metrics tell it with all that waits", async () => {
  const [testDatabase, redisServer, port, metricsPort] = await Promise.all([
    createTestDatabase({ databaseUrl: inject("databaseUrl") }),
    startRedis(),
    findFreePort(),
    findFreePort(),
  ]);
  onTestFinished(async () => {
    await Promise.all([testDatabase.drop(), redisServer.stop()]);
  });
  const { child } = startMain({
    DATABASE_URL: testDatabase.url,
    REDIS_URL: redisServer.url,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    SANDBOX_TIER: "lockdown",
    SANDBOX_POOL_JAVASCRIPT: "3",
    SANDBOX_POOL_TYPESCRIPT: "0",
    SANDBOX_POOL_PYTHON: "1",
  });
  let log = "";
  child.stdout.on("data", (bytes: Buffer) => {
    log += bytes.toString();
  });
  const readLine = (message: string) => {
    const line = log.split("\n").find((candidate) => candidate.endsWith(`"msg":"${message}"}`));
    return line === undefined ? undefined : (JSON.parse(line) as object);
  };
  const full = [
    { language: "javascript", size: 3, waiting: 3, residentBytes: expect.any(Number) },
    { language: "typescript", size: 0, waiting: 0, residentBytes: 0 },
    { language: "python", size: 1, waiting: 1, residentBytes: expect.any(Number) },
  ];

  const filled = await eventually(() => readLine("sandbox pools"));
  expect(filled).toMatchObject({ pools: full });
  const response = await fetch(`http://localhost:${port}/health`, {
    headers: { connection: "close" },
  });
  const { sandbox } = (await response.json()) as { sandbox: { tiers: object; languages: object } };
  expect(sandbox).toMatchObject({
    tier: "lockdown",
    pools: full,
    languages: ["javascript", "typescript", "python"].map((language) => ({
      language,
      isAvailable: true,
    })),
  });
  const { tiers, languages } = sandbox;
  expect(readLine("listening")).toMatchObject({ isolation: "lockdown", tiers, languages });

  const scrape = (from: number) =>
    fetch(`http://localhost:${from}/metrics`, { headers: { connection: "close" } });
  const metrics = await (await scrape(metricsPort)).text();
  expect(metrics).toContain('workspace_sandbox_tier_info{tier="lockdown"} 1\n');
  expect(metrics).toContain('workspace_sandbox_pool_waiting{language="javascript"} 3\n');
  expect(metrics).toContain("process_resident_memory_bytes ");
  // Where everybody is, there are none without a token.
  expect((await scrape(port)).status).toBe(404);
});
