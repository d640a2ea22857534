import type { Database } from "./database.js";

/** A user's display name; null when the account is gone. */
export async function readUserName(database: Database, userId: string): Promise<string | null> {
  const user = await database.prisma.user.findUnique({
    where: { id: userId },
    select: { name: true },
  });
  return user?.name ?? null;
}
