import { describe, expect, test } from "vitest";
import { createRunningJobs } from "./running-jobs.js";

describe("running jobs", () => {
  test("are listed from their start to their end", async () => {
    const jobs = createRunningJobs();
    let finish: () => void = () => {};
    const run = jobs.run("a", () => new Promise<void>((resolve) => (finish = resolve)));
    expect(jobs.list().map(({ jobId }) => jobId)).toEqual(["a"]);
    finish();
    await run;
    expect(jobs.list()).toEqual([]);
  });

  test("are stopped by id, whichever attempt it is, with the first reason", async () => {
    const jobs = createRunningJobs();
    const untilStopped = (jobId: string) =>
      jobs.run(
        jobId,
        ({ signal }) =>
          new Promise<unknown>((resolve) => {
            signal.addEventListener("abort", () => resolve(signal.reason));
          }),
      );
    const [first, second, other] = [untilStopped("a"), untilStopped("a"), untilStopped("b")];
    jobs.stop("a", "ended");
    jobs.stop("a", "shutdown");
    expect(await Promise.all([first, second])).toEqual(["ended", "ended"]);
    expect(jobs.list().map(({ jobId }) => jobId)).toEqual(["b"]);
    jobs.stop("b", "shutdown");
    expect(await other).toBe("shutdown");
  });

  test("are idle once all have ended, failed ones too", async () => {
    const jobs = createRunningJobs();
    const run = jobs.run("a", async () => {
      throw new Error("fault");
    });
    await jobs.whenIdle();
    expect(jobs.list()).toEqual([]);
    await expect(run).rejects.toThrow("fault");
  });
});
