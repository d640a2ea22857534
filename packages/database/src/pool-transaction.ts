import type pg from "pg";
import type { Database } from "./database.js";

/**
 * Runs `work` in one transaction on one connection of the pool, with prepared statements: for what runs
 * so often that the ORM's share of the time counts. Rolls back when `work` throws.
 */
export async function runPoolTransaction<Value>(
  { pool }: Database,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let isBroken = false;
  // A connection that is in use tells of its end here too; without a listener that ends the process.
  const onError = (): void => {
    isBroken = true;
  };
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    const value = await work(client);
    await client.query("COMMIT");
    return value;
  } catch (error) {
    await client.query("ROLLBACK").catch(onError);
    throw error;
  } finally {
    client.off("error", onError);
    client.release(isBroken);
  }
}
