import type { Database } from "@workspace/database/database";
import { listTables } from "./list-tables.js";

/** What was written in some time. */
interface Writes {
  /** As in `Project UPDATE`. */
  rows: string[];
  /** How many more idempotency keys there are, or how many fewer. */
  keys: number;
}

/** Tells of every committed change of a row. */
export interface WriteWatch {
  /** What was written since the last call. */
  take(): Promise<Writes>;
}

export const NOTHING_WRITTEN: Readonly<Writes> = { rows: [], keys: 0 };

/**
 * Has PostgreSQL itself note every row that is written, whoever writes it and however. Not noted: that log entries
 * were published or removed, which happens by itself some time after the change they tell of. Of idempotency keys
 * only those count that stay: one may be reserved before and freed after a refusal.
 */
export async function watchWrites(database: Database): Promise<WriteWatch> {
  const { pool } = database;
  const tables = await listTables(database);
  await pool.query(SET_UP);
  for (const table of tables.filter((name) => name !== "IdempotencyKey")) {
    const changes = table === "ProjectEvent" ? "INSERT" : "INSERT OR UPDATE OR DELETE";
    await pool.query(
      `CREATE TRIGGER watch_writes AFTER ${changes} ON "${table}"
       FOR EACH ROW EXECUTE FUNCTION note_write()`,
    );
  }
  let lastId = "0";
  let lastKeys = 0;
  return {
    async take() {
      const { rows: noted } = await pool.query<{ id: string | null; what: string; keys: number }>({
        name: "take-writes",
        text: `SELECT w.id, w.what, k.keys
               FROM (SELECT count(*)::int AS keys FROM "IdempotencyKey") k
               LEFT JOIN noted_writes w ON w.id > $1 ORDER BY w.id`,
        values: [lastId],
      });
      const before = lastKeys;
      lastKeys = noted[0]?.keys ?? 0;
      lastId = noted.at(-1)?.id ?? lastId;
      const rows = noted.filter(({ id }) => id !== null).map(({ what }) => what);
      return { rows, keys: lastKeys - before };
    },
  };
}

const SET_UP = `
  CREATE TABLE noted_writes (id bigserial PRIMARY KEY, what text NOT NULL);
  CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO noted_writes (what) VALUES (TG_TABLE_NAME || ' ' || TG_OP);
    RETURN NULL;
  END $$`;
