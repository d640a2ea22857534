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

/** Whose an e-mail address is, in lower case; null when there is no account of it. */
export async function readUserId({ pool }: Database, email: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM "User" WHERE email = $1`, [
    email,
  ]);
  return rows[0]?.id ?? null;
}
