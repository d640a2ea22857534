import { workerTopic } from "@workspace/common/contracts/bus-topics";
import { cancelJob } from "@workspace/database/cancel-jobs";
import { finishAttempt, startAttempt } from "@workspace/database/job-attempts";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { deleteProject } from "@workspace/database/write-project";
import { eventually } from "@workspace/local-stack/eventually";
import { createSandbox } from "@workspace/sandbox/sandbox";
import { afterAll, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../tests/open-workshop.js";
import { brokenSandbox, gatherRuns, noSandbox, watchSandbox } from "../tests/sandboxes.js";

const sandbox = await createSandbox({
  poolSizes: { javascript: 2, typescript: 1, python: 1 },
  // Longer than any wait below: what is to be stopped must not end of a limit first.
  limits: { wallMs: 30_000, cpuMs: 30_000 },
});
afterAll(() => sandbox.close());

const ENDLESS = `console.log("so far"); for (;;);`;
/** A worker takes over within a quarter of it, and itself outlasts pauses of a busy machine. */
const HEIR_LOCK_MS = 8000;

/** Starts a worker and an endless program on it, and waits until the program has printed. */
async function runEndless(
  workshop: Workshop,
  { actor = workshop.owner, ...options }: { actor?: Actor; reconcileIntervalMs?: number } = {},
) {
  const watched = watchSandbox(sandbox);
  const worker = workshop.startWorker({ sandbox: watched, ...options });
  const jobId = await workshop.submit(ENDLESS, "javascript", actor);
  const run = await eventually(() => watched.runs[0]);
  await eventually(() => run.printed !== "");
  return { jobId, run, worker };
}

type Actor = Workshop["owner"];

describe("running programs", () => {
  test.each([
    ["javascript", `console.log("hello")`],
    ["typescript", `const text: string = "hello"; console.log(text)`],
    ["python", `print("hello")`],
  ] as const)("a %s program completes with its output", async (language, code) => {
    const workshop = await openWorkshop();
    workshop.startWorker({ sandbox });
    const jobId = await workshop.submit(code, language);
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({
      status: "COMPLETED",
      error: null,
      attempt: 1,
      result: {
        output: "hello\n",
        stdout: "hello\n",
        stderr: "",
        exitCode: 0,
        truncated: false,
        isolation: sandbox.tier,
      },
    });
    expect(job.result?.executionTime).toBeGreaterThan(0);
    expect(job.result?.limits["wallMs"]).toBeGreaterThan(0);
    await eventually(async () => (await workshop.producer.getJob(jobId)) === null);
  });

  test("standard input and arguments reach the program", async () => {
    const workshop = await openWorkshop();
    workshop.startWorker({ sandbox });
    const jobId = await workshop.submitRow("replaced below");
    const code = `console.log(require("fs").readFileSync(0, "utf8") + process.argv[2])`;
    await workshop.database.prisma.job.update({
      where: { id: jobId },
      data: { payload: { code, language: "javascript", stdin: "in-", args: ["arg"] } },
    });
    await workshop.enqueue(jobId);
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job.result?.stdout).toBe("in-arg\n");
  });

  test("what the program does wrong is final, with the output so far", async () => {
    const workshop = await openWorkshop();
    workshop.startWorker({ sandbox });
    const jobId = await workshop.submit(`console.log("before"); throw new Error("mine")`);
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({
      status: "FAILED",
      attempt: 1,
      error: { code: "RUNTIME_ERROR" },
      result: { stdout: "before\n" },
    });
    expect(job.error?.message).toContain("mine");
    await eventually(async () => (await workshop.producer.getJob(jobId)) === null);
  });

  test("every status is logged and published in order", async () => {
    const workshop = await openWorkshop();
    workshop.startWorker({ sandbox });
    const jobId = await workshop.submit(`console.log(1)`);
    await workshop.waitForStatus(jobId, "COMPLETED");
    const rows = await eventually(async () => {
      const events = await workshop.database.prisma.projectEvent.findMany({
        where: { projectId: workshop.projectId, type: "job.updated" },
        orderBy: { seq: "asc" },
      });
      return events.every((event) => event.publishedAt !== null) && events;
    });
    const statuses = rows.map(({ payload }) => (payload as { status: string }).status);
    expect(statuses).toEqual(["PENDING", "PROCESSING", "COMPLETED"]);
  });
});

describe("faults of the infrastructure", () => {
  test("are retried, then fail the job and raise one alert", async () => {
    const workshop = await openWorkshop();
    const { alerts } = workshop.startWorker({ sandbox: brokenSandbox });
    const jobId = await workshop.submit(`console.log(1)`);
    const job = await workshop.waitForStatus(jobId, "FAILED");
    expect(job.error?.code).toBe("SANDBOX_ERROR");
    expect(job.error?.message).toContain("3 attempts");
    expect(job.error?.message).not.toContain("/usr/bin");
    await eventually(() => alerts.count() === 1);
  });

  test("that go away cost the job nothing but time", async () => {
    const workshop = await openWorkshop();
    let faults = 2;
    const { alerts } = workshop.startWorker({
      sandbox: {
        ...sandbox,
        run: (...args) => ((faults -= 1) >= 0 ? brokenSandbox : sandbox).run(...args),
      },
    });
    const jobId = await workshop.submit(`console.log("at last")`);
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({ status: "COMPLETED", attempt: 3, result: { stdout: "at last\n" } });
    expect(alerts.count()).toBe(0);
  });

  test("without any isolation a job fails at once and is not tried", async () => {
    const workshop = await openWorkshop();
    const { alerts } = workshop.startWorker({ sandbox: noSandbox });
    const jobId = await workshop.submit(`console.log(1)`);
    const job = await workshop.waitForStatus(jobId, "FAILED");
    expect(job).toMatchObject({ startedAt: null, error: { code: "SANDBOX_ERROR" } });
    expect(job.error?.message).toContain("no isolation");
    await eventually(() => alerts.count() === 1);
  });

  test("a language without a runtime fails at once", async () => {
    const workshop = await openWorkshop();
    const watched = watchSandbox({ ...sandbox, languages: () => [] });
    workshop.startWorker({ sandbox: watched });
    const job = await workshop.waitForStatus(await workshop.submit("1"), "FAILED");
    expect(job.error?.message).toContain("no javascript runtime");
    expect(watched.runs).toEqual([]);
  });
});

describe("cancelling", () => {
  test("a waiting job never starts", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submit(`console.log(1)`);
    const next = await workshop.submit(`console.log(2)`);
    await cancelJob(workshop.database, workshop.owner, jobId);
    workshop.startWorker({ sandbox });
    await workshop.waitForStatus(next, "COMPLETED");
    await eventually(async () => (await workshop.producer.getJob(jobId)) === null);
    expect(await workshop.readJob(jobId)).toMatchObject({
      status: "FAILED",
      attempt: 0,
      startedAt: null,
      error: { code: "CANCELLED" },
    });
  });

  test("a running job is dead long before its limits, and its output so far is kept", async () => {
    const workshop = await openWorkshop();
    const { jobId, run } = await runEndless(workshop);
    const { events } = await cancelJob(workshop.database, workshop.owner, jobId);
    await workshop.publisher.publish(events);
    await eventually(() => run.hasEnded);
    const job = await eventually(async () => {
      const row = await workshop.readJob(jobId);
      return row.result !== null && row;
    });
    expect(job).toMatchObject({
      status: "FAILED",
      error: { code: "CANCELLED" },
      result: { stdout: "so far\n", signal: "SIGKILL" },
    });
  });

  test("needs only the message of it, not the look at the rows once a second", async () => {
    const workshop = await openWorkshop();
    const { jobId, run } = await runEndless(workshop);
    // The row says that the job goes on, so nothing but this can end it.
    await workshop.bus.publish(workerTopic, { kind: "job.cancelled", jobId });
    await eventually(() => run.hasEnded);
  });

  test("reaches a running job while Redis is away", async () => {
    const workshop = await openWorkshop();
    const { jobId, run } = await runEndless(workshop);
    await workshop.redisServer.kill();
    await cancelJob(workshop.database, workshop.owner, jobId);
    await eventually(() => run.hasEnded);
    const { status, error } = await workshop.readJob(jobId);
    expect({ status, code: error?.code }).toEqual({ status: "FAILED", code: "CANCELLED" });
  });

  test("deleting the project stops its running job", async () => {
    const workshop = await openWorkshop();
    const { run } = await runEndless(workshop);
    const { database, owner, projectId, publisher } = workshop;
    const { events } = await deleteProject(database, owner, projectId);
    await publisher.publish(events);
    await eventually(() => run.hasEnded);
  });

  test.each([
    ["removing its submitter", null],
    ["making its submitter a viewer", "VIEWER"],
  ] as const)("%s stops a running job", async (_, role) => {
    const workshop = await openWorkshop();
    const member = await workshop.addMember();
    const { jobId, run } = await runEndless(workshop, { actor: member });
    const { database, owner, projectId, publisher } = workshop;
    const target = { projectId, userId: member.userId };
    const { events } =
      role === null
        ? await removeCollaborator(database, owner, target)
        : await updateCollaborator(database, owner, { ...target, role });
    await publisher.publish(events);
    await eventually(() => run.hasEnded);
    expect((await workshop.readJob(jobId)).error?.code).toBe("CANCELLED");
  });
});

describe("delivery", () => {
  test("a job that is taken over is stopped here and recorded once", async () => {
    const workshop = await openWorkshop();
    // The queue knows nothing of the other worker, and the job must not be given to a third.
    const { jobId, run } = await runEndless(workshop, { reconcileIntervalMs: 60_000 });
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

describe("shutting down", () => {
  test("lets a running program finish", async () => {
    const workshop = await openWorkshop();
    const watched = watchSandbox(sandbox);
    const worker = workshop.startWorker({ sandbox: watched });
    const jobId = await workshop.submit(`setTimeout(() => console.log("end"), 300)`);
    await eventually(() => watched.runs.length === 1);
    await worker.stopTaking();
    await worker.finishRunning(5000);
    expect(await workshop.readJob(jobId)).toMatchObject({ status: "COMPLETED", attempt: 1 });
    expect(await workshop.producer.getJob(jobId)).toBeNull();
  });

  test("hands a program that takes too long to another worker", async () => {
    const workshop = await openWorkshop();
    const { jobId, worker: leaving } = await runEndless(workshop);
    await leaving.stopTaking();
    await leaving.finishRunning(50);
    expect((await workshop.readJob(jobId)).status).toBe("PENDING");
    expect(await workshop.producer.getJobCounts()).toMatchObject({ waiting: 1, active: 0 });
    // The same job, with a program that ends.
    await workshop.database.prisma.job.update({
      where: { id: jobId },
      data: { payload: { code: `console.log("end")`, language: "javascript" } },
    });
    workshop.startWorker({ sandbox });
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({ status: "COMPLETED", attempt: 2, result: { stdout: "end\n" } });
  });

  test("takes no further job", async () => {
    const workshop = await openWorkshop();
    const worker = workshop.startWorker({ sandbox });
    await workshop.waitForStatus(await workshop.submit(`console.log(1)`), "COMPLETED");
    await worker.stopTaking();
    const jobId = await workshop.submit(`console.log(2)`);
    await worker.finishRunning(1000);
    await worker.close();
    expect((await workshop.readJob(jobId)).status).toBe("PENDING");
  });
});

describe("with Redis away", () => {
  test("a job that was submitted meanwhile runs once Redis is back", async () => {
    const workshop = await openWorkshop();
    workshop.startWorker({ sandbox });
    await workshop.waitForStatus(await workshop.submit(`console.log(1)`), "COMPLETED");
    await workshop.redisServer.kill();
    const jobId = await workshop.submitRow(`console.log(2)`);
    await expect(workshop.enqueue(jobId)).rejects.toThrow();
    await workshop.redisServer.restart({ isEmpty: true });
    const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
    expect(job).toMatchObject({ status: "COMPLETED", attempt: 1 });
  });
});
