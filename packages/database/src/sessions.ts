import type { Database } from "./database.js";
import { newId } from "./new-id.js";

/** Opens a session that lives until `expiresAt`. */
export async function createSession(
  database: Database,
  userId: string,
  expiresAt: Date,
): Promise<{ id: string }> {
  return database.prisma.session.create({
    data: { id: newId(), userId, expiresAt },
    select: { id: true },
  });
}

/** Ends a session for good. @returns whether it was still open */
export async function revokeSession(database: Database, sessionId: string): Promise<boolean> {
  const { count } = await database.prisma.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}

/** Which of these sessions are open: they exist, are not revoked and have not expired. */
export async function findOpenSessions(
  database: Database,
  sessionIds: readonly string[],
): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set();
  const { rows } = await database.pool.query<{ id: string }>({
    name: "open-sessions",
    text: `
      SELECT id FROM "Session"
      WHERE id = ANY($1::uuid[]) AND "revokedAt" IS NULL AND "expiresAt" > now()`,
    values: [sessionIds],
  });
  return new Set(rows.map((row) => row.id));
}
