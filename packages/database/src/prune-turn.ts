import type pg from "pg";
import type { Database } from "./database.js";

/** Key of the advisory lock that the one who prunes holds; any fixed number of our own serves. */
const LOCK_KEY = 7_302_281_146;

/**
 * Does `work` unless it is being done elsewhere. The turn belongs to the connection that the work is given: it
 * ends with the process or with that connection, and what then still runs fails with it.
 *
 * @returns null when somebody else has the turn
 */
export async function inPruneTurn<Value>(
  { pool }: Database,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value | null> {
  const client = await pool.connect();
  let isReusable = false;
  // A connection that is in use tells of its end here too; without a listener that ends the process.
  const onError = (): void => {};
  client.on("error", onError);
  try {
    const { rows } = await client.query<{ hasTurn: boolean }>(
      `SELECT pg_try_advisory_lock($1) AS "hasTurn"`,
      [LOCK_KEY],
    );
    let value: Value | null = null;
    if (rows[0]?.hasTurn === true) {
      value = await work(client);
      await client.query("SELECT pg_advisory_unlock($1)", [LOCK_KEY]);
    }
    isReusable = true;
    return value;
  } finally {
    client.off("error", onError);
    // After a failure the connection is closed, which gives the turn back whatever state it is in.
    client.release(!isReusable);
  }
}
