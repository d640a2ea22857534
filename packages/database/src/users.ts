import type { Database } from "./database.js";

/** A user's display name; null when the account is gone. */
export async function readUserName({ pool }: Database, userId: string): Promise<string | null> {
  const { rows } = await pool.query<{ name: string }>({
    name: "user-name",
    text: `SELECT name FROM "User" WHERE id = $1`,
    values: [userId],
  });
  return rows[0]?.name ?? null;
}
