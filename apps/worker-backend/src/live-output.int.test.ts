import { projectTopic } from "@workspace/common/contracts/bus-topics";
import type { OutputChunk, OutputPiece } from "@workspace/common/contracts/jobs";
import { cancelJob } from "@workspace/database/cancel-jobs";
import { eventually } from "@workspace/local-stack/eventually";
import { createSandbox } from "@workspace/sandbox/sandbox";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { openWorkshop, type Workshop } from "../tests/open-workshop.js";
import { breakOnce, watchSandbox } from "../tests/sandboxes.js";

const sandbox = await createSandbox({
  poolSizes: { javascript: 2, typescript: 0, python: 0 },
  // No program here is to end of its time.
  limits: { wallMs: 30_000, cpuMs: 30_000 },
});
afterAll(() => sandbox.close());

/** Prints for as long as it runs. */
const TICKING = `console.log("begin"); setInterval(() => console.log("tick"), 20);`;

type Heard = OutputChunk & { attempt: number };

/** Hears what a gateway would: the pieces of jobs and the statuses of jobs, in one row. */
async function listen({ bus, projectId }: Workshop) {
  const heard: (Heard | string)[] = [];
  const unsubscribe = await bus.subscribe(projectTopic(projectId), (message) => {
    if (message.kind === "event" && message.event.type === "job.updated")
      heard.push(message.event.payload.status);
    if (message.kind === "job.output")
      for (const [index, [stream, chunk]] of message.pieces.entries())
        heard.push({ attempt: message.attempt, seq: message.firstSeq + index, stream, chunk });
  });
  onTestFinished(() => unsubscribe().catch(() => {}));
  return { heard, pieces: () => heard.filter((each): each is Heard => typeof each !== "string") };
}

const numbered = (pieces: readonly OutputPiece[], attempt = 1): Heard[] =>
  pieces.map(([stream, chunk], index) => ({ attempt, seq: index + 1, stream, chunk }));

test("what a program prints is heard and kept for latecomers while it runs", async () => {
  const workshop = await openWorkshop();
  const room = await listen(workshop);
  workshop.startWorker({ sandbox });
  const jobId = await workshop.submit(TICKING);
  await eventually(() => room.pieces().length > 3);
  const { status } = await workshop.readJob(jobId);
  expect(status).toBe("PROCESSING");
  const early = room.pieces();
  const kept = await workshop.outputBuffer.read({ jobId, number: 1 }, 0);
  expect(kept.slice(0, early.length).map((chunk) => Object.assign(chunk, { attempt: 1 }))).toEqual(
    early,
  );

  const { events } = await cancelJob(workshop.database, workshop.owner, jobId);
  await workshop.publisher.publish(events);
  const job = await eventually(async () => {
    const row = await workshop.readJob(jobId);
    return row.result !== null && row;
  });
  await eventually(() => room.pieces().length >= job.pieces.length);
  expect(room.pieces()).toEqual(numbered(job.pieces));
  expect(job.result?.stdout).toMatch(/^begin\n(tick\n)+$/);
  await eventually(
    async () => (await workshop.outputBuffer.read({ jobId, number: 1 }, 0)).length === 0,
  );
});

test("both streams are heard in the order in which they came, before the job's end", async () => {
  const workshop = await openWorkshop();
  const room = await listen(workshop);
  workshop.startWorker({ sandbox });
  const jobId = await workshop.submit(
    `console.log("one"); setTimeout(() => { console.error("two"); setTimeout(() => console.log("three"), 200); }, 200);`,
  );
  const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
  await eventually(() => room.heard.includes("COMPLETED"));
  expect(job.pieces).toEqual([
    ["stdout", "one\n"],
    ["stderr", "two\n"],
    ["stdout", "three\n"],
  ]);
  expect(room.heard.filter((each) => each !== "PENDING" && each !== "PROCESSING")).toEqual([
    ...numbered(job.pieces),
    "COMPLETED",
  ]);
});

test("output up to the limit is heard whole, in bounded pieces", async () => {
  const workshop = await openWorkshop();
  const room = await listen(workshop);
  workshop.startWorker({ sandbox });
  const jobId = await workshop.submit(
    `for (let n = 0; n < 10000; n += 1) console.log(String(n).padEnd(99))`,
  );
  const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
  expect(job.result).toMatchObject({ truncated: false, exitCode: 0 });
  expect(job.result?.stdout).toHaveLength(1_000_000);
  await eventually(() => room.heard.includes("COMPLETED"));
  expect(room.pieces()).toEqual(numbered(job.pieces));
  for (const { chunk } of room.pieces()) expect(chunk.length).toBeLessThanOrEqual(32_768);
});

test("a program goes on while Redis is away, and its row has all that it printed", async () => {
  const workshop = await openWorkshop();
  const watched = watchSandbox(sandbox);
  workshop.startWorker({ sandbox: watched });
  const jobId = await workshop.submit(TICKING);
  const run = await eventually(() => watched.runs[0]);
  await eventually(() => run.printed.includes("tick"));
  await workshop.redisServer.kill();
  const before = run.printed.length;
  await eventually(() => run.printed.length > before + 100);
  await cancelJob(workshop.database, workshop.owner, jobId);
  await eventually(() => run.hasEnded);
  const job = await eventually(async () => {
    const row = await workshop.readJob(jobId);
    return row.result !== null && row;
  });
  expect(job.result?.output).toBe(run.printed);
});

test("once Redis is back, empty, latecomers get all from the beginning", async () => {
  const workshop = await openWorkshop();
  const room = await listen(workshop);
  const watched = watchSandbox(sandbox);
  workshop.startWorker({ sandbox: watched });
  const jobId = await workshop.submit(TICKING);
  await eventually(() => room.pieces().length > 2);
  await workshop.redisServer.kill();
  const run = await eventually(() => watched.runs[0]);
  const before = run.printed.length;
  await eventually(() => run.printed.length > before + 50);
  await workshop.redisServer.restart({ isEmpty: true });
  const attempt = { jobId, number: 1 };
  const printed = run.printed.length;
  const kept = await eventually(async () => {
    const chunks = await workshop.outputBuffer.read(attempt, 0);
    const text = chunks.map(({ chunk }) => chunk).join("");
    return text.length >= printed && text;
  });
  expect(run.printed.startsWith(kept)).toBe(true);
});

test("an attempt that fails of our own fault begins anew, with its own number", async () => {
  const workshop = await openWorkshop();
  const room = await listen(workshop);
  workshop.startWorker({ sandbox: breakOnce(sandbox) });
  const jobId = await workshop.submit(`console.log("kept")`);
  const job = await workshop.waitForStatus(jobId, "COMPLETED", "FAILED");
  expect(job).toMatchObject({ status: "COMPLETED", attempt: 2, pieces: [["stdout", "kept\n"]] });
  await eventually(() => room.heard.includes("COMPLETED"));
  expect(room.pieces()).toEqual([
    { attempt: 1, seq: 1, stream: "stdout", chunk: "lost\n" },
    { attempt: 2, seq: 1, stream: "stdout", chunk: "kept\n" },
  ]);
  await eventually(
    async () => (await workshop.outputBuffer.read({ jobId, number: 1 }, 0)).length === 0,
  );
});

test("a job that is cancelled while its worker shuts down keeps its output so far", async () => {
  const workshop = await openWorkshop();
  const watched = watchSandbox(sandbox);
  const worker = workshop.startWorker({ sandbox: watched });
  const jobId = await workshop.submit(TICKING);
  const run = await eventually(() => watched.runs[0]);
  await eventually(() => run.printed !== "");
  // Nobody is told of it: the worker stops the program for its own reason.
  await Promise.all([cancelJob(workshop.database, workshop.owner, jobId), worker.stopTaking()]);
  await worker.finishRunning(0);
  expect(await workshop.readJob(jobId)).toMatchObject({
    status: "FAILED",
    error: { code: "CANCELLED" },
    result: { output: run.printed },
  });
});
