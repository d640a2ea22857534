import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { openRedis } from "./support/open-redis.js";
import { survive } from "./support/survive.js";

const DEATHS = 4;

describe("nothing is lost when http-backend is killed", () => {
  test("between a commit and its publication", async () => {
    const deployment = await openDeployment({ http: 2 });
    const load = await startLoad(deployment);
    await survive("http-backend killed between a commit and its publication", load, () =>
      killEachAt(deployment, `"kind":"event"`, async () => {
        const { rows } = await deployment.database.query(
          `SELECT 1 FROM "ProjectEvent" WHERE "publishedAt" IS NULL`,
        );
        expect(rows).not.toEqual([]);
      }),
    );
  });

  test("between a job's row and its place in the queue", async () => {
    const deployment = await openDeployment({ http: 2 });
    const load = await startLoad(deployment);
    const redis = await openRedis(deployment.redis);
    await survive("http-backend killed between a job's row and the queue", load, () =>
      killEachAt(deployment, "bull:jobs:wait", async () => {
        const { rows } = await deployment.database.query<{ id: string }>(
          `SELECT id FROM "Job" WHERE status = 'PENDING'`,
        );
        const queued = await Promise.all(rows.map(({ id }) => redis.exists(`bull:jobs:${id}`)));
        expect(queued).toContain(0);
      }),
    );
  });
});

/** Kills the instances in turn, each in the moment in which it sends a text to Redis. */
async function killEachAt(
  { http }: Deployment,
  text: string,
  expectMoment: () => Promise<void>,
): Promise<void> {
  for (let death = 0; death < DEATHS; death += 1) {
    const instance = http[death % http.length]!;
    await eventually(() => instance.isReady(), { timeoutMs: 60_000 });
    await instance.redis.holdAt(text);
    await expectMoment();
    await instance.end("SIGKILL");
  }
}
