import { setTimeout as delay } from "node:timers/promises";
import { connectRedis } from "@workspace/common/redis";
import { createLogger } from "@workspace/common/logger";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { type Load, startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const OUTAGE_MS = 30_000;
const SHORT_OUTAGE_MS = 10_000;
/** Longest answer to a job that is submitted while Redis is away. */
const MAX_SUBMIT_MS = 2000;
/** The same while nobody knows yet that it is: a silence is noticed after one second. */
const MAX_SUBMIT_IN_SILENCE_MS = 4000;

test("Redis is killed with jobs waiting, delayed and active, and comes back empty", async () => {
  // A delay that outlasts the test: a delayed job must not wait for it once Redis has forgotten it.
  const deployment = await openDeployment({ env: { JOB_BACKOFF_MS: "600000" } });
  const load = await startLoad(deployment, { jobPauseMs: 150, jobRunMs: 600 });
  const redis = await openRedis(deployment);
  await survive("Redis killed with SIGKILL, back empty", load, async () => {
    await failSomeAttempts(deployment);
    await eventually(async () => {
      const [waiting, active, delayed] = await Promise.all([
        redis.llen("bull:jobs:wait"),
        redis.llen("bull:jobs:active"),
        redis.zcard("bull:jobs:delayed"),
      ]);
      return waiting > 0 && active > 0 && delayed > 0;
    });
    await deployment.redis.kill();
    await deployment.redis.restart({ isEmpty: true });
  });
});

test("Redis is away for 30 s while jobs are submitted and projects change", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("Redis away for 30 s", load, async () => {
    await deployment.redis.kill();
    await submitDuring(load, OUTAGE_MS);
    await deployment.redis.restart();
  });
});

test("Redis is connected but says nothing for 10 s", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("Redis silent for 10 s", load, async () => {
    for (const wire of deployment.wires("redis")) wire.setSilent(true);
    await submitDuring(load, SHORT_OUTAGE_MS, MAX_SUBMIT_IN_SILENCE_MS);
    for (const wire of deployment.wires("redis")) wire.setSilent(false);
  });
});

test("Redis answers slowly for 10 s", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("Redis 200 ms away for 10 s", load, async () => {
    for (const wire of deployment.wires("redis")) wire.setDelay(100);
    await submitDuring(load, SHORT_OUTAGE_MS);
    for (const wire of deployment.wires("redis")) wire.setDelay(0);
  });
});

test("Redis is full for 10 s and evicts nothing", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  const redis = await openRedis(deployment);
  await survive("Redis at maxmemory for 10 s", load, async () => {
    await redis.config("SET", "maxmemory", "1mb");
    await expect(redis.set("any", "value")).rejects.toThrow("OOM");
    await submitDuring(load, SHORT_OUTAGE_MS);
    await redis.config("SET", "maxmemory", "0");
  });
});

async function openRedis({ redis: address }: Deployment) {
  const logger = createLogger({ service: "test", level: "silent" });
  const redis = connectRedis({ address, logger, purpose: "test" });
  onTestFinished(() => redis.disconnect());
  await eventually(() => redis.status === "ready");
  return redis;
}

/** Workers without PostgreSQL give jobs back to the queue, which delays them. */
async function failSomeAttempts({ workers, postgres }: Deployment): Promise<void> {
  for (const worker of workers) {
    worker.postgres.setTargets([]);
    worker.postgres.cut();
  }
  await delay(1500);
  for (const worker of workers) worker.postgres.setTargets([postgres.port]);
}

/** Lets the work go on for a while, in which every job must be taken at once and at the first try. */
async function submitDuring(
  { acknowledged }: Load,
  durationMs: number,
  maxMs = MAX_SUBMIT_MS,
): Promise<void> {
  const before = acknowledged.map(({ jobs }) => jobs.length);
  await delay(durationMs);
  const submitted = acknowledged.flatMap(({ jobs }, index) => jobs.slice(before[index]));
  expect(submitted.length).toBeGreaterThan(durationMs / 1000);
  expect(submitted.filter(({ answer }) => answer.retries > 0)).toEqual([]);
  expect(Math.max(...submitted.map(({ answer }) => answer.ms))).toBeLessThan(maxMs);
}
