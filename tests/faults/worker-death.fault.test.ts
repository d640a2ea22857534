import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const DEATHS = 10;

describe("nothing is lost and every job ends once when", () => {
  test("workers are killed ten times over with jobs running", async () => {
    // More tries than deaths, so that no job can be unlucky.
    const deployment = await openDeployment({ workers: 2, env: { JOB_ATTEMPTS: "20" } });
    const load = await startLoad(deployment, { jobPauseMs: 1000, jobRunMs: 1500 });
    await survive("a worker killed with SIGKILL, ten times over", load, async () => {
      for (let death = 0; death < DEATHS; death += 1) {
        const worker = deployment.workers[death % deployment.workers.length]!;
        await eventually(async () => (await worker.countRunning()) > 0, { timeoutMs: 60_000 });
        await worker.end("SIGKILL");
      }
    });
    // A program may have ended in the moment between the look and the kill.
    expect(await countRetries(deployment)).toBeGreaterThanOrEqual(DEATHS / 2);
  });

  test("a worker is killed after a program has ended and before that is recorded", async () => {
    const deployment = await openDeployment({ workers: 2 });
    const load = await startLoad(deployment);
    const [worker] = deployment.workers;
    await survive("a worker killed between a program's end and its record", load, async () => {
      await worker?.postgres.holdAt("COMPLETED");
      await worker?.end("SIGKILL");
    });
    expect(await countRetries(deployment)).toBeGreaterThan(0);
  });
});

/** How often jobs were taken again. */
async function countRetries({ database }: Deployment): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT coalesce(sum(attempt - 1), 0)::int AS count FROM "Job"`,
  );
  return rows[0]?.count ?? 0;
}
