import "@workspace/local-stack/provided-context";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, inject, test } from "vitest";
import { call, connect, createTeam, finished } from "./client.js";

const logPath = inject("serviceLogPath");
const payload = { language: "javascript", code: "console.log(6 * 7)" };

/** Has a job run that was submitted with an id of the client's, before a listener in the room. */
async function submitWatched(requestId: string) {
  const { projectId, owner, viewer } = await createTeam();
  const vera = await connect(viewer);
  await vera.join(projectId);
  const submitted = await call<{ jobId: string }>("POST", "/jobs/submit", {
    token: owner.token,
    headers: { "X-Request-Id": requestId },
    body: { projectId, type: "CODE_EXECUTION", payload },
  });
  const { jobId } = submitted.body;
  await finished(owner.token, jobId);
  return { projectId, owner, vera, submitted, jobId };
}

test("one id leads from a request through its job into the log, the room and every piece of output", async () => {
  const requestId = randomUUID();
  const { projectId, owner, vera, submitted, jobId } = await submitWatched(requestId);
  expect(submitted.headers.get("X-Request-Id")).toBe(requestId);

  await vera.hears("job:updated", { jobId, status: "COMPLETED" });
  const heard = vera.heard.filter(({ data }) => data["jobId"] === jobId);
  expect(heard.map(({ event, data }) => [event, data["status"] ?? data["chunk"]])).toEqual([
    ["job:updated", "PENDING"],
    ["job:updated", "PROCESSING"],
    ["job:output", "42\n"],
    ["job:updated", "COMPLETED"],
  ]);
  expect(heard.map(({ data }) => data["requestId"])).toEqual(heard.map(() => requestId));

  const { token } = owner;
  const log = await call<DomainEvent[]>("GET", `/projects/${projectId}/events`, { token });
  const entries = log.body.filter(({ type }) => type === "job.updated");
  expect(entries.map((entry) => entry.requestId)).toEqual([requestId, requestId, requestId]);
});

test("an event over a socket has an id of its own, which its followers have too", async () => {
  const { projectId, owner } = await createTeam();
  const olga = await connect(owner);
  await olga.join(projectId);
  await olga.ask("project:update", { projectId, changes: { name: "New name" } });
  const { requestId } = await olga.hears("project:changed");
  const { token } = owner;
  const log = await call<DomainEvent[]>("GET", `/projects/${projectId}/events`, { token });
  expect(log.body.at(-1)).toMatchObject({ type: "project.updated", requestId });

  const refused = await olga.ask("job:cancel", { jobId: randomUUID() });
  expect(refused).toMatchObject({
    ok: false,
    error: { code: "NOT_FOUND", requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
  expect(refused).not.toMatchObject({ error: { requestId } });
});

test.runIf(logPath !== null)("the logs of http-backend and worker have that id", async () => {
  const requestId = randomUUID();
  const { projectId, jobId } = await submitWatched(requestId);
  const lines = await eventually(() => {
    const found = readLines(requestId);
    return found.length >= 2 && found;
  });
  expect(lines).toMatchObject([
    {
      service: "http-backend",
      req: { id: requestId, method: "POST", url: "/api/v1/jobs/submit" },
      res: { statusCode: 201 },
    },
    {
      service: "worker-backend",
      msg: "job attempt ended",
      requestId,
      projectId,
      jobId,
      attempt: 1,
      status: "COMPLETED",
    },
  ]);
});

/** What the services have logged with an id, http-backend's lines first. */
const readLines = (requestId: string): { service: string }[] =>
  readFileSync(logPath ?? "", "utf8")
    .split("\n")
    .filter((line) => line.includes(requestId))
    .map((line) => JSON.parse(line) as { service: string })
    .sort((one, other) => one.service.localeCompare(other.service));
