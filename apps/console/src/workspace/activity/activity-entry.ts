import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { JobError } from "@workspace/common/contracts/jobs";
import type { ProjectChanges, Role } from "@workspace/common/contracts/projects";
import type { RoomEvent } from "@workspace/common/contracts/socket-events";
import { describeStatus } from "../code/run.js";

/** Something that happened, as the activity tells it. */
export interface ActivityEntry {
  /** Number of the newest event that is told in it. */
  readonly seq: number;
  /** Null for the system, undefined where it is not known who. */
  readonly actorId: string | null;
  readonly at: string;
  readonly text: string;
  /** Of what is told of a job: only the newest of them stands. */
  readonly jobId: string | null;
  /** How often the same in a row. */
  readonly count: number;
}

type NameOf = (userId: string | null) => string;

/** Longer names and texts are cut here: a line is a line. */
const MAX_QUOTED = 60;

/** An entry of the log in words; null for what is only a step on the way to something that is told. */
export function toActivity(event: DomainEvent, nameOf: NameOf): ActivityEntry | null {
  const text = describeEvent(event, nameOf);
  if (text === null) return null;
  const job = event.type === "job.updated" ? event.payload : null;
  const actorId = job?.submittedBy ?? event.actorId;
  return { seq: event.seq, actorId, at: event.at, text, jobId: job?.jobId ?? null, count: 1 };
}

/**
 * The same for an event of a room, which tells a little less: who changed a member is the owner, the only one who
 * can, and when is now.
 *
 * @param isMember whether the user of a `member:changed` was a member before
 */
export function toLiveActivity(
  { event, data }: RoomEvent,
  context: { nameOf: NameOf; ownerId: string; nowIso: string; isMember: boolean },
): ActivityEntry | null {
  const { nameOf, ownerId, nowIso: at, isMember } = context;
  const entry = (actorId: string | null, text: string | null): ActivityEntry | null =>
    text === null
      ? null
      : { seq: data.seq, actorId, at, text, jobId: "jobId" in data ? data.jobId : null, count: 1 };
  switch (event) {
    case "project:changed":
      return entry(data.userId, describeChanges(data.changes));
    case "member:changed":
      return entry(
        ownerId,
        data.role === null
          ? `removed ${quote(nameOf(data.userId))}`
          : describeRole(nameOf(data.userId), data.role, !isMember),
      );
    case "job:updated":
      return entry(data.submittedBy, describeJob(data.status, data.error));
    case "project:deleted":
      return entry(data.userId, "deleted the project");
  }
}

function describeEvent({ type, payload }: DomainEvent, nameOf: NameOf): string | null {
  switch (type) {
    case "project.created":
      return "created the project";
    case "project.updated":
      return describeChanges(payload.changes);
    case "project.deleted":
      return "deleted the project";
    case "member.added":
      return describeRole(payload.name, payload.role, true);
    case "member.updated":
      return describeRole(nameOf(payload.userId), payload.role, false);
    case "member.removed":
      return `removed ${quote(nameOf(payload.userId))}`;
    case "job.updated":
      return describeJob(payload.status, payload.error);
  }
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  OWNER: "the owner",
  COLLABORATOR: "a collaborator",
  VIEWER: "a viewer",
};

const describeRole = (name: string, role: Role, isNew: boolean): string =>
  isNew ? `added ${quote(name)} as ${ROLE_WORDS[role]}` : `made ${quote(name)} ${ROLE_WORDS[role]}`;

function describeJob(
  status: "PENDING" | "PROCESSING" | "COMPLETED" | "FAILED",
  error: JobError | null,
): string | null {
  if (status === "PENDING") return "started a program";
  if (status === "PROCESSING") return null;
  return `ran a program: ${describeStatus(status, error).text.toLowerCase()}`;
}

function describeChanges({ name, description, content }: ProjectChanges): string {
  if (name !== undefined) return `renamed the project to ${quote(name)}`;
  if (description !== undefined) return "changed the description";
  const notes = content?.["notes"];
  if (typeof notes !== "object" || notes === null || Array.isArray(notes))
    return "changed the shared content";
  const patches = Object.values(notes);
  if (patches.length !== 1) return `changed ${patches.length} notes`;
  const [patch] = patches;
  if (patch === null) return "removed a note";
  if (typeof patch !== "object" || Array.isArray(patch)) return "changed a note";
  if ("x" in patch && "color" in patch) return "added a note";
  const { text } = patch as { text?: unknown };
  if (typeof text === "string")
    return text.trim() === "" ? "emptied a note" : `wrote ${quote(text)}`;
  if ("color" in patch) return "coloured a note";
  return "x" in patch ? "moved a note" : "changed a note";
}

function quote(text: string): string {
  const line = text.trim().replaceAll(/\s+/gu, " ");
  // Not in the middle of a character.
  const cut = line.slice(0, MAX_QUOTED).replace(/[\uD800-\uDBFF]$/, "");
  // Isolated, so that a text that runs the other way leaves the words around it in place.
  return `\u2068${cut}${cut.length < line.length ? "…" : ""}\u2069`;
}

/** Farther apart, the same thing is told twice. */
const MERGE_MS = 5 * 60_000;

/** Newest first, with what one person did in a row told once. Writing a note is one thing, however many keys it took. */
export function mergeEntries(entries: readonly ActivityEntry[]): ActivityEntry[] {
  const merged: ActivityEntry[] = [];
  const jobs = new Set<string>();
  for (const entry of entries.toSorted((a, b) => b.seq - a.seq)) {
    if (entry.jobId !== null) {
      if (jobs.has(entry.jobId)) continue;
      jobs.add(entry.jobId);
    }
    const newer = merged.at(-1);
    if (newer !== undefined && isSame(newer, entry))
      merged[merged.length - 1] = Object.assign({}, newer, { count: newer.count + entry.count });
    else merged.push(entry);
  }
  return merged;
}

const isSame = (newer: ActivityEntry, older: ActivityEntry): boolean =>
  newer.actorId === older.actorId &&
  (newer.text === older.text || (isWriting(newer.text) && isWriting(older.text))) &&
  Date.parse(newer.at) - Date.parse(older.at) < MERGE_MS;

const isWriting = (text: string): boolean => text.startsWith("wrote ");
