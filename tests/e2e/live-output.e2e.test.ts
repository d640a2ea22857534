import type { Socket as NetSocket } from "node:net";
import type { JobBody, JobOutputBody } from "@workspace/common/contracts/jobs";
import type { JobOutput } from "@workspace/common/contracts/socket-events";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { call, connect, createTeam, finished, type Listener, submit } from "./client.js";

/** Prints for as long as it runs. */
const TICKING = `
let n = 0;
console.log("begin");
setInterval(() => (n % 2 ? console.error : console.log)("tick", n++), 20);`;

const outputOf = ({ heard }: Listener, jobId: string): JobOutput[] =>
  heard
    .filter(({ event, data }) => event === "job:output" && data["jobId"] === jobId)
    .map(({ data }) => data as unknown as JobOutput);

const textOf = (chunks: readonly { chunk: string }[]): string =>
  chunks.map(({ chunk }) => chunk).join("");

async function readOutput(token: string, jobId: string, after = 0): Promise<JobOutputBody> {
  const path = `/jobs/${jobId}/output?after=${after}`;
  return (await call<JobOutputBody>("GET", path, { token })).body;
}

test("a room watches a program, a latecomer misses nothing, and a socket ends it with its output kept", async () => {
  const { projectId, owner, collaborator, viewer } = await createTeam();
  const [vera, carl] = await Promise.all([connect(viewer), connect(collaborator)]);
  await vera.join(projectId);
  const jobId = await submit(owner.token, projectId, { language: "javascript", code: TICKING });
  await eventually(() => outputOf(vera, jobId).length > 5);
  expect(await call("GET", `/jobs/${jobId}`, { token: viewer.token })).toMatchObject({
    body: { status: "PROCESSING", result: null },
  });

  // The latecomer: first the room, then what was printed before.
  await carl.join(projectId);
  const early = await readOutput(collaborator.token, jobId);
  expect(early).toMatchObject({ jobId, attempt: 1, status: "PROCESSING", isComplete: false });
  expect(early.chunks[0]).toMatchObject({ seq: 1, stream: "stdout" });
  await eventually(() => outputOf(carl, jobId).length > 5);

  expect(await carl.ask<JobBody>("job:cancel", { jobId })).toMatchObject({
    ok: true,
    data: { id: jobId, status: "FAILED", error: { code: "CANCELLED" } },
  });
  const all = await eventually(async () => {
    const output = await readOutput(viewer.token, jobId);
    return output.isComplete && output;
  });
  expect(all.chunks.map(({ seq }) => seq)).toEqual(all.chunks.map((_, index) => index + 1));
  await eventually(() => outputOf(vera, jobId).length === all.chunks.length);
  expect(outputOf(vera, jobId)).toEqual(
    all.chunks.map(({ seq, stream, chunk }) => ({
      projectId,
      jobId,
      attempt: 1,
      requestId: expect.any(String),
      seq,
      stream,
      chunk,
    })),
  );
  const last = early.chunks.at(-1)?.seq ?? 0;
  const live = outputOf(carl, jobId).filter(({ seq }) => seq > last);
  expect(textOf([...early.chunks, ...live])).toBe(textOf(all.chunks));

  const { result } = await finished(owner.token, jobId);
  expect(result?.output).toBe(textOf(all.chunks));
  expect(result?.stdout).toMatch(/^begin\n(tick \d*[02468]\n)+$/);
  expect(result?.stderr).toMatch(/^(tick \d*[13579]\n)+$/);
  expect(result?.signal).toBe("SIGKILL");
});

/** The TCP connection under a client that uses a WebSocket. */
const tcpOf = ({ socket }: Listener): NetSocket =>
  (socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;

test("a flood of output reaches its end and every other reader while one reader reads nothing", async () => {
  const { projectId, owner, collaborator, viewer } = await createTeam();
  const [vera, carl] = await Promise.all([connect(viewer), connect(collaborator)]);
  await Promise.all([vera.join(projectId), carl.join(projectId)]);
  tcpOf(vera).pause();
  const jobId = await submit(owner.token, projectId, {
    language: "javascript",
    code: `for (let n = 0; n < 10000; n += 1) console.log(String(n).padEnd(99))`,
  });
  const { status, result } = await finished(owner.token, jobId);
  expect({ status, length: result?.output.length }).toEqual({
    status: "COMPLETED",
    length: 1_000_000,
  });
  await carl.hears("job:updated", { jobId, status: "COMPLETED" });
  expect(textOf(outputOf(carl, jobId))).toBe(result?.output);
  expect(outputOf(vera, jobId)).toEqual([]);

  tcpOf(vera).resume();
  await vera.hears("job:updated", { jobId, status: "COMPLETED" });
  const seqs = outputOf(vera, jobId).map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  const { chunks } = await readOutput(viewer.token, jobId);
  expect(textOf(chunks)).toBe(result?.output);
});
