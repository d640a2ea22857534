import { createMetrics, type Metrics } from "@workspace/common/metrics";
import { readBacklog } from "@workspace/database/read-backlog";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop, type Workshop } from "../tests/open-workshop.js";
import { breakOnce, brokenSandbox } from "../tests/sandboxes.js";
import { createAlerts } from "./alerts.js";
import { createMaintenance } from "./maintenance.js";
import { createRunningJobs } from "./running-jobs.js";
import { logger } from "../tests/open-workshop.js";
import { watchWorker } from "./watch-worker.js";
import { createWorkerMetrics } from "./worker-metrics.js";

const sandbox = await openSandbox({ javascript: 1 });

/** The lines of a scrape that are about something and not 0. */
const read = async (metrics: Metrics, about: string): Promise<string[]> =>
  (await metrics.render())
    .split("\n")
    .filter((line) => line.startsWith(`workspace_${about}`) && !line.includes("_bucket{"))
    .filter((line) => !line.includes("_sum{") && !line.endsWith(" 0"));

function watch({ database, producer }: Workshop): Metrics {
  const metrics = createMetrics();
  watchWorker(metrics, {
    queue: producer,
    readBacklog: () => readBacklog(database),
    sandbox: { ...sandbox, pools: sandbox.pools },
    alerts: createAlerts({ logger }),
    countRunning: () => 1,
    concurrency: 2,
  });
  return metrics;
}

test("jobs are counted by language and outcome, and measured from their submission to their end", async () => {
  const workshop = await openWorkshop();
  const { metrics } = workshop.startWorker({ sandbox });
  const jobIds = [
    await workshop.submit("console.log(1)"),
    await workshop.submit("throw new Error('mine')"),
    await workshop.submit("const text: = 1;", "typescript"),
  ];
  for (const jobId of jobIds) await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
  await eventually(async () =>
    expect(await read(metrics, "jobs_ended_total")).toEqual([
      `workspace_jobs_ended_total{language="javascript",outcome="COMPLETED"} 1`,
      `workspace_jobs_ended_total{language="javascript",outcome="RUNTIME_ERROR"} 1`,
      `workspace_jobs_ended_total{language="typescript",outcome="COMPILE_ERROR"} 1`,
    ]),
  );
  for (const name of ["job_wait", "job_turnaround", "job_program_duration"])
    expect((await read(metrics, `${name}_seconds`)).sort()).toEqual([
      `workspace_${name}_seconds_count{language="javascript"} 2`,
      `workspace_${name}_seconds_count{language="typescript"} 1`,
    ]);
  expect(await read(metrics, "sandbox_kills_total")).toEqual([]);
  expect(await metrics.render()).not.toContain(workshop.projectId);
});

test("what the sandbox ends is counted by what it ended it for", async () => {
  const workshop = await openWorkshop();
  const { metrics } = workshop.startWorker({ sandbox });
  const code = "console.log('x'.repeat(10_000_000))";
  await workshop.waitForStatus(await workshop.submit(code), "FAILED");
  expect(await read(metrics, "sandbox_kills_total")).toEqual([
    `workspace_sandbox_kills_total{limit="OUTPUT_LIMIT"} 1`,
  ]);
});

test("attempts are counted by their end, and a job that exhausts them as one that could not be run", async () => {
  const workshop = await openWorkshop();
  const { metrics } = workshop.startWorker({ sandbox: breakOnce(sandbox) });
  await workshop.waitForStatus(await workshop.submit("1"), "COMPLETED");
  await eventually(async () =>
    expect(await read(metrics, "job_attempts_total")).toEqual([
      `workspace_job_attempts_total{end="recorded"} 1`,
      `workspace_job_attempts_total{end="fault"} 1`,
    ]),
  );
  // A second try waits for its own fault, and not for a worker.
  expect(await read(metrics, "job_wait_seconds")).toHaveLength(1);

  const other = await openWorkshop();
  const broken = other.startWorker({ sandbox: brokenSandbox, attempts: 1 });
  const jobId = await other.submitRow("1");
  await other.enqueue(jobId, 1);
  await eventually(async () =>
    expect(await read(broken.metrics, "jobs_ended_total")).toEqual([
      `workspace_jobs_ended_total{language="unknown",outcome="SANDBOX_ERROR"} 1`,
    ]),
  );
});

test("queue and rows are told of, and while Redis is away the rows alone", async () => {
  const workshop = await openWorkshop();
  for (let count = 0; count < 3; count += 1) await workshop.submit("1");
  await workshop.submitRow("1");
  const metrics = watch(workshop);
  expect(await read(metrics, "queue_jobs")).toEqual([`workspace_queue_jobs{state="waiting"} 3`]);
  expect(await read(metrics, "jobs_pending")).toEqual(["workspace_jobs_pending 4"]);
  expect(await read(metrics, "sandbox_tier_info")).toEqual([
    `workspace_sandbox_tier_info{tier="${sandbox.tier}"} 1`,
  ]);

  await workshop.redisServer.kill();
  await eventually(() => workshop.redis.status !== "ready");
  const later = watch(workshop);
  expect(await later.render()).not.toContain("workspace_queue_jobs{");
  expect(await read(later, "jobs_pending")).toEqual(["workspace_jobs_pending 4"]);
  await workshop.redisServer.restart();
});

test("what recurs is counted: jobs that the queue had lost, rows that were pruned, and what failed", async () => {
  const workshop = await openWorkshop();
  const { owner, database } = workshop;
  await workshop.age(await workshop.submitRow("1"));
  await database.pool.query(
    `INSERT INTO "Session" (id, "userId", "expiresAt")
     VALUES (gen_random_uuid(), $1, now() - interval '1 hour')`,
    [owner.userId],
  );
  const metrics = createMetrics();
  const maintenance = createMaintenance({
    ...workshop,
    logger,
    metrics: createWorkerMetrics(metrics),
    runningJobs: {
      ...createRunningJobs(),
      list() {
        throw new Error("broken");
      },
    },
    attempts: 3,
    backoffMs: 1000,
    reconcileIntervalMs: 50,
    retention: { eventDays: 90, minEvents: 1000, outputDays: 30, idempotencyTtlHours: 24 },
    failExhausted: async () => {},
  });
  maintenance.start();
  onTestFinished(() => maintenance.stop());
  await eventually(async () => {
    expect(await read(metrics, "jobs_reconciled_total")).toEqual([
      "workspace_jobs_reconciled_total 1",
    ]);
    expect(await read(metrics, "pruned_rows_total")).toEqual([
      `workspace_pruned_rows_total{kind="sessions"} 1`,
    ]);
    const [failures = ""] = await read(metrics, "maintenance_failures_total");
    return failures.startsWith(`workspace_maintenance_failures_total{task="stop ended jobs"}`);
  });
});
