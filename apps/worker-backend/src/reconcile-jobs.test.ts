import { expect, test } from "vitest";
import { rankWithinProject } from "./reconcile-jobs.js";

test("a job's place counts the unfinished jobs of its own project alone", () => {
  const jobs = [
    { id: "a1", projectId: "a" },
    { id: "a2", projectId: "a" },
    { id: "b1", projectId: "b" },
    { id: "a3", projectId: "a" },
  ];
  expect(Object.fromEntries(rankWithinProject(jobs))).toEqual({ a1: 1, a2: 2, b1: 1, a3: 3 });
});
