import { createJobProducer } from "@workspace/common/job-queue";
import { createLogger } from "@workspace/common/logger";
import { connectRedis } from "@workspace/common/redis";
import { cancelJob } from "@workspace/database/cancel-jobs";
import { failExhaustedJob } from "@workspace/database/job-attempts";
import { newId } from "@workspace/database/new-id";
import { submitJob } from "@workspace/database/submit-job";
import { eventually } from "@workspace/local-stack/eventually";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openAdminTarget, type Person } from "../../tests/open-admin-target.js";
import { runAdmin } from "../../tests/run-admin.js";

const target = await openAdminTarget();
const { database, env } = target;
const logger = createLogger({ service: "test", level: "silent" });
const redis = connectRedis({ address: target.redisServer, logger, purpose: "test" });
const queue = createJobProducer(redis, logger);
await eventually(() => redis.status === "ready");
afterAll(() => void redis.disconnect());

let person: Person;
beforeEach(async () => {
  person = await target.createPerson();
});

async function createJob(): Promise<string> {
  const payload = { code: "print(1)", language: "python" } as const;
  const input = { projectId: person.projectId, type: "CODE_EXECUTION", payload } as const;
  return (await submitJob(database, person, input, 1000)).value.job.id;
}

async function createFailedJob(message = "no worker"): Promise<string> {
  const id = await createJob();
  await failExhaustedJob(database, id, { code: "SANDBOX_ERROR", message });
  return id;
}

async function createCancelledJob(): Promise<string> {
  const id = await createJob();
  await cancelJob(database, person, id);
  return id;
}

const run = (...args: string[]) => runAdmin(["jobs", ...args], { env });
const listed = async (...args: string[]): Promise<string[]> => {
  const { output } = await run("failed", "--json", "--project", person.projectId, ...args);
  return (JSON.parse(output) as { id: string }[]).map(({ id }) => id);
};
const statusOf = async (id: string) =>
  (await database.prisma.job.findUniqueOrThrow({ where: { id } })).status;

describe("jobs failed", () => {
  test("lists what has failed of a project, the newest first, by code and time", async () => {
    const [first, cancelled, second] = [
      await createFailedJob(),
      await createCancelledJob(),
      await createFailedJob(),
    ];
    await createJob();
    expect(await listed()).toEqual([second, cancelled, first]);
    expect(await listed("--code", "SANDBOX_ERROR")).toEqual([second, first]);
    expect(await listed("--limit", "1")).toEqual([second]);
    const completedAt = new Date(Date.now() - 7_200_000);
    await database.prisma.job.update({ where: { id: first }, data: { completedAt } });
    expect(await listed("--code", "SANDBOX_ERROR", "--since", "1h")).toEqual([second]);
    expect(await listed("--code", "SANDBOX_ERROR", "--since", "3h")).toEqual([second, first]);
  });

  test("prints a table that what a program says cannot break", async () => {
    await createFailedJob(`red \u001b[31m\r\nnext\u202e ${"x".repeat(500)}`);
    const { output } = await run("failed", "--project", person.projectId);
    const lines = output.split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("red [31m next xxx");
    expect(lines[1]?.length).toBeLessThan(220);
  });

  test("says when there is none", async () => {
    const { code, output } = await run("failed", "--project", newId());
    expect({ code, output }).toEqual({ code: 0, output: "No job has failed so." });
  });
});

describe("jobs requeue", () => {
  test("makes jobs wait again, in the rows and in the queue, once", async () => {
    const id = await createFailedJob();
    expect(await run("requeue", id)).toMatchObject({ code: 0, output: `${id}  requeued` });
    expect(await statusOf(id)).toBe("PENDING");
    const queued = await queue.getJob(id);
    expect(queued?.data).toEqual({ jobId: id, requestId: "request" });
    expect(await queued?.getState()).toBe("waiting");
    const again = await run("requeue", id);
    expect(again).toMatchObject({ code: 0, notes: "0 jobs requeued, 1 job left" });
  });

  test("has the entry of the log sent at once", async () => {
    const id = await createFailedJob();
    await run("requeue", id);
    const entry = await database.prisma.projectEvent.findFirstOrThrow({
      where: { projectId: person.projectId },
      orderBy: { seq: "desc" },
    });
    expect(entry).toMatchObject({ type: "job.updated", publishedAt: expect.any(Date) });
  });

  test("takes all of a code, once it is sure", async () => {
    const [failed, cancelled] = [await createFailedJob(), await createCancelledJob()];
    const args = ["requeue", "--code", "SANDBOX_ERROR", "--project", person.projectId];
    expect(await run(...args)).toMatchObject({ code: 1 });
    expect(await statusOf(failed)).toBe("FAILED");
    expect(await run(...args, "--yes")).toMatchObject({ code: 0, output: `${failed}  requeued` });
    expect(await statusOf(failed)).toBe("PENDING");
    expect(await statusOf(cancelled)).toBe("FAILED");
  });

  test("does nothing in a dry run but to say which", async () => {
    const id = await createFailedJob();
    const args = ["requeue", "--code", "SANDBOX_ERROR", "--project", person.projectId];
    expect(await run(...args, "--dry-run")).toMatchObject({ code: 0, output: id });
    expect(await statusOf(id)).toBe("FAILED");
  });

  test("leaves a cancelled job unless it is told to take such", async () => {
    const id = await createCancelledJob();
    expect((await run("requeue", id)).output).toContain("was cancelled");
    expect(await statusOf(id)).toBe("FAILED");
    expect((await run("requeue", id, "--cancelled")).output).toBe(`${id}  requeued`);
  });

  test("says which job is not there, and ends with 1", async () => {
    const [id, nowhere] = [await createFailedJob(), newId()];
    const { code, output } = await run("requeue", nowhere, id);
    expect(code).toBe(1);
    expect(output).toBe(`${nowhere}  left: there is no such job\n${id}  requeued`);
  });

  test("leaves the queueing to the workers while Redis is away", async () => {
    const id = await createFailedJob();
    const away = { ...env, REDIS_PORT: "9" };
    const { code, output } = await runAdmin(["jobs", "requeue", id], { env: away });
    expect({ code, output }).toEqual({
      code: 0,
      output: `${id}  requeued, to be queued by the workers`,
    });
    expect(await statusOf(id)).toBe("PENDING");
    expect(await queue.getJob(id)).toBeNull();
  });
});
