import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const DEATHS = 10;

test("workers are killed ten times over with jobs running", async () => {
  // More tries than deaths, so that no job can be unlucky.
  const deployment = await openDeployment({ workers: 2, env: { JOB_ATTEMPTS: "20" } });
  const load = await startLoad(deployment, { jobRunMs: 300 });
  await survive("a worker killed with SIGKILL, ten times over", load, async () => {
    for (let death = 0; death < DEATHS; death += 1) {
      const worker = deployment.workers[death % deployment.workers.length]!;
      await eventually(() => worker.isReady(), { timeoutMs: 60_000 });
      await eventually(async () => (await countRunning(deployment.database)) > 0);
      await worker.kill();
    }
  });
});

test("a worker is killed after its program has ended and before that is recorded", async () => {
  const deployment = await openDeployment({ workers: 2 });
  const load = await startLoad(deployment);
  const [worker] = deployment.workers;
  await survive("a worker killed between a program's end and its record", load, async () => {
    await worker?.postgres.holdAt("COMPLETED");
    await worker?.kill();
  });
  const { rows } = await deployment.database.query(`SELECT 1 FROM "Job" WHERE attempt > 1`);
  expect(rows).not.toEqual([]);
});

async function countRunning(database: {
  query: <Row>(sql: string) => Promise<{ rows: Row[] }>;
}): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "Job" WHERE status = 'PROCESSING'`,
  );
  return rows[0]?.count ?? 0;
}
