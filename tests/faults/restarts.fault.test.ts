import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import type { Instance } from "./support/instance.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

/** Default of SHUTDOWN_TIMEOUT_MS, after which a service ends however it is. */
const SHUTDOWN_TIMEOUT_MS = 10_000;
const AT_ONCE_MS = 2000;

describe("nothing is lost when", () => {
  test("a gateway is killed", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    await survive("a gateway killed with SIGKILL", load, async () => {
      await deployment.gateways[0]?.end("SIGKILL");
    });
  });

  test("every process of every service is replaced in turn, and no request fails behind a client that repeats it", async () => {
    const deployment = await openDeployment({ http: 2, workers: 2 });
    const load = await startLoad(deployment, { jobPauseMs: 1000, jobRunMs: 1500 });
    await survive("every service restarted in turn with SIGTERM", load, async () => {
      for (const instance of [...deployment.http, ...deployment.gateways, ...deployment.workers]) {
        const startedAt = performance.now();
        await instance.end("SIGTERM");
        expect(performance.now() - startedAt).toBeLessThan(SHUTDOWN_TIMEOUT_MS);
        expect(instance.ends).toEqual(["exit code 0"]);
        await eventually(() => instance.isReady(), { timeoutMs: 60_000 });
      }
    });
  });

  test("a worker that finishes its jobs is told to stop a second time, and they are run again", async () => {
    const deployment = await openDeployment({ gateways: 1 });
    const load = await startLoad(deployment, { projects: 1, jobPauseMs: 3000, jobRunMs: 6000 });
    const worker = deployment.workers[0]!;
    await survive("a worker told twice to stop, with jobs running", load, async () => {
      // A program that has just begun: its worker is stopped before it ends.
      await eventually(async () => {
        const { rows } = await deployment.database.query(
          `SELECT 1 FROM "Job" WHERE status = 'PROCESSING' AND "startedAt" > now() - interval '2 s'`,
        );
        return rows.length > 0;
      });
      await stopTwice(worker);
    });
    const { rows } = await deployment.database.query(`SELECT 1 FROM "Job" WHERE attempt > 1`);
    expect(rows).not.toEqual([]);
  });

  test.each(["http", "gateways"] as const)(
    "one of %s that load balancers still reach is told to stop a second time",
    async (kind) => {
      const deployment = await openDeployment({ http: 2, env: { SHUTDOWN_DELAY_MS: "5000" } });
      const load = await startLoad(deployment);
      const instance = deployment[kind][0]!;
      await survive(`one of ${kind} told twice to stop`, load, () => stopTwice(instance));
    },
  );
});

/** Asks to stop, and once it is seen that it stops but has not yet, a second time. */
async function stopTwice(instance: Instance): Promise<void> {
  const ended = instance.end("SIGTERM");
  await eventually(async () => (await instance.readStatus()) === "draining");
  expect(await instance.isReady()).toBe(false);
  const secondAt = performance.now();
  instance.signal("SIGTERM");
  await ended;
  expect(performance.now() - secondAt).toBeLessThan(AT_ONCE_MS);
  expect(instance.ends).toEqual(["exit code 1"]);
}
