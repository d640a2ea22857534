import type { JobSummary } from "@workspace/common/contracts/jobs";
import type { JobUpdated } from "@workspace/common/contracts/socket-events";
import { describe, expect, test } from "vitest";
import { describeDuration, describeStatus, type Run } from "./run.js";
import { createRuns } from "./runs.js";

const summary = (id: string): JobSummary => ({
  id,
  projectId: "p",
  type: "CODE_EXECUTION",
  status: "PENDING",
  submittedBy: "u",
  error: null,
  attempts: 0,
  createdAt: "2026-01-31T12:00:00.000Z",
  startedAt: null,
  completedAt: null,
});

const update = (jobId: string, status: JobUpdated["status"]): JobUpdated => ({
  projectId: "p",
  jobId,
  type: "CODE_EXECUTION",
  status,
  submittedBy: "u",
  error: null,
  executionTime: status === "COMPLETED" ? 5 : null,
  seq: 1,
  requestId: null,
});

function open(listJobs: () => Promise<readonly JobSummary[]>) {
  const listeners: ((update: JobUpdated) => void)[] = [];
  const room = {
    on(name: string, listener: never) {
      if (name === "jobUpdated") listeners.push(listener);
      return () => undefined;
    },
  };
  const runs = createRuns(room, listJobs);
  const tell = (data: JobUpdated): void => {
    for (const listener of listeners) listener(data);
  };
  const states = () => runs.list.get()?.map(({ id, status }: Run) => `${id} ${status}`);
  return { runs, tell, states };
}

describe("the list of runs", () => {
  test("takes what happens while it is loaded", async () => {
    let answer = (_jobs: readonly JobSummary[]): void => undefined;
    const { runs, tell, states } = open(() => new Promise((resolve) => (answer = resolve)));
    const loading = runs.reload();
    tell(update("old", "COMPLETED"));
    tell(update("new", "PENDING"));
    answer([summary("old")]);
    await loading;
    expect(states()).toEqual(["new PENDING", "old COMPLETED"]);
  });

  test("is not taken back by an older listing that comes late", async () => {
    const answers: ((jobs: readonly JobSummary[]) => void)[] = [];
    const { runs, states } = open(() => new Promise((resolve) => void answers.push(resolve)));
    const [older, newer] = [runs.reload(), runs.reload()];
    answers[1]?.([summary("new"), summary("old")]);
    await newer;
    answers[0]?.([summary("old")]);
    await older;
    expect(states()).toEqual(["new PENDING", "old PENDING"]);
  });

  test("has a run that was submitted here at once, and once when its event comes", async () => {
    const { runs, tell, states } = open(() => Promise.resolve([summary("old")]));
    await runs.reload();
    const { id, status, submittedBy, error, createdAt } = summary("mine");
    runs.add({ id, status, submittedBy, error, createdAt, executionTime: null });
    expect(states()).toEqual(["mine PENDING", "old PENDING"]);
    tell(update("mine", "PROCESSING"));
    runs.add({ id, status, submittedBy, error, createdAt, executionTime: null });
    expect(states()).toEqual(["mine PROCESSING", "old PENDING"]);
  });

  test("keeps what it has when it cannot be loaded again, and tells why", async () => {
    let hasFailed = false;
    const { runs, states } = open(() =>
      hasFailed ? Promise.reject(new Error("away")) : Promise.resolve([summary("old")]),
    );
    await runs.reload();
    hasFailed = true;
    await runs.reload();
    expect(states()).toEqual(["old PENDING"]);
    expect(runs.failure.get()).toBeInstanceOf(Error);
  });
});

test.each([
  [0.514, "0.51 ms"],
  [9, "9 ms"],
  [340.4, "340 ms"],
  [1234, "1.2 s"],
])("a duration of %d ms reads %s", (ms, words) => {
  expect(describeDuration(ms)).toBe(words);
});

test("a run that was cancelled is no failure of the program", () => {
  expect(describeStatus("FAILED", { code: "CANCELLED", message: "" })).toEqual({
    text: "Cancelled",
    tone: "warn",
  });
  expect(describeStatus("FAILED", { code: "TIME_LIMIT", message: "" }).tone).toBe("bad");
});
