import { workerTopic } from "@workspace/common/contracts/bus-topics";
import { cancelJob } from "@workspace/database/cancel-jobs";
import { removeCollaborator, updateCollaborator } from "@workspace/database/write-collaborators";
import { deleteProject } from "@workspace/database/write-project";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";
import { runEndless } from "../tests/run-endless.js";

const sandbox = await openSandbox({ javascript: 2 });

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
    const { jobId, run } = await runEndless(workshop, sandbox);
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
    const { jobId, run } = await runEndless(workshop, sandbox);
    // The row says that the job goes on, so nothing but this can end it.
    await workshop.bus.publish(workerTopic, { kind: "job.cancelled", jobId });
    await eventually(() => run.hasEnded);
  });

  test("reaches a running job while Redis is away", async () => {
    const workshop = await openWorkshop();
    const { jobId, run } = await runEndless(workshop, sandbox);
    await workshop.redisServer.kill();
    await cancelJob(workshop.database, workshop.owner, jobId);
    await eventually(() => run.hasEnded);
    const { status, error } = await workshop.readJob(jobId);
    expect({ status, code: error?.code }).toEqual({ status: "FAILED", code: "CANCELLED" });
  });

  test("deleting the project stops its running job", async () => {
    const workshop = await openWorkshop();
    const { run } = await runEndless(workshop, sandbox);
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
    const { jobId, run } = await runEndless(workshop, sandbox, { actor: member });
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
