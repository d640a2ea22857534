import type { z } from "zod";
import {
  ACCESS_TOKEN,
  ADA,
  CANCELLED_JOB,
  COLOR,
  GRACE_ID,
  JOB,
  JOB_ID,
  PROJECT,
  PROJECT_ID,
  PROJECT_UPDATED,
  SIGNED_IN,
} from "./examples.js";
import type { clientEventSchemas, serverEventSchemas } from "./socket-events.js";

/** What there is to know of any event. */
interface EventText {
  summary: string;
  /** More, in Markdown. */
  description?: string;
}

/** A client event beside its schemas. */
export interface ClientEventText<Input = unknown, Data = unknown> extends EventText {
  /** What is meant as its input, and as the data of its acknowledgement. */
  input: Input;
  data: Data;
}

/** A server event beside its schema. */
export interface ServerEventText<Data = unknown> extends EventText {
  data: Data;
}

const GRACE = { userId: GRACE_ID, name: "Grace" };
const CURSOR = { projectId: PROJECT_ID, ...GRACE, x: 120, y: 80, color: COLOR };
const REQUEST_ID = "f1f3c5c0-0f0e-4a55-9f62-0d1c52a8f6aa";
const CHANGED = {
  projectId: PROJECT_ID,
  changes: { content: PROJECT.content },
  version: PROJECT.version,
  seq: PROJECT_UPDATED.seq,
  requestId: REQUEST_ID,
  userId: ADA.id,
};
const REFUSED = { code: "NOT_JOINED", message: "Join the project first, with join:project" };
const ENDED = { code: "SESSION_REVOKED", message: "The session has ended" };
const { id, name, description, content, version, ownerId } = PROJECT;

type ClientSchemas = typeof clientEventSchemas;
type ServerSchemas = typeof serverEventSchemas;

/** Client to server. */
export const CLIENT_EVENTS: {
  [Event in keyof ClientSchemas]: ClientEventText<
    z.input<ClientSchemas[Event]["input"]>,
    z.output<ClientSchemas[Event]["data"]>
  >;
} = {
  "join:project": {
    summary: "Enter a project's room",
    description:
      "The answer is a snapshot at `seq`; every later event follows live, none twice and none left out. With `lastSeq`, the last event that a returning client has had, it has either `missed` or `resync`. Joining again gives a fresh snapshot.",
    input: { projectId: PROJECT_ID, lastSeq: 3 },
    data: {
      role: "OWNER",
      project: { id, name, description, content, version, ownerId },
      members: [{ userId: ADA.id, name: ADA.name }, GRACE],
      cursors: [CURSOR],
      seq: CHANGED.seq,
      missed: [{ event: "project:changed", data: CHANGED }],
    },
  },
  "leave:project": {
    summary: "Leave a project's room",
    input: { projectId: PROJECT_ID },
    data: { projectId: PROJECT_ID },
  },
  "cursor:move": {
    summary: "Show the others where one's cursor is",
    description:
      "Coordinates are the application's own; they need only be finite. Moves are collected and sent about 30 times a second; the last position always arrives.",
    input: { projectId: PROJECT_ID, x: 120, y: 80, color: COLOR },
    data: null,
  },
  "project:update": {
    summary: "Change a project's fields and its shared content",
    description:
      "The same as `PUT /api/v1/projects/:id`. With `baseVersion` it is refused when the project has moved on.",
    input: { projectId: PROJECT_ID, changes: CHANGED.changes, baseVersion: 1 },
    data: { version: CHANGED.version, seq: CHANGED.seq },
  },
  "job:cancel": {
    summary: "Cancel a job",
    description: "The same as `POST /api/v1/jobs/:jobId/cancel`; no room needs to be joined.",
    input: { jobId: JOB_ID },
    data: CANCELLED_JOB,
  },
  "auth:refresh": {
    summary: "Let the socket live on with a newer token",
    description: "A token of the same user; the socket then lives as long as that one.",
    input: { token: ACCESS_TOKEN },
    data: { expiresAt: SIGNED_IN.data.expiresAt },
  },
};

/** Server to client. */
export const SERVER_EVENTS: {
  [Event in keyof ServerSchemas]: ServerEventText<z.output<ServerSchemas[Event]>>;
} = {
  "user:joined": {
    summary: "Someone came into the room",
    description: "Once per user, however many tabs.",
    data: { projectId: PROJECT_ID, ...GRACE },
  },
  "user:left": {
    summary: "Someone left the room, with their last tab",
    data: { projectId: PROJECT_ID, ...GRACE },
  },
  "cursor:update": {
    summary: "Where someone's cursor is",
    description: 'About 30 times a second per user. Not for clients with `cursors: "batch"`.',
    data: CURSOR,
  },
  "cursor:batch": {
    summary: "Where the cursors are that have moved",
    description:
      'In place of `cursor:update`, for clients that connect with `cursors: "batch"`. It may hold the receiver\'s own.',
    data: { projectId: PROJECT_ID, cursors: [[GRACE_ID, 120, 80, COLOR]] },
  },
  "project:changed": {
    summary: "Someone changed the project, by socket or REST",
    description: "`changes` is what they sent: `content` is to be applied as a merge patch.",
    data: CHANGED,
  },
  "member:changed": {
    summary: "Someone was added, got another role, or was removed",
    data: {
      projectId: PROJECT_ID,
      userId: GRACE_ID,
      role: "VIEWER",
      seq: 5,
      requestId: REQUEST_ID,
    },
  },
  "job:updated": {
    summary: "A job has another status",
    description: "Every status of every job. Output stays with the job.",
    data: {
      projectId: PROJECT_ID,
      jobId: JOB_ID,
      type: "CODE_EXECUTION",
      status: "COMPLETED",
      submittedBy: ADA.id,
      error: null,
      executionTime: 3.5,
      seq: 8,
      requestId: REQUEST_ID,
    },
  },
  "job:output": {
    summary: "A piece of what a running program prints",
    description:
      "Every 50 ms or 4 KB. `seq` counts from 1 within an attempt; a gap means that `GET /api/v1/jobs/:jobId/output` has what is missing.",
    data: {
      projectId: PROJECT_ID,
      jobId: JOB_ID,
      attempt: JOB.attempts,
      requestId: REQUEST_ID,
      seq: 1,
      stream: "stdout",
      chunk: "42\n",
    },
  },
  "project:deleted": {
    summary: "The project is gone",
    description: "Its room closes: `project:left` follows.",
    data: { projectId: PROJECT_ID, userId: ADA.id, seq: 9, requestId: REQUEST_ID },
  },
  "project:left": {
    summary: "One is no longer in the room",
    description: "Removed from the project, or the project is gone.",
    data: { projectId: PROJECT_ID, reason: "removed from the project" },
  },
  "session:ended": {
    summary: "Why the socket is about to be disconnected",
    description: "Logged out, expired, a new password, or too many sockets.",
    data: ENDED,
  },
  "error:event": {
    summary: "A refused event that asked for no acknowledgement",
    description: "`event` is its name as it was sent, cut at 100 characters.",
    data: { event: "leave:project", ...REFUSED },
  },
};
