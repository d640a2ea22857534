import { createMetrics } from "@workspace/common/metrics";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { logger, openWorkshop, type Workshop } from "../tests/open-workshop.js";
import { createMaintenance } from "./maintenance.js";
import { createRunningJobs } from "./running-jobs.js";
import { createWorkerMetrics } from "./worker-metrics.js";

function startMaintenance(workshop: Workshop) {
  const maintenance = createMaintenance({
    ...workshop,
    logger,
    metrics: createWorkerMetrics(createMetrics()),
    runningJobs: createRunningJobs(),
    attempts: 3,
    backoffMs: 1000,
    reconcileIntervalMs: 60_000,
    retention: { eventDays: 90, minEvents: 1000, outputDays: 30, idempotencyTtlHours: 24 },
    failExhausted: async () => {},
  });
  maintenance.start();
  onTestFinished(() => maintenance.stop());
  return maintenance;
}

async function createExpiredSessions({ database, owner }: Workshop, count: number): Promise<void> {
  await database.pool.query(
    `INSERT INTO "Session" (id, "userId", "expiresAt")
     SELECT gen_random_uuid(), $1, now() - interval '1 hour' FROM generate_series(1, $2::int)`,
    [owner.userId, count],
  );
}

test("workers prune from their start on, whichever has the turn", async () => {
  const workshop = await openWorkshop();
  const { session } = workshop.database.prisma;
  await createExpiredSessions(workshop, 2500);
  startMaintenance(workshop);
  startMaintenance(workshop);
  await eventually(async () => (await session.count()) === 0);
});

test("a worker that stops does not prune to the end first", async () => {
  const workshop = await openWorkshop();
  const { session } = workshop.database.prisma;
  await createExpiredSessions(workshop, 2500);
  await startMaintenance(workshop).stop();
  expect(await session.count()).toBeGreaterThan(0);
});
