import { eventually } from "@workspace/local-stack/eventually";
import { listLastingKeys } from "@workspace/local-stack/lasting-keys";
import { expect, test } from "vitest";
import { openWorkshop } from "../tests/open-workshop.js";
import { breakOnce, brokenSandbox } from "../tests/sandboxes.js";

test("of a job that has ended Redis keeps nothing, and all else that a worker writes there expires", async () => {
  const workshop = await openWorkshop();
  const jobId = await workshop.submit("1");
  const keysOfJob = () => workshop.redis.keys(`*${jobId}*`);
  expect(await keysOfJob()).not.toEqual([]);
  workshop.startWorker({ sandbox: breakOnce(brokenSandbox) });
  await workshop.waitForStatus(jobId, "FAILED");
  await eventually(async () => (await keysOfJob()).length === 0);
  await eventually(async () => (await workshop.redis.keys("workers:*")).length === 2);
  // Bull's count of all jobs that there have ever been.
  expect(await listLastingKeys(workshop.redis)).toEqual(["bull:jobs:id"]);
});
