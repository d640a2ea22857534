import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";
import { brokenSandbox, noSandbox, watchSandbox } from "../tests/sandboxes.js";

const sandbox = await openSandbox({ javascript: 1 });

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
