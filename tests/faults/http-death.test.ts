import { eventually } from "@workspace/local-stack/eventually";
import { test } from "vitest";
import { openDeployment } from "./support/deployment.js";
import type { Instance } from "./support/instance.js";
import { startLoad } from "./support/load.js";
import { survive } from "./support/survive.js";

const DEATHS = 4;

/** What http-backend sends to Redis first once it has committed, and when it hands a job to the queue. */
const POINTS = [
  ["between a commit and its publication", `"kind":"event"`],
  ["between a job's row and its place in the queue", "bull:jobs:wait"],
] as const;

test.each(POINTS)("http-backend is killed %s", async (where, text) => {
  const deployment = await openDeployment({ http: 2 });
  const load = await startLoad(deployment);
  await survive(`http-backend killed ${where}`, load, async () => {
    for (let death = 0; death < DEATHS; death += 1)
      await killAt(deployment.http[death % deployment.http.length]!, text);
  });
});

async function killAt(instance: Instance, text: string): Promise<void> {
  await eventually(() => instance.isReady(), { timeoutMs: 60_000 });
  await instance.redis.holdAt(text);
  await instance.kill();
}
