import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";
import { runEndless } from "../tests/run-endless.js";
import { watchSandbox } from "../tests/sandboxes.js";

const sandbox = await openSandbox({ javascript: 2 });

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
    const { jobId, worker: leaving } = await runEndless(workshop, sandbox);
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
