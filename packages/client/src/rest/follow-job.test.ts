import type { JobBody, JobOutputBody } from "@workspace/common/contracts/jobs";
import { expect, test } from "vitest";
import { WorkspaceError } from "../workspace-error.js";
import { followJob } from "./follow-job.js";

const FINISHED = { id: "j1", status: "COMPLETED" } as JobBody;

/** What the server answers, one time after another. */
type Answer = Partial<JobOutputBody>;

function follow(answers: Answer[]) {
  const asked: object[] = [];
  const run = followJob(Promise.resolve("j1"), {
    get: async () => FINISHED,
    output: async (jobId, query) => {
      asked.push({ jobId, ...query });
      const answer = answers.shift();
      if (answer === undefined) throw new Error("asked once too often");
      const unfinished = { jobId, attempt: 1, status: "PROCESSING", chunks: [], isComplete: false };
      return { ...unfinished, ...answer } as JobOutputBody;
    },
    cancel: async () => {
      throw new WorkspaceError({ code: "JOB_FINISHED", message: "" });
    },
  });
  return { run, asked };
}

const piece = (seq: number, chunk: string) => ({ seq, stream: "stdout" as const, chunk });

test("each piece is asked for once, and in order", async () => {
  const { run, asked } = follow([
    { attempt: 0 },
    { chunks: [piece(1, "a"), piece(2, "b")] },
    {},
    { chunks: [piece(3, "c")], isComplete: true },
  ]);
  const texts: string[] = [];
  for await (const { chunk } of run) texts.push(chunk);
  expect(texts).toEqual(["a", "b", "c"]);
  expect(await run).toBe(FINISHED);
  expect(asked).toEqual([
    { jobId: "j1", after: 0, attempt: 0 },
    { jobId: "j1", after: 0, attempt: 0 },
    { jobId: "j1", after: 2, attempt: 1 },
    { jobId: "j1", after: 2, attempt: 1 },
  ]);
});

test("what a job prints when it is tried again is told as of another attempt, and counted anew", async () => {
  const { run, asked } = follow([
    { chunks: [piece(1, "a"), piece(2, "b")] },
    { attempt: 2 },
    { attempt: 2, chunks: [piece(1, "a")], isComplete: true },
  ]);
  const told: [number, number][] = [];
  for await (const { attempt, seq } of run) told.push([attempt, seq]);
  expect(told).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
  ]);
  expect(asked.at(-1)).toEqual({ jobId: "j1", after: 0, attempt: 2 });
});

test("to cancel what has ended is no failure", async () => {
  const { run } = follow([{ isComplete: true }]);
  await run.cancel();
  expect(await run.jobId).toBe("j1");
  expect(await run).toBe(FINISHED);
});

test("what cannot be followed rejects, for who awaits and for who iterates", async () => {
  const { run } = follow([{ chunks: [piece(1, "a")] }]);
  await expect(run).rejects.toThrow("once too often");
  const texts: string[] = [];
  const reading = (async () => {
    for await (const { chunk } of run) texts.push(chunk);
  })();
  await expect(reading).rejects.toThrow("once too often");
  expect(texts).toEqual(["a"]);
});
