import { eventually } from "@workspace/local-stack/eventually";
import { expect } from "vitest";
import type { Acknowledged, Watcher } from "./acknowledged.js";
import type { Deployment } from "./deployment.js";

/** Longest that a job may take whose worker died: until its lock lapses, and it is taken and run again. */
const SETTLE_TIMEOUT_MS = 90_000;

/** Checks what was acknowledged against what is in PostgreSQL and what every client has heard. */
export async function expectNothingLost(
  deployment: Deployment,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  for (const project of acknowledged) {
    await whenSettled(deployment, project);
    await expectContent(deployment, project);
    await expectProjects(deployment, project);
    await expectJobs(deployment, project);
    await expectLog(deployment, project);
    for (const watcher of project.watchers) await expectHeard(deployment, project, watcher);
  }
}

async function whenSettled({ database }: Deployment, { team }: Acknowledged): Promise<void> {
  await eventually(
    async () => {
      const { rows } = await database.query<{ unfinished: number; unpublished: number }>(
        `SELECT (SELECT count(*)::int FROM "Job"
                 WHERE "projectId" = $1 AND status IN ('PENDING', 'PROCESSING')) AS unfinished,
                (SELECT count(*)::int FROM "ProjectEvent" WHERE "publishedAt" IS NULL) AS unpublished`,
        [team.projectId],
      );
      const [row] = rows;
      if (row?.unfinished !== 0 || row.unpublished !== 0)
        throw new Error(`not settled: ${JSON.stringify(row)}`);
      return true;
    },
    { timeoutMs: SETTLE_TIMEOUT_MS, intervalMs: 100 },
  );
}

async function expectContent({ database }: Deployment, project: Acknowledged): Promise<void> {
  const { rows } = await database.query<{ key: string }>(
    `SELECT jsonb_object_keys(content) AS key FROM "Project" WHERE id = $1`,
    [project.team.projectId],
  );
  const written = new Set(rows.map(({ key }) => key));
  expect(project.contentKeys.filter((key) => !written.has(key))).toEqual([]);
}

async function expectProjects({ database }: Deployment, project: Acknowledged): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT name FROM "Project" WHERE "ownerId" = $1 AND id <> $2`,
    [project.team.owner.id, project.team.projectId],
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(project.projectNames.toSorted());
}

async function expectJobs({ database }: Deployment, project: Acknowledged): Promise<void> {
  const { rows } = await database.query<{ id: string; status: string; output: string | null }>(
    `SELECT id, status,
            (SELECT string_agg(piece->>1, '') FROM jsonb_array_elements(result->'pieces') AS piece) AS output
     FROM "Job" WHERE "projectId" = $1`,
    [project.team.projectId],
  );
  const expected = project.jobs.map(({ jobId, prints }) => ({
    id: jobId,
    status: "COMPLETED",
    output: `${prints}\n`,
  }));
  const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
  expect(rows.toSorted(byId)).toEqual(expected.toSorted(byId));
}

async function expectLog({ database }: Deployment, { team, jobs }: Acknowledged): Promise<void> {
  const { rows } = await database.query<{ seq: number }>(
    `SELECT seq FROM "ProjectEvent" WHERE "projectId" = $1 ORDER BY seq`,
    [team.projectId],
  );
  const last = await readSeq(database, team.projectId);
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  const { rows: ends } = await database.query<{ jobId: string }>(
    `SELECT payload->>'jobId' AS "jobId" FROM "ProjectEvent"
     WHERE "projectId" = $1 AND type = 'job.updated' AND payload->>'status' IN ('COMPLETED', 'FAILED')`,
    [team.projectId],
  );
  expect(ends.map(({ jobId }) => jobId).toSorted()).toEqual(
    jobs.map(({ jobId }) => jobId).toSorted(),
  );
}

async function expectHeard(
  { database }: Deployment,
  { team }: Acknowledged,
  { room, firstSeq, told }: Watcher,
): Promise<void> {
  const last = await readSeq(database, team.projectId);
  await eventually(() => room.seq === last, { what: "a client to hear of everything" });
  let seq = firstSeq;
  for (const item of told) {
    if (typeof item === "number")
      expect(item, "the next event that a client was told").toBe(seq + 1);
    else expect(item.resyncedAt).toBeGreaterThan(seq);
    seq = typeof item === "number" ? item : item.resyncedAt;
  }
  expect(seq).toBe(last);
  const { rows } = await database.query<{ content: object }>(
    `SELECT content FROM "Project" WHERE id = $1`,
    [team.projectId],
  );
  expect(room.project.content).toEqual(rows[0]?.content);
}

async function readSeq(database: Deployment["database"], projectId: string): Promise<number> {
  const { rows } = await database.query<{ seq: number }>(
    `SELECT seq FROM "Project" WHERE id = $1`,
    [projectId],
  );
  return rows[0]?.seq ?? 0;
}
