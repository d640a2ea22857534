import { pruneExpired } from "@workspace/database/prune";
import type { Backends } from "./open-backends.js";

/** Lets time pass over a project's log until retention has left only its newest entries. */
export async function pruneLog(
  { services: { database } }: Backends,
  projectId: string,
  minEvents: number,
): Promise<void> {
  const longAgo = new Date(0);
  await database.prisma.projectEvent.updateMany({
    where: { projectId },
    data: { createdAt: longAgo, publishedAt: longAgo },
  });
  const retention = { eventDays: 1, minEvents, outputDays: 0, idempotencyTtlHours: 24 };
  await pruneExpired(database, retention, new AbortController().signal);
}
