import type { AddressInfo } from "node:net";
import { errorBodySchema } from "@workspace/common/contracts/errors";
import { createHealthCheck } from "@workspace/common/health";
import { closeServer, listen } from "@workspace/common/listen";
import { eventually } from "@workspace/local-stack/eventually";
import type { LanguageInfo, PoolInfo } from "@workspace/sandbox/types";
import { describe, expect, onTestFinished, test } from "vitest";
import { logger, openWorkshop } from "../tests/open-workshop.js";
import { createHealthServer } from "./health-server.js";

const TIERS = [
  { name: "namespaces", isAvailable: false, reason: "bwrap (bubblewrap) is not installed" },
  { name: "lockdown", isAvailable: true, reason: "a locked process" },
];
const LANGUAGES: LanguageInfo[] = [
  { language: "python", isAvailable: true, runtime: "cpython 3.11.2", reason: "" },
];
const POOLS: PoolInfo[] = [{ language: "python", size: 2, waiting: 1, residentBytes: 35_000_000 }];

interface Options {
  tier?: string | null;
  isDraining?: boolean;
}

async function openHealthServer({ tier = "lockdown", isDraining = false }: Options = {}) {
  const workshop = await openWorkshop();
  const { database, redis, producer } = workshop;
  const server = createHealthServer({
    checkHealth: createHealthCheck({
      service: "worker-backend",
      pingDatabase: () => database.pool.query("SELECT 1"),
      pingRedis: () => redis.ping(),
      isDraining: () => isDraining,
    }),
    queue: producer,
    sandbox: { tier, tiers: TIERS, languages: () => LANGUAGES, pools: () => POOLS },
    countRunning: () => 3,
    countAlerts: () => 7,
    metrics: null,
    logger,
  });
  await listen(server, 0);
  onTestFinished(() => closeServer(server));
  const { port } = server.address() as AddressInfo;
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://localhost:${port}${path}`, {
      ...init,
      headers: { connection: "close" },
    });
    const body = await response.text();
    return { status: response.status, body: body === "" ? null : JSON.parse(body) };
  };
  return { ...workshop, get };
}

describe("worker health", () => {
  test("tells of dependencies, queue, isolation and alerts", async () => {
    const { get, submit } = await openHealthServer();
    await submit(`1`);
    // What takes more than a second to answer counts as down, as on a busy machine it may for once.
    await eventually(async () =>
      expect(await get("/health")).toEqual({
        status: 200,
        body: {
          status: "ok",
          service: "worker-backend",
          uptimeSeconds: expect.any(Number),
          database: "up",
          redis: "up",
          queue: { waiting: 1, active: 0, delayed: 0 },
          sandbox: { tier: "lockdown", tiers: TIERS, languages: LANGUAGES, pools: POOLS },
          running: 3,
          alerts: 7,
        },
      }),
    );
    await eventually(async () => expect((await get("/health/ready")).status).toBe(200));
    expect(await get("/health", { method: "HEAD" })).toEqual({ status: 200, body: null });
  });

  test("stays alive but is not ready without Redis", async () => {
    const { get, redisServer, redis } = await openHealthServer();
    await redisServer.kill();
    await eventually(() => redis.status !== "ready");
    await eventually(async () =>
      expect(await get("/health")).toMatchObject({
        status: 200,
        body: { status: "degraded", database: "up", redis: "down", queue: null },
      }),
    );
    expect((await get("/health/ready")).status).toBe(503);
  });

  test("is not ready while draining", async () => {
    const { get } = await openHealthServer({ isDraining: true });
    expect((await get("/health")).body).toMatchObject({ status: "draining" });
    expect((await get("/health/ready")).status).toBe(503);
  });

  test("is not ready without isolation", async () => {
    const { get } = await openHealthServer({ tier: null });
    expect((await get("/health")).status).toBe(200);
    expect((await get("/health/ready")).status).toBe(503);
  });

  test.each([
    ["an unknown route", "/", "GET"],
    ["another method", "/health", "POST"],
  ])("answers %s with 404", async (_, path, method) => {
    const { get } = await openHealthServer();
    const { status, body } = await get(path, { method });
    expect(status).toBe(404);
    expect(errorBodySchema.parse(body).error.code).toBe("NOT_FOUND");
  });
});
