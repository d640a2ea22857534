import { newId } from "@workspace/database/new-id";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, test } from "vitest";
import { openWorkshop } from "../tests/open-workshop.js";
import { brokenSandbox } from "../tests/sandboxes.js";

test("workers prune, whichever has the turn, and may be stopped at any time", async () => {
  const workshop = await openWorkshop();
  const { session } = workshop.database.prisma;
  const data = Array.from({ length: 2500 }, () => ({
    id: newId(),
    userId: workshop.owner.userId,
    expiresAt: new Date(Date.now() - 3_600_000),
  }));
  await session.createMany({ data });
  const stopped = [1, 2].map(() => workshop.startWorker({ sandbox: brokenSandbox }));
  await Promise.all(stopped.map((worker) => worker.close()));
  const left = await session.count();
  workshop.startWorker({ sandbox: brokenSandbox });
  await eventually(async () => (await session.count()) === 0);
  expect(left).toBeGreaterThan(0);
});
