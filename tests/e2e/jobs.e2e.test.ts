import { expect, test } from "vitest";
import { call, connect, createTeam, finished, submit } from "./client.js";

test("the room sees a job's every status, in order", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const vera = await connect(viewer);
  await vera.join(projectId);
  const jobId = await submit(owner.token, projectId, {
    language: "javascript",
    code: "console.log(6 * 7)",
  });
  await vera.hears("job:updated", { jobId, status: "COMPLETED" });
  const updates = vera.heard.filter(({ event }) => event === "job:updated");
  expect(updates.map(({ data }) => data["status"])).toEqual(["PENDING", "PROCESSING", "COMPLETED"]);
  const seqs = updates.map(({ data }) => data["seq"] as number);
  expect(seqs).toEqual([seqs[0], seqs[0]! + 1, seqs[0]! + 2]);
});

test.for([
  { language: "javascript", code: "throw new Error('broken')", errorCode: "RUNTIME_ERROR" },
  { language: "typescript", code: "const x: = 1;", errorCode: "COMPILE_ERROR" },
  { language: "python", code: "raise ValueError('broken')", errorCode: "RUNTIME_ERROR" },
  { language: "python", code: "print(open('/etc/passwd').read())", errorCode: "RUNTIME_ERROR" },
  {
    language: "javascript",
    code: "const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1));",
    errorCode: "MEMORY_LIMIT",
  },
])("$language: $code ends as $errorCode, after one attempt", async ({ errorCode, ...payload }) => {
  const { projectId, owner } = await createTeam();
  const job = await finished(owner.token, await submit(owner.token, projectId, payload));
  expect(job).toMatchObject({ status: "FAILED", error: { code: errorCode }, attempts: 1 });
});

test("a running program is cancelled once, and at once", async () => {
  const { projectId, owner } = await createTeam();
  const olga = await connect(owner);
  await olga.join(projectId);
  const jobId = await submit(owner.token, projectId, {
    language: "python",
    code: "while True: pass",
  });
  await olga.hears("job:updated", { jobId, status: "PROCESSING" });
  const cancelled = await call("POST", `/jobs/${jobId}/cancel`, { token: owner.token });
  expect(cancelled).toMatchObject({
    status: 200,
    body: { status: "FAILED", error: { code: "CANCELLED" } },
  });
  expect(await call("POST", `/jobs/${jobId}/cancel`, { token: owner.token })).toMatchObject({
    status: 409,
    body: { error: { code: "JOB_FINISHED" } },
  });
});

test("a viewer reads jobs, lists them without output, and cancels none", async () => {
  const { projectId, owner, viewer, stranger } = await createTeam();
  const jobId = await submit(owner.token, projectId, { language: "javascript", code: "1" });
  await finished(owner.token, jobId);
  const { token } = viewer;
  expect(await call("GET", `/jobs/${jobId}`, { token })).toMatchObject({ status: 200 });
  const list = await call<object[]>("GET", `/projects/${projectId}/jobs`, { token });
  expect(list).toMatchObject({ status: 200, body: [{ id: jobId, status: "COMPLETED" }] });
  expect(list.body[0]).not.toHaveProperty("result");
  expect(await call("POST", `/jobs/${jobId}/cancel`, { token })).toMatchObject({ status: 403 });
  expect(await call("GET", `/jobs/${jobId}`, { token: stranger.token })).toMatchObject({
    status: 403,
  });
});

test("twenty jobs at once all end, each with its own output", async () => {
  const { projectId, owner } = await createTeam();
  const jobs = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => ({
      index,
      jobId: await submit(owner.token, projectId, {
        language: "javascript",
        code: `console.log(${index} * 10)`,
      }),
    })),
  );
  for (const { index, jobId } of jobs)
    expect(await finished(owner.token, jobId)).toMatchObject({
      status: "COMPLETED",
      result: { stdout: `${index * 10}\n` },
    });
});
