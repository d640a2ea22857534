import { setTimeout as delay } from "node:timers/promises";
import { migrateDatabase } from "@workspace/database/migrate";
import { expect, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { send } from "./support/rest.js";
import { survive } from "./support/survive.js";

const OUTAGE_MS = 20_000;
const SHORT_OUTAGE_MS = 10_000;
const CUTS = 20;
/** An answer that says so must not take longer than one that works may. */
const MAX_REFUSAL_MS = 2000;

test("PostgreSQL is restarted", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("PostgreSQL restarted", load, async () => {
    await deployment.postgres.stop("SIGINT");
    await deployment.postgres.start();
  });
});

test("PostgreSQL is killed and gone for 20 s, in which every answer is a 503 at once", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  const { token } = load.acknowledged[0]!.team.owner;
  await survive("PostgreSQL killed with SIGKILL, gone for 20 s", load, async () => {
    await deployment.postgres.stop("SIGKILL");
    const until = performance.now() + OUTAGE_MS;
    while (performance.now() < until) {
      await expectRefusal(deployment, token);
      await delay(250);
    }
    await deployment.postgres.start();
  });
});

test("PostgreSQL is connected but says nothing for 10 s", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("PostgreSQL silent for 10 s", load, async () => {
    for (const wire of deployment.wires("postgres")) wire.setSilent(true);
    await delay(SHORT_OUTAGE_MS);
    for (const wire of deployment.wires("postgres")) wire.setSilent(false);
  });
});

test("connections to PostgreSQL are cut in the middle of transactions", async () => {
  const deployment = await openDeployment();
  const load = await startLoad(deployment);
  await survive("connections cut within transactions, 20 times", load, async () => {
    for (let time = 0; time < CUTS; time += 1) {
      const wires = deployment.wires("postgres");
      const wire = wires[time % wires.length]!;
      // Before and after what is committed by it: what the server did is then not known to the service.
      const held = time % 2 === 0 ? wire.holdAt("COMMIT") : wire.holdAnswerTo("COMMIT");
      await Promise.race([held, delay(5000)]);
      wire.cut();
    }
  });
});

test("services start while several instances migrate an empty database", async () => {
  const deployment = await openDeployment({ isMigrated: false });
  const { databaseUrl } = deployment;
  const starting = startLoad(deployment);
  const results = await Promise.all([1, 2, 3].map(() => migrateDatabase({ databaseUrl })));
  expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  const load = await starting;
  await survive("services started before the database was migrated", load, async () => {});
});

test("every connection of the pool is taken for 10 s", async () => {
  const deployment = await openDeployment({ env: { DATABASE_POOL_SIZE: "2" } });
  const load = await startLoad(deployment);
  const [project] = load.acknowledged;
  await survive("the pool of every service exhausted for 8 s", load, async () => {
    const client = await deployment.database.connect();
    await client.query("BEGIN");
    await client.query(`SELECT 1 FROM "Project" WHERE id = $1 FOR UPDATE`, [
      project?.team.projectId,
    ]);
    await delay(8000);
    await client.query("ROLLBACK");
    client.release();
  });
});

async function expectRefusal({ httpUrl }: Deployment, token: string): Promise<void> {
  const answer = await send<{ error: { code: string } }>(httpUrl, "GET /projects", { token });
  expect(answer).toMatchObject({ status: 503, body: { error: { code: "UNAVAILABLE" } } });
  expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  expect(answer.ms).toBeLessThan(MAX_REFUSAL_MS);
}
