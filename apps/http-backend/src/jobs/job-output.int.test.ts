import type { JobOutputBody, OutputPiece } from "@workspace/common/contracts/jobs";
import { jobBodySchema, jobOutputBodySchema } from "@workspace/common/contracts/jobs";
import { createOutputBuffer } from "@workspace/common/output-buffer";
import {
  type Attempt,
  failExhaustedJob,
  finishAttempt,
  releaseAttempt,
  startAttempt,
} from "@workspace/database/job-attempts";
import { pruneExpired } from "@workspace/database/prune";
import { describe, expect, test } from "vitest";
import {
  type Account,
  callApi,
  createAccount,
  createJob,
  createProject,
  expectRefusal,
} from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";
import { STORED_FIGURES } from "../../tests/stored-figures.js";

const app = await openTestApp();
const buffer = createOutputBuffer(app.redis);

const PIECES: OutputPiece[] = [
  ["stdout", "a\n"],
  ["stderr", "b\n"],
  ["stdout", "c\n"],
];
const CHUNKS = [
  { seq: 1, stream: "stdout", chunk: "a\n" },
  { seq: 2, stream: "stderr", chunk: "b\n" },
  { seq: 3, stream: "stdout", chunk: "c\n" },
];

async function createOwnJob() {
  const owner = await createAccount(app);
  return { owner, jobId: await createJob(app, owner, await createProject(app, owner)) };
}

/** Takes a job and prints, as a worker does. */
async function start(jobId: string, pieces = PIECES): Promise<Attempt> {
  const { value } = await startAttempt(app.database, jobId);
  if (value === null) throw new Error("there was nothing to start");
  if (pieces.length > 0) await buffer.append(value.attempt, 1, pieces);
  return value.attempt;
}

/** Records an attempt's end, as a worker does. */
async function finish(attempt: Attempt, pieces = PIECES): Promise<void> {
  const result = { ...STORED_FIGURES, pieces };
  await finishAttempt(app.database, attempt, { status: "COMPLETED", result, error: null });
  await buffer.remove(attempt);
}

async function readOutput({ token }: Account, jobId: string, query = ""): Promise<JobOutputBody> {
  const answer = await callApi(app, `GET /jobs/${jobId}/output${query}`, { token }).expect(200);
  expect(jobOutputBodySchema.parse(answer.body)).toEqual(answer.body);
  return answer.body as JobOutputBody;
}

describe("GET /jobs/:jobId/output", () => {
  test("of a waiting job is empty and to be continued", async () => {
    const { owner, jobId } = await createOwnJob();
    const empty = { jobId, attempt: 0, status: "PENDING", chunks: [], isComplete: false };
    expect(await readOutput(owner, jobId)).toEqual(empty);
    // As it was told.
    expect(await readOutput(owner, jobId, "?after=0&attempt=0")).toEqual(empty);
  });

  test("of a running job is what it has printed so far", async () => {
    const { owner, jobId } = await createOwnJob();
    const attempt = await start(jobId, []);
    const running = { jobId, attempt: 1, status: "PROCESSING", isComplete: false };
    expect(await readOutput(owner, jobId)).toEqual({ ...running, chunks: [] });
    await buffer.append(attempt, 1, PIECES);
    expect(await readOutput(owner, jobId)).toEqual({ ...running, chunks: CHUNKS });
    expect(await readOutput(owner, jobId, "?after=2")).toEqual({
      ...running,
      chunks: CHUNKS.slice(2),
    });
  });

  test("of an ended job is all, in the same pieces with the same numbers", async () => {
    const { owner, jobId } = await createOwnJob();
    await finish(await start(jobId));
    const ended = { jobId, attempt: 1, status: "COMPLETED", isComplete: true };
    for (const after of [0, 1, 3, 100])
      expect(await readOutput(owner, jobId, `?after=${after}`)).toEqual({
        ...ended,
        chunks: CHUNKS.slice(after),
      });
  });

  test("begins anew with each attempt, whatever the caller has had of an earlier one", async () => {
    const { owner, jobId } = await createOwnJob();
    const first = await start(jobId);
    await releaseAttempt(app.database, first);
    const query = "?attempt=1&after=3";
    expect(await readOutput(owner, jobId, query)).toMatchObject({ status: "PENDING", chunks: [] });
    const second = await start(jobId, PIECES.slice(0, 1));
    const running = { attempt: 2, chunks: CHUNKS.slice(0, 1) };
    expect(await readOutput(owner, jobId, query)).toMatchObject(running);
    await finish(second, PIECES.slice(0, 2));
    const ended = { attempt: 2, chunks: CHUNKS.slice(0, 2) };
    expect(await readOutput(owner, jobId, query)).toMatchObject(ended);
    expect((await readOutput(owner, jobId, "?attempt=2&after=1")).chunks).toEqual([CHUNKS[1]]);
  });

  test("of a cancelled job is complete once the worker has handed in the rest", async () => {
    const { owner, jobId } = await createOwnJob();
    const { token } = owner;
    const attempt = await start(jobId, PIECES.slice(0, 2));
    await callApi(app, `POST /jobs/${jobId}/cancel`, { token }).expect(200);
    const cancelled = { attempt: 1, status: "FAILED" };
    expect(await readOutput(owner, jobId)).toMatchObject({
      ...cancelled,
      chunks: CHUNKS.slice(0, 2),
      isComplete: false,
    });
    await finish(attempt);
    expect(await readOutput(owner, jobId)).toMatchObject({
      ...cancelled,
      chunks: CHUNKS,
      isComplete: true,
    });
  });

  test("of a cancelled job is complete at last when its worker has died", async () => {
    const { owner, jobId } = await createOwnJob();
    const { token } = owner;
    await start(jobId);
    await callApi(app, `POST /jobs/${jobId}/cancel`, { token }).expect(200);
    const completedAt = new Date(Date.now() - 60_000);
    await app.database.prisma.job.update({ where: { id: jobId }, data: { completedAt } });
    expect(await readOutput(owner, jobId)).toMatchObject({ chunks: [], isComplete: true });
  });

  test("of a job that ended long ago is kept no longer, which is said here and with the job", async () => {
    const { owner, jobId } = await createOwnJob();
    await finish(await start(jobId));
    const completedAt = new Date(Date.now() - 31 * 86_400_000);
    await app.database.prisma.job.update({ where: { id: jobId }, data: { completedAt } });
    const retention = { eventDays: 0, minEvents: 1, outputDays: 30, idempotencyTtlHours: 24 };
    await pruneExpired(app.database, retention, new AbortController().signal);
    const ended = { jobId, attempt: 1, status: "COMPLETED", chunks: [], isComplete: true };
    expect(await readOutput(owner, jobId, "?after=1")).toEqual({ ...ended, outputExpired: true });
    const { body } = await callApi(app, `GET /jobs/${jobId}`, { token: owner.token }).expect(200);
    const { result } = jobBodySchema.parse(body);
    const empty = { output: "", stdout: "", stderr: "" };
    expect(result).toEqual({ ...STORED_FIGURES, ...empty, outputExpired: true });
  });

  test.each(["cancelled before it started", "given up"])(
    "of a job that was %s is empty and complete",
    async (how) => {
      const { owner, jobId } = await createOwnJob();
      const { token } = owner;
      if (how === "given up") {
        await start(jobId);
        const error = { code: "SANDBOX_ERROR", message: "no worker" } as const;
        await failExhaustedJob(app.database, jobId, error);
      } else await callApi(app, `POST /jobs/${jobId}/cancel`, { token }).expect(200);
      const ended = { status: "FAILED", chunks: [], isComplete: true };
      expect(await readOutput(owner, jobId)).toMatchObject(ended);
    },
  );

  test.each(["after=-1", "after=1.5", "after=x", "attempt=-1", "attempt=x"])(
    "with %s is refused",
    async (query) => {
      const { owner, jobId } = await createOwnJob();
      const { token } = owner;
      const answer = await callApi(app, `GET /jobs/${jobId}/output?${query}`, { token });
      expectRefusal(answer, 400, "VALIDATION_FAILED");
    },
  );
});

test("a job that ends while its output is being read loses none of it", async () => {
  const { owner, jobId } = await createOwnJob();
  const attempt = await start(jobId);
  const texts = new Set<string>();
  const reading = (async () => {
    for (;;) {
      const { chunks, isComplete } = await readOutput(owner, jobId);
      texts.add(chunks.map(({ chunk }) => chunk).join(""));
      if (isComplete) return;
    }
  })();
  await finish(attempt);
  await reading;
  expect([...texts]).toEqual(["a\nb\nc\n"]);
});
