import { readdirSync } from "node:fs";
import { createLogger } from "@workspace/common/logger";
import { connectRedis } from "@workspace/common/redis";
import { eventually } from "@workspace/local-stack/eventually";
import { listLastingKeys } from "@workspace/local-stack/lasting-keys";
import { isProcessAlive } from "@workspace/local-stack/server-process";
import type { RedisFixture } from "@workspace/local-stack/start-redis";
import type pg from "pg";
import { expect } from "vitest";
import type { Instance } from "./instance.js";

interface Stopped {
  redis: RedisFixture;
  database: pg.Pool;
  scratchDir: string;
  instances: readonly Instance[];
}

/**
 * Checks, after every service was asked to stop, that each has ended as often as it was ended, and well; that none
 * of their processes lives on, nothing is left in their scratch folder, all in Redis lapses by itself, and nothing
 * in PostgreSQL waits to be done.
 */
export async function expectNothingLeft({
  redis,
  database,
  scratchDir,
  instances,
}: Stopped): Promise<void> {
  for (const { name, ends, expectedEnds } of instances) {
    expect(ends, `ends of ${name}`).toHaveLength(expectedEnds);
    expect(ends.at(-1), `end of ${name}`).toBe("exit code 0");
  }
  const pids = instances.flatMap((instance) => [...instance.pids]);
  await eventually(() => pids.filter(isProcessAlive).length === 0, {
    what: "every process of the services to end",
  });
  expect(readdirSync(scratchDir)).toEqual([]);
  expect(await listKeys(redis)).toEqual([]);
  await eventually(async () => {
    const { rows } = await database.query(LEFT_IN_POSTGRES_SQL);
    expect(rows).toEqual([{ jobs: 0, events: 0, sessions: 0 }]);
    return true;
  });
}

const LEFT_IN_POSTGRES_SQL = `
  SELECT (SELECT count(*)::int FROM "Job" WHERE status IN ('PENDING', 'PROCESSING')) AS jobs,
         (SELECT count(*)::int FROM "ProjectEvent" WHERE "publishedAt" IS NULL) AS events,
         (SELECT count(*)::int FROM pg_stat_activity
          WHERE datname = current_database() AND application_name LIKE '%-backend') AS sessions`;

/** What stays in a Redis, but for Bull's count of all jobs that there have ever been. */
async function listKeys(address: RedisFixture): Promise<string[]> {
  const logger = createLogger({ service: "test", level: "silent" });
  const redis = connectRedis({ address, logger, purpose: "leftovers" });
  try {
    await eventually(() => redis.status === "ready");
    return (await listLastingKeys(redis)).filter((key) => key !== "bull:jobs:id");
  } finally {
    redis.disconnect();
  }
}
