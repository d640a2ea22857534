import type { Database, Transaction } from "./database.js";
import { newId } from "./new-id.js";

/** Opens a session that lives until `expiresAt`. */
export async function createSession(
  { prisma }: { prisma: Pick<Transaction, "session"> },
  userId: string,
  expiresAt: Date,
): Promise<{ id: string }> {
  return prisma.session.create({
    data: { id: newId(), userId, expiresAt },
    select: { id: true },
  });
}

/** Of someone who has shown that they know the password behind `passwordHash`. */
interface Login {
  userId: string;
  passwordHash: string;
  expiresAt: Date;
}

/**
 * Opens a session by password, unless that has been changed since its hash was read. The user's row orders the
 * two: a session is there before the change, which then ends it, or it never is.
 *
 * @returns null when the password is another by now, or the user is gone
 */
export async function openSession(
  { pool }: Database,
  { userId, passwordHash, expiresAt }: Login,
): Promise<{ id: string } | null> {
  const { rows } = await pool.query<{ id: string }>({
    name: "open-session",
    // The lock waits for a change that is under way, and PostgreSQL then looks at the hash again.
    text: `
      INSERT INTO "Session" (id, "userId", "expiresAt")
      SELECT $1::uuid, id, $4 FROM "User" WHERE id = $2 AND "passwordHash" = $3 FOR SHARE
      RETURNING id`,
    values: [newId(), userId, passwordHash, expiresAt],
  });
  return rows[0] ?? null;
}

/** Ends a session for good. @returns whether it was still open */
export async function revokeSession(database: Database, sessionId: string): Promise<boolean> {
  const { count } = await database.prisma.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}

/**
 * Which of these sessions are open: they exist, are not revoked and have not expired.
 *
 * @returns the open ones, each with the user whose it is
 */
export async function findOpenSessions(
  database: Database,
  sessionIds: readonly string[],
): Promise<Map<string, string>> {
  if (sessionIds.length === 0) return new Map();
  const { rows } = await database.pool.query<{ id: string; userId: string }>({
    name: "open-sessions",
    text: `
      SELECT id, "userId" FROM "Session"
      WHERE id = ANY($1::uuid[]) AND "revokedAt" IS NULL AND "expiresAt" > now()`,
    values: [sessionIds],
  });
  return new Map(rows.map(({ id, userId }) => [id, userId]));
}
