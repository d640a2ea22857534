import type { Database, Transaction } from "./database.js";
import { newId } from "./new-id.js";

/**
 * Most open sessions of a user: more than devices and programs need, and few enough to be ended together, however
 * often someone logs in.
 */
export const MAX_OPEN_SESSIONS = 100;

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

/** A session that has begun, and those that ended to make room for it. */
interface OpenedSession {
  id: string;
  endedSessionIds: string[];
}

/**
 * Opens a session by password, unless that has been changed since its hash was read. The user's row orders the
 * two: a session is there before the change, which then ends it, or it never is. The user's oldest sessions end
 * where there would be more than `MAX_OPEN_SESSIONS`.
 *
 * @returns null when the password is another by now, or the user is gone
 */
export async function openSession(
  database: Database,
  { userId, passwordHash, expiresAt }: Login,
): Promise<OpenedSession | null> {
  const { rows } = await database.pool.query<{ id: string }>({
    name: "open-session",
    // The lock waits for a change that is under way, and PostgreSQL then looks at the hash again.
    text: `
      INSERT INTO "Session" (id, "userId", "expiresAt")
      SELECT $1::uuid, id, $4 FROM "User" WHERE id = $2 AND "passwordHash" = $3 FOR SHARE
      RETURNING id`,
    values: [newId(), userId, passwordHash, expiresAt],
  });
  const [session] = rows;
  if (session === undefined) return null;
  return { id: session.id, endedSessionIds: await endSurplus(database, userId) };
}

async function endSurplus({ pool }: Database, userId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "end-surplus-sessions",
    // Waits for nobody: what is locked, another login or a change of the password is ending, or is being renewed
    // at this moment and left to the next login.
    text: `
      UPDATE "Session" SET "revokedAt" = now() WHERE id IN (
        SELECT id FROM "Session" WHERE id IN (
          SELECT id FROM "Session"
          WHERE "userId" = $1 AND "revokedAt" IS NULL AND "expiresAt" > now()
          ORDER BY id DESC OFFSET $2)
        FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    values: [userId, MAX_OPEN_SESSIONS],
  });
  return rows.map(({ id }) => id);
}

/** A session that is to live on. */
interface Renewal {
  sessionId: string;
  /** Until when, in whole seconds. */
  expiresAt: Date;
  /** Longest life of a session, counted from its login. */
  maxDays: number;
}

/** A session that lives on: until when, and whose it is. */
interface RenewedSession {
  expiresAt: Date;
  user: { id: string; email: string; name: string };
}

/** When a session has lived for as long as it may: in whole seconds, which is what a token can say. */
const LIFE_END = `date_trunc('second', session."createdAt" + make_interval(days => $3))`;

/**
 * Lets an open session live on, though never beyond the most that a session may live. It never comes to end sooner
 * by that, since its older tokens are good until they say.
 *
 * @returns null when it is revoked, has expired or has lived for as long as it may
 */
export async function renewSession(
  { pool }: Pick<Database, "pool">,
  { sessionId, expiresAt, maxDays }: Renewal,
): Promise<RenewedSession | null> {
  const { rows } = await pool.query<{ expiresAt: Date; id: string; email: string; name: string }>({
    name: "renew-session",
    // The user's row, for the reason it has in `openSession`: a change of the password at the same time ends this
    // session also when it would just have expired, and a session that has been ended is not brought back.
    text: `
      WITH owner AS (
        SELECT id, email, name FROM "User"
        WHERE id = (SELECT "userId" FROM "Session" WHERE id = $1) FOR SHARE)
      UPDATE "Session" AS session
      SET "expiresAt" = GREATEST(session."expiresAt", LEAST($2, ${LIFE_END}))
      FROM owner
      WHERE session.id = $1 AND session."userId" = owner.id AND session."revokedAt" IS NULL
        AND session."expiresAt" > now() AND ${LIFE_END} > now()
      RETURNING LEAST($2, ${LIFE_END}) AS "expiresAt", owner.id, owner.email, owner.name`,
    values: [sessionId, expiresAt, maxDays],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { id, email, name } = row;
  return { expiresAt: row.expiresAt, user: { id, email, name } };
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
