import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openSandbox } from "../tests/open-sandbox.js";
import { openWorkshop } from "../tests/open-workshop.js";

const sandbox = await openSandbox({ javascript: 2, typescript: 1, python: 1 });

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
