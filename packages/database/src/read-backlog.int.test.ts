import { expect, test } from "vitest";
import { createTeam } from "../tests/create-team.js";
import { openTestDatabase } from "../tests/open-test-database.js";
import { submitTestJob } from "../tests/submit-test-job.js";
import { startAttempt } from "./job-attempts.js";
import { readBacklog } from "./read-backlog.js";

const database = await openTestDatabase();

test("what waits is counted, with the age of the oldest", async () => {
  expect(await readBacklog(database)).toEqual({
    unpublishedEvents: 0,
    oldestUnpublishedSeconds: 0,
    pendingJobs: 0,
    processingJobs: 0,
    oldestPendingSeconds: 0,
  });

  const { projectId, owner } = await createTeam(database);
  await database.pool.query(`UPDATE "ProjectEvent" SET "publishedAt" = now() WHERE seq = 1`);
  const [running, waiting] = [
    await submitTestJob(database, owner, projectId),
    await submitTestJob(database, owner, projectId),
  ];
  await startAttempt(database, running.id);
  // A second more than is asked for below: the columns round, up or down.
  await database.pool.query(`UPDATE "Job" SET "createdAt" = now() - interval '91 s'`);
  await database.pool.query(
    `UPDATE "ProjectEvent" SET "createdAt" = now() - interval '3601 s' WHERE seq <= 2`,
  );
  const backlog = await readBacklog(database);
  // Two members, two submissions and a start; the first entry has been published.
  expect(backlog).toMatchObject({ unpublishedEvents: 5, pendingJobs: 1, processingJobs: 1 });
  expect(backlog.oldestPendingSeconds).toBeGreaterThanOrEqual(90);
  expect(backlog.oldestUnpublishedSeconds).toBeGreaterThanOrEqual(3600);

  await startAttempt(database, waiting.id);
  expect(await readBacklog(database)).toMatchObject({ pendingJobs: 0, oldestPendingSeconds: 0 });
});
