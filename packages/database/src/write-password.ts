import type { Database } from "./database.js";
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
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: currentHash },
      data: { passwordHash: newHash },
    });
    if (count === 0) return null;
    // A statement of its own: it must see the sessions that the lock waited for.
    const ended = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Session" SET "revokedAt" = now()
      WHERE "userId" = ${userId}::uuid AND "revokedAt" IS NULL AND "expiresAt" > now()
      RETURNING id`;
    const session = await createSession({ prisma: tx }, userId, expiresAt);
    return { sessionId: session.id, endedSessionIds: ended.map(({ id }) => id) };
  });
}
