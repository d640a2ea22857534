import { failExhaustedJob, startAttempt } from "@workspace/database/job-attempts";
import { newId } from "@workspace/database/new-id";
import { requeueJob } from "@workspace/database/requeue-job";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ATTEMPTS, logger, openWorkshop, type Workshop } from "../tests/open-workshop.js";
import { reconcileJobs } from "./reconcile-jobs.js";

const reconcile = ({ database, producer }: Workshop, exhausted: string[] = []) =>
  reconcileJobs({
    database,
    queue: producer,
    logger,
    attempts: ATTEMPTS,
    backoffMs: 20,
    failExhausted: async ({ jobId }) => void exhausted.push(jobId),
  });

describe("reconciling", () => {
  test("enqueues a job that the queue does not know, once", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submitRow(`1`);
    await workshop.age(jobId);
    expect(await reconcile(workshop)).toBe(1);
    expect(await reconcile(workshop)).toBe(0);
    const job = await workshop.producer.getJob(jobId);
    expect(job?.data).toEqual({ jobId, requestId: "request" });
    expect(await job?.getState()).toBe("waiting");
  });

  test("leaves a young job to its submitter", async () => {
    const workshop = await openWorkshop();
    const id = await workshop.submitRow(`1`);
    const { createdAt } = await workshop.database.prisma.job.findUniqueOrThrow({ where: { id } });
    onTestFinished(() => void vi.useRealTimers());
    // A clock that stands: the job stays young, however long the reconciler takes to look at it.
    vi.useFakeTimers({ toFake: ["Date"], now: createdAt.getTime() + 1500 });
    expect(await reconcile(workshop)).toBe(0);
  });

  test("leaves waiting, delayed and active jobs alone", async () => {
    const workshop = await openWorkshop();
    const { producer } = workshop;
    const [active, delayed, waiting] = [
      await workshop.submit(`1`),
      await workshop.submitRow(`1`),
      await workshop.submitRow(`1`),
    ];
    await workshop.openConsumer().queue.getNextJob();
    await startAttempt(workshop.database, active);
    await workshop.enqueue(waiting);
    await producer.add({ jobId: delayed, requestId: null }, { jobId: delayed, delay: 60_000 });
    await workshop.age(active, delayed, waiting);
    expect(await reconcile(workshop)).toBe(0);
    expect(await producer.getJobCounts()).toMatchObject({ active: 1, delayed: 1, waiting: 1 });
  });

  test("enqueues a started job whose Bull job is gone", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submitRow(`1`);
    await startAttempt(workshop.database, jobId);
    await workshop.age(jobId);
    expect(await reconcile(workshop)).toBe(1);
  });

  test("gives up a gone job that was started as often as allowed", async () => {
    const workshop = await openWorkshop();
    const jobId = await workshop.submitRow(`1`);
    for (let n = 0; n < ATTEMPTS; n += 1) await startAttempt(workshop.database, jobId);
    await workshop.age(jobId);
    const exhausted: string[] = [];
    expect(await reconcile(workshop, exhausted)).toBe(0);
    expect(exhausted).toEqual([jobId]);
  });

  test("counts the starts of a requeued job from there", async () => {
    const workshop = await openWorkshop();
    const { database } = workshop;
    const jobId = await workshop.submitRow(`1`);
    for (let n = 0; n < ATTEMPTS; n += 1) await startAttempt(database, jobId);
    await failExhaustedJob(database, jobId, { code: "SANDBOX_ERROR", message: "silent" });
    await requeueJob(database, jobId, { takesCancelled: false });
    await startAttempt(database, jobId);
    await workshop.age(jobId);
    expect(await reconcile(workshop)).toBe(1);
    await (await workshop.producer.getJob(jobId))?.remove();
    for (let n = 1; n < ATTEMPTS; n += 1) await startAttempt(database, jobId);
    const exhausted: string[] = [];
    expect(await reconcile(workshop, exhausted)).toBe(0);
    expect(exhausted).toEqual([jobId]);
  });

  test("replaces what Bull kept of a failed job", async () => {
    const workshop = await openWorkshop();
    const { producer } = workshop;
    const jobId = await workshop.submitRow(`1`);
    await producer.add({ jobId, requestId: null }, { jobId, removeOnFail: false });
    const consumer = workshop.openConsumer();
    const job = await consumer.queue.getNextJob();
    await job?.moveToFailed({ message: "kept" });
    expect(await (await producer.getJob(jobId))?.getState()).toBe("failed");
    await workshop.age(jobId);
    expect(await reconcile(workshop)).toBe(1);
    expect(await (await producer.getJob(jobId))?.getState()).toBe("waiting");
  });

  test("gives each job the priority of its place within its project", async () => {
    const workshop = await openWorkshop();
    const jobIds = [await workshop.submitRow(`1`), await workshop.submitRow(`1`)];
    await workshop.age(...jobIds);
    await reconcile(workshop);
    const jobs = await Promise.all(jobIds.map((id) => workshop.producer.getJob(id)));
    expect(jobs.map((job) => job?.opts.priority)).toEqual([1, 2]);
  });

  // A Redis that is not the real one takes its time for so many.
  test("handles more lost jobs than fit one page", { timeout: 90_000 }, async () => {
    const workshop = await openWorkshop();
    const COUNT = 1001;
    const { database, owner, projectId } = workshop;
    await database.prisma.job.createMany({
      data: Array.from({ length: COUNT }, () => ({
        id: newId(),
        projectId,
        submittedById: owner.userId,
        type: "CODE_EXECUTION" as const,
        payload: { code: "1", language: "javascript" },
        createdAt: new Date(0),
      })),
    });
    expect(await reconcile(workshop)).toBe(COUNT);
    expect(await workshop.producer.getWaitingCount()).toBe(COUNT);
    expect(await reconcile(workshop)).toBe(0);
  });
});
