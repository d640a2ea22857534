import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "@workspace/local-stack/eventually";
import { findFreePort } from "@workspace/local-stack/free-port";
import { forkService, stopProcess, waitUntilReady } from "@workspace/local-stack/service-process";
import { expect, onTestFinished, test, vi } from "vitest";
import { openWorkshop, type Workshop } from "../tests/open-workshop.js";

// A worker tries out its isolation before it is ready.
vi.setConfig({ testTimeout: 90_000 });

const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));

/** The built service as a process of its own. */
async function forkWorker(
  { databaseUrl, redisServer }: Workshop,
  shutdownTimeoutMs: number,
): Promise<ChildProcess> {
  const port = await findFreePort();
  const child = forkService({
    rootDir: ROOT_DIR,
    name: "worker-backend",
    port,
    env: {
      ...process.env,
      LOG_LEVEL: "silent",
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisServer.url,
      SANDBOX_WALL_MS: "30000",
      SANDBOX_CPU_MS: "30000",
      SHUTDOWN_TIMEOUT_MS: String(shutdownTimeoutMs),
    },
    output: "inherit",
  });
  onTestFinished(() => stopProcess(child, shutdownTimeoutMs));
  await waitUntilReady({ name: "worker-backend", port }, child);
  return child;
}

/** Waits until a job's program has printed. */
const hasPrinted = ({ outputBuffer }: Workshop, jobId: string) =>
  eventually(async () => (await outputBuffer.read({ jobId, number: 1 }, 0)).length > 0);

async function terminate(child: ChildProcess): Promise<unknown> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const [exitCode] = (await exited) as unknown[];
  return exitCode;
}

test("on SIGTERM a running program finishes within the deadline", async () => {
  const workshop = await openWorkshop();
  const child = await forkWorker(workshop, 60_000);
  const jobId = await workshop.submit(
    `console.log("begin"); setTimeout(() => console.log("end"), 500)`,
  );
  await hasPrinted(workshop, jobId);
  expect(await terminate(child)).toBe(0);
  expect(await workshop.readJob(jobId)).toMatchObject({
    status: "COMPLETED",
    attempt: 1,
    result: { output: "begin\nend\n" },
  });
});

test("on SIGTERM a program that does not finish is handed back for another worker", async () => {
  const workshop = await openWorkshop();
  const child = await forkWorker(workshop, 10_000);
  const jobId = await workshop.submit(`console.log("begin"); for (;;);`);
  await hasPrinted(workshop, jobId);
  expect(await terminate(child)).toBe(0);
  expect(await workshop.readJob(jobId)).toMatchObject({ status: "PENDING", result: null });
  expect(await workshop.producer.getJobCounts()).toMatchObject({ waiting: 1, active: 0 });
});
