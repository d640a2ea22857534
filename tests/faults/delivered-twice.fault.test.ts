import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const LOCK_MS = 1500;
/** Of two workers with two at a time. */
const SLOTS = 4;

test("a job is recorded once although the worker that stood still with it goes on while another runs it", async () => {
  const deployment = await openDeployment({ workers: 2, env: { JOB_LOCK_MS: String(LOCK_MS) } });
  // More than all workers can run at once, so that each always has some.
  const load = await startLoad(deployment, { jobPauseMs: 600, jobRunMs: 1500 });
  const { database } = deployment;
  const [stalled] = deployment.workers;
  await survive("jobs delivered twice after a worker stood still", load, async () => {
    for (let time = 0; time < 3; time += 1) {
      const taken = await countTakenAgain();
      await eventually(async () => {
        const { rows } = await database.query(`SELECT 1 FROM "Job" WHERE status = 'PROCESSING'`);
        return rows.length === SLOTS;
      });
      stalled?.signal("SIGSTOP");
      await eventually(async () => (await countTakenAgain()) > taken, { timeoutMs: 30_000 });
      await delay(LOCK_MS);
      stalled?.signal("SIGCONT");
    }
  });
  expect(await countTakenAgain()).toBeGreaterThan(0);

  async function countTakenAgain(): Promise<number> {
    const { rows } = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "Job" WHERE attempt > 1`,
    );
    return rows[0]?.count ?? 0;
  }
});
