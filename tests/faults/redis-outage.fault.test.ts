import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import type { SubmittedJob } from "./support/acknowledged.js";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { type Load, startLoad } from "./support/load.js";
import { openRedis } from "./support/open-redis.js";
import { survive } from "./support/survive.js";

const OUTAGE_MS = 30_000;
const SHORT_OUTAGE_MS = 10_000;
/** Longest answer to a job that is submitted while Redis is away. */
const MAX_SUBMIT_MS = 2000;
/** The same for the first ones into a silence, which is noticed after a second. */
const MAX_FIRST_SUBMIT_MS = 4000;

describe("nothing is lost when", () => {
  test("Redis is killed with jobs waiting, delayed and active, and comes back empty", async () => {
    // A delay that outlasts the test: a delayed job must not wait for it once Redis has forgotten it.
    const deployment = await openDeployment({ env: { JOB_BACKOFF_MS: "600000" } });
    const load = await startLoad(deployment, { jobPauseMs: 150, jobRunMs: 600 });
    const redis = await openRedis(deployment.redis);
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

  test("Redis is away for 30 s, in which jobs are taken at once and projects change", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    await survive("Redis away for 30 s", load, async () => {
      await deployment.redis.kill();
      const submitted = await listSubmitted(load, OUTAGE_MS);
      await deployment.redis.restart();
      expectTakenAtOnce(submitted);
    });
  });

  test("Redis is connected and silent for 10 s, in which jobs are taken", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    await survive("Redis silent for 10 s", load, async () => {
      for (const wire of deployment.wires("redis")) wire.setSilent(true);
      const submitted = await listSubmitted(load, SHORT_OUTAGE_MS);
      for (const wire of deployment.wires("redis")) wire.setSilent(false);
      const [first, later] = [
        submitted.slice(0, load.acknowledged.length),
        submitted.slice(load.acknowledged.length),
      ];
      expectTakenAtOnce(first, MAX_FIRST_SUBMIT_MS);
      expectTakenAtOnce(later);
    });
  });

  test("Redis is 200 ms away for 10 s, in which jobs are taken at once", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    await survive("Redis 200 ms away for 10 s", load, async () => {
      for (const wire of deployment.wires("redis")) wire.setDelay(100);
      const submitted = await listSubmitted(load, SHORT_OUTAGE_MS);
      for (const wire of deployment.wires("redis")) wire.setDelay(0);
      expectTakenAtOnce(submitted);
    });
  });

  test("Redis is full for 10 s and evicts nothing, in which jobs are taken at once", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    const redis = await openRedis(deployment.redis);
    await survive("Redis at maxmemory for 10 s", load, async () => {
      await redis.config("SET", "maxmemory", "1mb");
      await expect(redis.set("any", "value")).rejects.toThrow("OOM");
      const submitted = await listSubmitted(load, SHORT_OUTAGE_MS);
      await redis.config("SET", "maxmemory", "0");
      expectTakenAtOnce(submitted);
    });
  });
});

/** Workers without PostgreSQL give jobs back to the queue, which delays them. */
async function failSomeAttempts({ workers, postgres }: Deployment): Promise<void> {
  for (const worker of workers) {
    worker.postgres.setTargets([]);
    worker.postgres.cut();
  }
  await delay(1500);
  for (const worker of workers) worker.postgres.setTargets([postgres.port]);
}

/** Lets the work go on for a while. @returns every job that was submitted in it, in that order, once it is answered */
async function listSubmitted({ acknowledged }: Load, durationMs: number): Promise<SubmittedJob[]> {
  const from = performance.now();
  await delay(durationMs);
  const until = performance.now();
  // One at a time is submitted in each project: with a later one, all of this time are answered.
  await eventually(() =>
    acknowledged.every(({ jobs }) => jobs.some(({ answer }) => answer.startedAt > until)),
  );
  return acknowledged
    .flatMap(({ jobs }) => jobs)
    .filter(({ answer }) => answer.startedAt > from && answer.startedAt < until)
    .toSorted((one, other) => one.answer.startedAt - other.answer.startedAt);
}

function expectTakenAtOnce(submitted: readonly SubmittedJob[], maxMs = MAX_SUBMIT_MS): void {
  expect(submitted).not.toEqual([]);
  expect(submitted.filter(({ answer }) => answer.retries > 0)).toEqual([]);
  expect(Math.max(...submitted.map(({ answer }) => answer.ms))).toBeLessThan(maxMs);
}
