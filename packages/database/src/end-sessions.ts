import type { Database } from "./database.js";

/** Few enough to be ended in one statement, however many there are. */
const BATCH_SIZE = 1000;

/** A session that can still be used. */
export interface OpenSession {
  id: string;
  createdAt: Date;
  expiresAt: Date;
}

/** A user's open sessions, the newest first. */
export async function listOpenSessions(
  { prisma }: Database,
  userId: string,
): Promise<OpenSession[]> {
  return prisma.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { id: "desc" },
    select: { id: true, createdAt: true, expiresAt: true },
  });
}

/** Which sessions are meant: one, a user's, or all of them. */
export type SessionChoice = { sessionId: string } | { userId: string } | "all";

/** A session that has been ended, and whose it was. */
export interface EndedSession {
  id: string;
  userId: string;
}

/**
 * Ends open sessions for good, as many at a time as are handed out together: to be forgotten by the cache and
 * announced before the next ones are ended. Those that begin meanwhile may be among them.
 */
export async function* endSessions(
  { pool }: Database,
  choice: SessionChoice,
): AsyncGenerator<EndedSession[]> {
  const sessionId = typeof choice === "object" && "sessionId" in choice ? choice.sessionId : null;
  const userId = typeof choice === "object" && "userId" in choice ? choice.userId : null;
  for (;;) {
    const { rows } = await pool.query<EndedSession>(
      `UPDATE "Session" SET "revokedAt" = now() WHERE id IN (
         SELECT id FROM "Session"
         WHERE "revokedAt" IS NULL AND "expiresAt" > now()
           AND ($1::uuid IS NULL OR id = $1) AND ($2::uuid IS NULL OR "userId" = $2)
         ORDER BY id LIMIT $3 FOR UPDATE)
       RETURNING id, "userId"`,
      [sessionId, userId, BATCH_SIZE],
    );
    if (rows.length === 0) return;
    yield rows;
  }
}
