import { finishAttempt, startAttempt } from "@workspace/database/job-attempts";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";
import { runEndless } from "../tests/run-endless.js";
import { gatherRuns, watchSandbox } from "../tests/sandboxes.js";

const sandbox = await openSandbox({ javascript: 2 });

/** A worker takes over within a quarter of it, and itself outlasts pauses of a busy machine. */
const HEIR_LOCK_MS = 8000;

describe("delivery", () => {
  test("a job that is taken over is stopped here and recorded once", async () => {
    const workshop = await openWorkshop();
    // The queue knows nothing of the other worker, and the job must not be given to a third.
    const { jobId, run } = await runEndless(workshop, sandbox, { reconcileIntervalMs: 60_000 });
    const { value: other } = await startAttempt(workshop.database, jobId);
    await eventually(() => run.hasEnded);
    const outcome = { status: "COMPLETED", result: null, error: null } as const;
    expect(other?.attempt.number).toBe(2);
    await finishAttempt(workshop.database, { jobId, number: 2 }, outcome);
    expect(await workshop.readJob(jobId)).toMatchObject({ status: "COMPLETED", attempt: 2 });
  });

  test("a job that is delivered twice at once is recorded once", async () => {
    const workshop = await openWorkshop();
    const watched = watchSandbox(gatherRuns(sandbox, 2));
    workshop.startWorker({ sandbox: watched });
    const jobId = await workshop.submit(`console.log("done")`);
    await eventually(() => watched.runs.length === 1);
    // What Bull does to a job whose lock has run out: back to the queue while it is still running.
    const { client } = workshop.producer;
    await client.del(workshop.producer.toKey(`${jobId}:lock`));
    await client.lpush(workshop.producer.toKey("wait"), jobId);
    await workshop.waitForStatus(jobId, "COMPLETED");
    await eventually(() => watched.runs.length === 2 && watched.runs.every((run) => run.hasEnded));
    expect(await workshop.readJob(jobId)).toMatchObject({
      attempt: 2,
      result: { stdout: "done\n" },
    });
    const finals = await workshop.database.prisma.projectEvent.count({
      where: { payload: { path: ["status"], equals: "COMPLETED" } },
    });
    expect(finals).toBe(1);
  });

  test("the job of a worker that died is taken over", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submit(`console.log("second try")`);
    const dead = workshop.openConsumer(1000);
    await dead.queue.getNextJob();
    await startAttempt(workshop.database, jobId);
    await dead.close();
    workshop.startWorker({ sandbox, lockMs: HEIR_LOCK_MS });
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({ status: "COMPLETED", attempt: 2 });
  });

  test("a job that every worker dies of ends as failed, with an alert", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submitRow(`console.log(1)`);
    await workshop.enqueue(jobId, 1);
    const dead = workshop.openConsumer(1000);
    await dead.queue.getNextJob();
    await startAttempt(workshop.database, jobId);
    await dead.close();
    await workshop.age(jobId);
    const { alerts } = workshop.startWorker({ sandbox, attempts: 1, lockMs: HEIR_LOCK_MS });
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({ status: "FAILED", error: { code: "SANDBOX_ERROR" } });
    await eventually(() => alerts.count() === 1);
  });
});
