import {
  type DomainEvent,
  domainEventSchema,
  type ProjectChange,
} from "@workspace/common/contracts/domain-events";
import { MAX_EVENTS_BYTES } from "@workspace/common/contracts/projects";
import type pg from "pg";
import type { Database, Transaction } from "./database.js";

/** Who caused a change, and with which request. */
export interface Actor {
  /** Null when the system itself acts. */
  userId: string | null;
  requestId: string | null;
}

/** What a write operation committed: its value, and the log entries that must now be published. */
export interface Committed<Value> {
  value: Value;
  events: DomainEvent[];
}

interface EventRow {
  projectId: string;
  seq: number;
  type: string;
  actorId: string | null;
  payload: unknown;
  requestId: string | null;
  createdAt: Date;
}

const toDomainEvent = ({ createdAt, ...row }: EventRow): DomainEvent =>
  domainEventSchema.parse({ ...row, at: createdAt.toISOString() });

/**
 * Writes the project's next log entry in the transaction of the change itself. Taking the number locks
 * the project's row until commit, so numbers are committed in order and without holes.
 */
export async function appendEvent(
  tx: Transaction,
  projectId: string,
  actor: Actor,
  change: ProjectChange,
): Promise<DomainEvent> {
  const values = appendValues(projectId, actor, change);
  return onlyEvent(projectId, await tx.$queryRawUnsafe<EventRow[]>(APPEND_EVENT_SQL, ...values));
}

/** As {@link appendEvent}, in a transaction without the ORM. */
export async function appendEventOn(
  client: pg.PoolClient,
  projectId: string,
  actor: Actor,
  change: ProjectChange,
): Promise<DomainEvent> {
  const values = appendValues(projectId, actor, change);
  const { rows } = await client.query<EventRow>({
    name: "append-event",
    text: APPEND_EVENT_SQL,
    values,
  });
  return onlyEvent(projectId, rows);
}

/** As {@link appendEvent}, for any number of entries in one statement. */
export async function appendEvents(
  tx: Transaction,
  projectId: string,
  actor: Actor,
  changes: readonly ProjectChange[],
): Promise<DomainEvent[]> {
  if (changes.length === 0) return [];
  const rows = await tx.$queryRaw<EventRow[]>`
    WITH next AS (
      UPDATE "Project" SET seq = seq + ${changes.length} WHERE id = ${projectId}::uuid
      RETURNING seq - ${changes.length} AS last
    ), entry AS (
      INSERT INTO "ProjectEvent" ("projectId", seq, type, "actorId", payload, "requestId")
      SELECT ${projectId}::uuid, last + place, type, ${actor.userId}::uuid, payload::jsonb, ${actor.requestId}
      FROM next, unnest(${changes.map(({ type }) => type)}::text[],
                        ${changes.map(({ payload }) => JSON.stringify(payload))}::text[])
                 WITH ORDINALITY AS change(type, payload, place)
      RETURNING *
    )
    SELECT * FROM entry ORDER BY seq`;
  return rows.map(toDomainEvent);
}

const APPEND_EVENT_SQL = `
  WITH next AS (
    UPDATE "Project" SET seq = seq + 1 WHERE id = $1::uuid RETURNING seq
  )
  INSERT INTO "ProjectEvent" ("projectId", seq, type, "actorId", payload, "requestId")
  SELECT $1::uuid, seq, $2, $3::uuid, $4::jsonb, $5
  FROM next
  RETURNING *`;

const appendValues = (projectId: string, actor: Actor, change: ProjectChange) => [
  projectId,
  change.type,
  actor.userId,
  JSON.stringify(change.payload),
  actor.requestId,
];

function onlyEvent(projectId: string, [row]: EventRow[]): DomainEvent {
  if (row === undefined)
    throw new Error(`project ${projectId} vanished within its own transaction`);
  return toDomainEvent(row);
}

/** Where a part of the log begins, and how much of it is wanted. */
export interface LogRange {
  projectId: string;
  /** Number of the last entry that the reader has. */
  after: number;
  /** Most entries to give. */
  limit: number;
  /** Most bytes of their payloads, if the first alone has not more; {@link MAX_EVENTS_BYTES} unless told. */
  maxBytes?: number;
}

/**
 * The log after `after`, oldest first, without a hole between its entries: at least one where there is one, and
 * fewer than `limit` where they are large. The first has a higher number than the next where entries are kept
 * no longer.
 */
export async function listEvents(
  database: Database,
  { projectId, after, limit, maxBytes = MAX_EVENTS_BYTES }: LogRange,
): Promise<DomainEvent[]> {
  const { rows } = await database.pool.query<EventRow>({
    name: "list-events",
    text: LIST_EVENTS_SQL,
    values: [projectId, after, limit, maxBytes],
  });
  return rows.map(toDomainEvent);
}

// From entry to entry by their numbers alone, so that no payload is read that is not given.
const LIST_EVENTS_SQL = `
  WITH RECURSIVE page AS (
    SELECT 0 AS place, $2::int AS seq, 0 AS bytes
    UNION ALL
    SELECT page.place + 1, next.seq, page.bytes + next.bytes
    FROM page CROSS JOIN LATERAL (
      SELECT e.seq, octet_length(e.payload::text) AS bytes FROM "ProjectEvent" e
      WHERE e."projectId" = $1 AND e.seq > page.seq ORDER BY e.seq LIMIT 1
    ) next
    WHERE page.place < $3 AND (page.place = 0 OR page.bytes + next.bytes <= $4)
  )
  SELECT "projectId", seq, type, "actorId", payload, "requestId", "createdAt"
  FROM "ProjectEvent"
  WHERE "projectId" = $1 AND seq > $2 AND seq <= (SELECT max(seq) FROM page)
  ORDER BY seq`;

/**
 * Takes entries that were committed some time ago and never published, oldest first. Must run inside
 * the transaction that also marks them: the rows stay locked, and other relays skip them.
 */
export async function lockUnpublishedEvents(
  tx: Transaction,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<DomainEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT "projectId", seq, type, "actorId", payload, "requestId", "createdAt"
    FROM "ProjectEvent"
    WHERE "publishedAt" IS NULL AND "createdAt" < now() - make_interval(secs => ${olderThanMs / 1000})
    ORDER BY "createdAt", seq
    LIMIT ${limit}
    FOR UPDATE SKIP LOCKED`;
  return rows.map(toDomainEvent);
}

/** Records that entries have been published; those of a deleted project have then done their work. */
export async function markPublished(
  db: Pick<Transaction, "$executeRaw">,
  events: readonly Pick<DomainEvent, "projectId" | "seq">[],
): Promise<void> {
  if (events.length === 0) return;
  const projectIds = events.map((event) => event.projectId);
  const seqs = events.map((event) => event.seq);
  await db.$executeRaw`
    UPDATE "ProjectEvent" AS e SET "publishedAt" = now()
    FROM unnest(${projectIds}::uuid[], ${seqs}::int[]) AS sent("projectId", seq)
    WHERE e."projectId" = sent."projectId" AND e.seq = sent.seq AND e."publishedAt" IS NULL`;
  // All that is published of a deleted project, not only these: an entry that was marked while its
  // project was being deleted, after the deletion had looked for published ones, would stay for ever.
  await db.$executeRaw`
    DELETE FROM "ProjectEvent" AS e
    USING (SELECT DISTINCT id FROM unnest(${projectIds}::uuid[]) AS sent(id)
           WHERE NOT EXISTS (SELECT 1 FROM "Project" p WHERE p.id = sent.id)) AS gone
    WHERE e."projectId" = gone.id AND e."publishedAt" IS NOT NULL`;
}

/** Number of a project's newest log entry; null when there is no such project (any more). */
export async function readSeq(database: Database, projectId: string): Promise<number | null> {
  const { rows } = await database.pool.query<{ seq: number }>({
    name: "read-seq",
    text: `SELECT seq FROM "Project" WHERE id = $1`,
    values: [projectId],
  });
  return rows[0]?.seq ?? null;
}
