import { AppError } from "@workspace/common/app-error";
import type pg from "pg";
import type { Transaction } from "./database.js";
import type { Committed } from "./project-log.js";

/**
 * The version before this one reserved a key by a row without an answer, in a transaction before its work's. It
 * handled no request for longer: an older row without an answer is of a process that died.
 */
const ABANDONED_AFTER_SECONDS = 60;

/** Runs a statement in a transaction, whichever kind it is, and gives the rows. */
export type RunSql = <Row>(text: string, ...values: unknown[]) => Promise<Row[]>;

/** Statements of a transaction of the ORM. */
export const sqlOf =
  (tx: Transaction): RunSql =>
  (text, ...values) =>
    tx.$queryRawUnsafe(text, ...values);

/** Statements of a transaction without the ORM. */
export const sqlOn =
  (client: pg.PoolClient): RunSql =>
  async <Row>(text: string, ...values: unknown[]) =>
    (await client.query(text, values)).rows as Row[];

/**
 * Stands around the work of one transaction: the work of a request that may be repeated is then done by one
 * of its repetitions only.
 */
export type Once<Value> = (
  runSql: RunSql,
  work: () => Promise<Committed<Value>>,
) => Promise<Committed<Value>>;

/** For what is not repeated. */
export const everyTime = <Value>(
  _runSql: RunSql,
  work: () => Promise<Committed<Value>>,
): Promise<Committed<Value>> => work();

/** A request that its sender may repeat. */
export interface KeyedRequest {
  userId: string;
  /** Chosen by the sender, the same for every repetition. */
  key: string;
  /** The same for the same request only. */
  requestHash: string;
}

/** What a request was answered. */
export interface Reply {
  status: number;
  body: object;
}

/** The request has been carried out before, and was answered thus. */
export class AlreadyDone extends Error {
  constructor(readonly reply: Reply) {
    super("the request has been carried out before");
  }
}

/**
 * Keeps the answer to a request in the transaction of what the request does: whatever dies, either both are
 * there or neither, and a repetition is answered from what was kept or carried out for the first time.
 *
 * @param toReply makes the answer of what the work gave
 * @returns throws {AlreadyDone} for a repetition, {AppError} IDEMPOTENCY_KEY_REUSED for another request with
 *   the key, REQUEST_IN_PROGRESS while one with it is being carried out
 */
export function oncePerKey<Value>(
  { userId, key, requestHash }: KeyedRequest,
  toReply: (value: Value) => Reply,
): Once<Value> {
  return async (runSql, work) => {
    const [turn] = await runSql<{ isMine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, 0)) AS "isMine"`,
      userId,
      key,
    );
    if (turn?.isMine !== true) throw stillRunning();
    // A statement of its own: it must see what whoever had the lock before has committed.
    const [earlier] = await runSql<KeptRow>(
      `SELECT "requestHash", status, response, ${IS_ABANDONED} AS "isAbandoned"
       FROM "IdempotencyKey" AS kept WHERE "userId" = $1::uuid AND key = $2`,
      userId,
      key,
    );
    if (earlier !== undefined && earlier.requestHash !== requestHash)
      throw new AppError(
        "IDEMPOTENCY_KEY_REUSED",
        "The Idempotency-Key was used for another request",
      );
    if (earlier?.status != null)
      throw new AlreadyDone({ status: earlier.status, body: earlier.response });
    if (earlier?.isAbandoned === false) throw stillRunning();
    const committed = await work();
    const { status, body } = toReply(committed.value);
    const [kept] = await runSql(
      `INSERT INTO "IdempotencyKey" AS kept ("userId", key, "requestHash", status, response)
       VALUES ($1::uuid, $2, $3, $4, $5::jsonb)
       ON CONFLICT ("userId", key) DO UPDATE
       SET status = EXCLUDED.status, response = EXCLUDED.response, "createdAt" = EXCLUDED."createdAt"
       WHERE ${IS_ABANDONED}
       RETURNING key`,
      userId,
      key,
      requestHash,
      status,
      JSON.stringify(body),
    );
    // The earlier version has reserved the key meanwhile: the work is its, and what was done here is undone.
    if (kept === undefined) throw stillRunning();
    return committed;
  };
}

type KeptRow = { requestHash: string; isAbandoned: boolean } & (
  | { status: number; response: object }
  | { status: null; response: null }
);

/** Of the row `kept`. */
const IS_ABANDONED = `(kept.status IS NULL
  AND kept."createdAt" < now() - make_interval(secs => ${ABANDONED_AFTER_SECONDS}))`;

const stillRunning = (): AppError =>
  new AppError("REQUEST_IN_PROGRESS", "A request with this key is still running", {
    retryAfterSeconds: 1,
  });
