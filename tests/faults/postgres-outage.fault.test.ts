import { setTimeout as delay } from "node:timers/promises";
import { migrateDatabase } from "@workspace/database/migrate";
import { eventually } from "@workspace/local-stack/eventually";
import { describe, expect, test } from "vitest";
import { type Deployment, openDeployment } from "./support/deployment.js";
import { startLoad } from "./support/load.js";
import { send } from "./support/rest.js";
import { survive } from "./support/survive.js";

const OUTAGE_MS = 20_000;
const SILENCE_MS = 12_000;
/** Within this a silence must be known to everybody. */
const NOTICED_MS = 8000;
const CUTS = 20;
/** An answer that says so must not take longer than one that works may. */
const MAX_REFUSAL_MS = 2000;
/** Longest wait for a connection of the pool, and a second to spare. */
const MAX_WAIT_MS = 6000;
const POOL_SIZE = 2;

describe("nothing is lost when", () => {
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
      await expectRefusals(deployment, token, OUTAGE_MS);
      await deployment.postgres.start();
    });
  });

  test("PostgreSQL is connected and silent, and once that is noticed every answer is a 503 at once", async () => {
    const deployment = await openDeployment();
    const load = await startLoad(deployment);
    const { token } = load.acknowledged[0]!.team.owner;
    await survive(`PostgreSQL silent for ${SILENCE_MS / 1000} s`, load, async () => {
      for (const wire of deployment.wires("postgres")) wire.setSilent(true);
      await delay(NOTICED_MS);
      await expectRefusals(deployment, token, SILENCE_MS - NOTICED_MS);
      for (const wire of deployment.wires("postgres")) wire.setSilent(false);
    });
  });

  test("connections to PostgreSQL are cut within transactions, before and after their commit", async () => {
    // More tries than cuts of a worker's connections, so that no job can be unlucky.
    const deployment = await openDeployment({ env: { JOB_ATTEMPTS: "20" } });
    const load = await startLoad(deployment);
    await survive(`connections cut around a COMMIT, ${CUTS} times`, load, async () => {
      const wires = [...deployment.http, ...deployment.workers].map(({ postgres }) => postgres);
      for (let time = 0; time < CUTS; time += 1) {
        const wire = wires[time % wires.length]!;
        // When only the answer is lost, the service does not know what the server did.
        await (time % 4 < 2 ? wire.holdAt("COMMIT") : wire.holdAnswerTo("COMMIT"));
        wire.cut();
      }
    });
  });

  test("services start while several instances migrate an empty database", async () => {
    const migrations: Promise<{ applied: string[] }>[] = [];
    const deployment = await openDeployment({
      migrate(databaseUrl) {
        for (let instance = 0; instance < 3; instance += 1)
          migrations.push(migrateDatabase({ databaseUrl }));
        return Promise.all(migrations);
      },
    });
    const results = await Promise.all(migrations);
    expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
    const load = await startLoad(deployment);
    await survive("services started while the database was migrated", load, async () => {});
  });

  test("every connection of a pool is taken for 8 s, in which others are told to come again", async () => {
    const deployment = await openDeployment({ env: { DATABASE_POOL_SIZE: String(POOL_SIZE) } });
    const load = await startLoad(deployment);
    const { token } = load.acknowledged[0]!.team.owner;
    await survive("the pools of services exhausted for 8 s", load, async () => {
      const client = await deployment.database.connect();
      await client.query("BEGIN");
      // Changes of any project wait for this, and keep the connection that they are made over.
      await client.query(`SELECT 1 FROM "Project" FOR UPDATE`);
      await eventually(async () => (await countWaiting(deployment)) === POOL_SIZE);
      const answer = await send(deployment.httpUrl, "GET /projects", { token });
      expect(answer.status).toBe(503);
      expect(answer.ms).toBeLessThan(MAX_WAIT_MS);
      await delay(3000);
      await client.query("ROLLBACK");
      client.release();
    });
  });
});

/** How many connections of http-backend wait for a lock. */
async function countWaiting({ database }: Deployment): Promise<number> {
  const { rowCount } = await database.query(
    `SELECT 1 FROM pg_stat_activity WHERE application_name = 'http-backend' AND wait_event_type = 'Lock'`,
  );
  return rowCount ?? 0;
}

async function expectRefusals(
  { httpUrl }: Deployment,
  token: string,
  durationMs: number,
): Promise<void> {
  const until = performance.now() + durationMs;
  while (performance.now() < until) {
    const answer = await send<{ error: { code: string } }>(httpUrl, "GET /projects", { token });
    expect(answer).toMatchObject({ status: 503, body: { error: { code: "UNAVAILABLE" } } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.ms).toBeLessThan(MAX_REFUSAL_MS);
    await delay(250);
  }
}
