import type { Database, Transaction } from "./database.js";
import { createSession } from "./sessions.js";

/** A new password's hash for one whose hash was read, and how long the session after it is to live. */
interface PasswordChange {
  userId: string;
  currentHash: string;
  newHash: string;
  expiresAt: Date;
}

/** The session that goes on, and those that the old password had opened. */
interface ChangedPassword {
  sessionId: string;
  endedSessionIds: string[];
}

/**
 * Gives a user another password, ends every open session of theirs and opens a new one, all or nothing. A login by
 * the old password at the same time waits for the user's row and then fails; see `openSession`.
 *
 * @returns null when the password is another by now, or the user is gone
 */
export async function changePassword(
  database: Database,
  { userId, currentHash, newHash, expiresAt }: PasswordChange,
): Promise<ChangedPassword | null> {
  return database.prisma.$transaction(async (tx) => {
    const endedSessionIds = await replaceHash(
      tx,
      { id: userId, passwordHash: currentHash },
      newHash,
    );
    if (endedSessionIds === null) return null;
    const session = await createSession({ prisma: tx }, userId, expiresAt);
    return { sessionId: session.id, endedSessionIds };
  });
}

/**
 * Gives a user another password whatever theirs was, and ends every open session of theirs, all or nothing. Logins at
 * the same time are as in {@link changePassword}.
 *
 * @returns the sessions that it ended; null when the user is gone
 */
export async function setPassword(
  database: Database,
  userId: string,
  newHash: string,
): Promise<string[] | null> {
  return database.prisma.$transaction((tx) => replaceHash(tx, { id: userId }, newHash));
}

async function replaceHash(
  tx: Transaction,
  user: { id: string; passwordHash?: string },
  newHash: string,
): Promise<string[] | null> {
  const { count } = await tx.user.updateMany({ where: user, data: { passwordHash: newHash } });
  if (count === 0) return null;
  // A statement of its own: it must see the sessions that the lock waited for.
  const ended = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "Session" SET "revokedAt" = now()
    WHERE "userId" = ${user.id}::uuid AND "revokedAt" IS NULL AND "expiresAt" > now()
    RETURNING id`;
  return ended.map(({ id }) => id);
}
