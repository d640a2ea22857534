import type { CodeExecutionPayload } from "@workspace/common/contracts/jobs";
import { createSandbox } from "@workspace/sandbox/sandbox";
import { afterAll, expect, test } from "vitest";
import { openWorkshop } from "../tests/open-workshop.js";

const MEBIBYTE = 1024 * 1024;

const sandbox = await createSandbox({
  poolSizes: { javascript: 1, typescript: 0, python: 1 },
  limits: { wallMs: 30_000, cpuMs: 30_000, memoryBytes: 256 * MEBIBYTE },
});
afterAll(() => sandbox.close());

/** Runs a payload as a job, to its end. */
async function runJob(payload: CodeExecutionPayload) {
  const workshop = await openWorkshop();
  workshop.startWorker({ sandbox });
  const jobId = await workshop.submitRow("replaced below");
  await workshop.database.prisma.job.update({ where: { id: jobId }, data: { payload } });
  await workshop.enqueue(jobId);
  return workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
}

test("a job's limits hold its program, and its result has them beside the defaults", async () => {
  const job = await runJob({
    language: "javascript",
    code: "console.log(1); for (;;);",
    limits: { wallMs: 2000, outputBytes: 5000 },
  });
  expect(job).toMatchObject({
    status: "FAILED",
    error: { code: "TIME_LIMIT", message: "The program ran longer than 2000 ms" },
    result: {
      stdout: "1\n",
      limits: { wallMs: 2000, cpuMs: 30_000, memoryBytes: 256 * MEBIBYTE, outputBytes: 5000 },
    },
  });
});

test.each<[language: CodeExecutionPayload["language"], files: Record<string, string>]>([
  [
    "javascript",
    {
      "main.mjs": `import { area } from "./lib/shapes.mjs";\nconsole.log(area(6, 7));`,
      "lib/shapes.mjs": "export const area = (a, b) => a * b;",
    },
  ],
  [
    "typescript",
    {
      "main.ts": `import { area } from "./lib/shapes.js";\nconsole.log(area(6, 7));`,
      "lib/shapes.ts": "export const area = (a: number, b: number): number => a * b;",
    },
  ],
  [
    "python",
    {
      "main.py": "from lib.shapes import area\nprint(area(6, 7))",
      "lib/__init__.py": "",
      "lib/shapes.py": "def area(a, b):\n    return a * b",
    },
  ],
])("a %s program of several files runs from its first", async (language, files) => {
  const job = await runJob({
    language,
    files: Object.entries(files).map(([name, content]) => ({ name, content })),
  });
  expect(job).toMatchObject({ status: "COMPLETED", error: null, result: { stdout: "42\n" } });
});

test.each([
  [undefined, "FAILED"],
  [768 * MEBIBYTE, "COMPLETED"],
])(
  "a program that needs more memory than the default and asks for %s bytes ends %s",
  async (memoryBytes, status) => {
    const job = await runJob({
      language: "python",
      code: `print(len(bytearray(${400 * MEBIBYTE})))`,
      ...(memoryBytes === undefined ? {} : { limits: { memoryBytes } }),
    });
    expect(job).toMatchObject({
      status,
      error: status === "FAILED" ? { code: expect.any(String) } : null,
      result: { limits: { memoryBytes: memoryBytes ?? 256 * MEBIBYTE } },
    });
  },
);
