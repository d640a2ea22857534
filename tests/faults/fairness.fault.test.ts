import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { eventually } from "@workspace/local-stack/eventually";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { send, sendUntilDone } from "./support/rest.js";
import { reportFault } from "./support/report.js";
import { createTeam, type Team } from "./support/team.js";

const CAP = 5000;
const SENDERS = 16;
const MAX_WAIT_MS = 2000;

test("5,000 jobs of one project do not hold up the one of another, and it may have no more", async () => {
  const deployment = await openDeployment({
    gateways: 1,
    env: { JOBS_PER_PROJECT_LIMIT: String(CAP) },
  });
  const { httpUrl, database } = deployment;
  const [crowd, other] = [await createTeam(httpUrl), await createTeam(httpUrl)];
  const accepted = await fillQueue(deployment, crowd);
  expect(accepted).toBeGreaterThanOrEqual(CAP);
  expect(await countUnfinished(deployment, crowd)).toBeLessThanOrEqual(CAP);

  for (let round = 0; round < 5; round += 1) {
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
      running: `${accepted} jobs accepted`,
      recoveryMs: waitedMs,
    });
  }
  await sendUntilDone(httpUrl, `DELETE /projects/${crowd.projectId}`, { token: crowd.owner.token });
  await whenQueueIsEmpty(deployment);
});

async function countUnfinished({ database }: Deployment, { projectId }: Team): Promise<number> {
  const { rowCount } = await database.query(
    `SELECT 1 FROM "Job" WHERE "projectId" = $1 AND status IN ('PENDING', 'PROCESSING')`,
    [projectId],
  );
  return rowCount ?? 0;
}

/** Submits jobs until the project may have no more. @returns how many were accepted */
async function fillQueue({ httpUrl }: Deployment, team: Team): Promise<number> {
  let accepted = 0;
  let isFull = false;
  const sendOnAndOn = async (): Promise<void> => {
    while (!isFull) {
      const answer = await send(httpUrl, "POST /jobs/submit", {
        token: team.owner.token,
        body: jobOf(team),
      });
      if (answer.status === 201) {
        accepted += 1;
        continue;
      }
      expect(answer).toMatchObject({ status: 429, body: { error: { code: "QUEUE_FULL" } } });
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      isFull = true;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sendOnAndOn));
  return accepted;
}

/** What was cancelled with its project is still taken from the queue, one after another, and dropped. */
async function whenQueueIsEmpty({ workers }: Deployment): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(`http://127.0.0.1:${workers[0]?.port}/health`);
      const { queue } = (await response.json()) as { queue: Record<string, number> | null };
      return queue !== null && Object.values(queue).every((count) => count === 0);
    },
    { timeoutMs: 90_000, intervalMs: 200, what: "the queue to be empty" },
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
