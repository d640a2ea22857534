import { setTimeout as delay } from "node:timers/promises";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

/** Default of SHUTDOWN_TIMEOUT_MS, after which a service ends however it is. */
const SHUTDOWN_TIMEOUT_MS = 10_000;
const AT_ONCE_MS = 1000;

test("a gateway is killed", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("a gateway killed with SIGKILL", load, async () => {
    await deployment.gateways[0]?.kill();
  });
});

test("every process of every service is replaced, one after another, and none fails a request", async () => {
  const deployment = await openDeployment({ http: 2, workers: 2 });
  const load = await startLoad(deployment);
  await survive("every service restarted in turn with SIGTERM", load, async () => {
    for (const instance of [...deployment.http, ...deployment.gateways, ...deployment.workers]) {
      const startedAt = performance.now();
      instance.signal("SIGTERM");
      await eventually(() => instance.ends.length === 1, { timeoutMs: 2 * SHUTDOWN_TIMEOUT_MS });
      expect(performance.now() - startedAt).toBeLessThan(SHUTDOWN_TIMEOUT_MS);
      expect(instance.ends).toEqual(["exit code 0"]);
      await eventually(() => instance.isReady(), { timeoutMs: 60_000 });
    }
  });
});

test("a second signal ends a service at once, and its job is run by another", async () => {
  const deployment = await openDeployment({ gateways: 1, workers: 2 });
  const load = await startLoad(deployment, { projects: 1, jobPauseMs: 2000, jobRunMs: 5000 });
  const [worker] = deployment.workers;
  await survive("a worker told twice to stop, with jobs running", load, async () => {
    worker?.signal("SIGTERM");
    await delay(300);
    const secondAt = performance.now();
    worker?.signal("SIGTERM");
    await eventually(() => worker?.ends.length === 1);
    expect(performance.now() - secondAt).toBeLessThan(AT_ONCE_MS);
  });
});
