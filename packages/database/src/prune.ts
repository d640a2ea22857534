import type { Database } from "./database.js";

/** Removes what nothing refers to any more. Each statement is safe to run anywhere, at any time. */
export async function pruneExpired(
  database: Database,
  { idempotencyTtlHours }: { idempotencyTtlHours: number },
): Promise<void> {
  await database.prisma.$executeRaw`
    DELETE FROM "IdempotencyKey"
    WHERE "createdAt" < now() - make_interval(hours => ${idempotencyTtlHours})`;
  await database.prisma.$executeRaw`DELETE FROM "Session" WHERE "expiresAt" < now()`;
}
