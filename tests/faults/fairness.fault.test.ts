import { randomUUID } from "node:crypto";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { reportFault } from "./support/report.js";
import { send, sendUntilDone } from "./support/rest.js";
import { createTeam, type Team } from "./support/team.js";

const CAP = 5000;
const ROUNDS = 5;
const MAX_WAIT_MS = 2000;

test("5,000 jobs of one project do not hold up the one of another, and it may have no more", async () => {
  const deployment = await openDeployment({
    gateways: 1,
    env: { JOBS_PER_PROJECT_LIMIT: String(CAP) },
  });
  const { httpUrl, database } = deployment;
  const [crowd, other] = [await createTeam(httpUrl), await createTeam(httpUrl)];
  await fillQueue(deployment, crowd);
  await expectFull(httpUrl, crowd);

  for (let round = 0; round < ROUNDS; round += 1) {
    const jobId = await submit(httpUrl, other);
    const waitedMs = await eventually(async () => {
      const { rows } = await database.query<{ ms: number | null }>(
        `SELECT extract(epoch FROM "startedAt" - "createdAt")::float * 1000 AS ms FROM "Job" WHERE id = $1`,
        [jobId],
      );
      return rows[0]?.ms ?? undefined;
    });
    expect(waitedMs).toBeLessThan(MAX_WAIT_MS);
    reportFault({
      fault: "one job beside 5,000 of another project",
      running: "two programs of a second at a time",
      recoveryMs: waitedMs,
    });
  }
  await eventually(async () => {
    const route = `DELETE /projects/${crowd.projectId}`;
    const { status } = await send(httpUrl, route, { token: crowd.owner.token });
    // An answer that was lost is followed by one that says that the project is gone.
    return status === 204 || status === 404;
  });
  await whenQueueIs(deployment, (waiting) => waiting === 0);
});

/**
 * Gives a project as many unfinished jobs as it may have: copies of one that was submitted, which the reconciler
 * then puts into the queue, as after a Redis that came back empty.
 */
async function fillQueue(deployment: Deployment, team: Team): Promise<void> {
  const jobId = await submit(deployment.httpUrl, team);
  await deployment.database.query(
    `INSERT INTO "Job" (id, "projectId", "submittedById", type, payload, "createdAt")
     SELECT gen_random_uuid(), "projectId", "submittedById", type, payload, now() - interval '1 minute'
     FROM "Job", generate_series(1, $2::int) WHERE id = $1`,
    [jobId, CAP],
  );
  await whenQueueIs(deployment, (waiting) => waiting > CAP - 100);
}

async function expectFull(httpUrl: string, team: Team): Promise<void> {
  const answer = await send(httpUrl, "POST /jobs/submit", {
    token: team.owner.token,
    body: jobOf(team),
  });
  // Some have ended since: as many may follow.
  if (answer.status === 201) return expectFull(httpUrl, team);
  expect(answer).toMatchObject({ status: 429, body: { error: { code: "QUEUE_FULL" } } });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
}

/** What was cancelled with its project is still taken from the queue, one after another, and dropped. */
async function whenQueueIs(
  { workers }: Deployment,
  isWanted: (waiting: number) => boolean,
): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(`http://127.0.0.1:${workers[0]?.port}/health`);
      const { queue } = (await response.json()) as { queue: Record<string, number> | null };
      return (
        queue !== null && isWanted(Object.values(queue).reduce((sum, count) => sum + count, 0))
      );
    },
    { timeoutMs: 90_000, intervalMs: 200, what: "the queue to be as wanted" },
  );
}

async function submit(httpUrl: string, team: Team): Promise<string> {
  const { body } = await sendUntilDone<{ jobId: string }>(httpUrl, "POST /jobs/submit", {
    token: team.owner.token,
    body: jobOf(team),
    key: randomUUID(),
  });
  return body.jobId;
}

const jobOf = ({ projectId }: Team) => ({
  projectId,
  type: "CODE_EXECUTION",
  payload: { language: "javascript", code: "setTimeout(() => {}, 1000)" },
});
