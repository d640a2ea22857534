import { z } from "zod";
import { idSchema } from "./fields.js";
import type { JobBody, JobError, JobStatus, JobType, OutputChunk } from "./jobs.js";
import {
  projectChangesSchema,
  type JsonObject,
  type ProjectChanges,
  type Role,
} from "./projects.js";

/** `join:project`. `lastSeq` is the last event that a returning client has had. */
export const joinProjectSchema = z.object({
  projectId: idSchema,
  lastSeq: z.int().min(0).optional(),
});
export type JoinProjectInput = z.infer<typeof joinProjectSchema>;

/** `leave:project` */
export const leaveProjectSchema = z.object({ projectId: idSchema });
export type LeaveProjectInput = z.infer<typeof leaveProjectSchema>;

/** A colour as browsers write it: `#RGB`, `#RRGGBB` or with alpha. */
export const colorSchema = z
  .string()
  .regex(
    /^#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/,
    "must be a colour such as #FF0000",
  );

/** Of a cursor that is moved without a colour. */
export const DEFAULT_COLOR = "#888888";

/** `cursor:move`. Coordinates are the app's own; they need only be finite. */
export const cursorMoveSchema = z.object({
  projectId: idSchema,
  x: z.number(),
  y: z.number(),
  color: colorSchema.default(DEFAULT_COLOR),
});
export type CursorMoveInput = z.infer<typeof cursorMoveSchema>;

/** `project:update`. With `baseVersion`, refused when the project has moved on. */
export const projectUpdateSchema = z.object({
  projectId: idSchema,
  changes: projectChangesSchema,
  baseVersion: z.int().min(0).optional(),
});
export type ProjectUpdateInput = z.infer<typeof projectUpdateSchema>;

/** `job:cancel`: the same operation as `POST /jobs/:jobId/cancel`. */
export const jobCancelSchema = z.object({ jobId: idSchema });
export type JobCancelInput = z.infer<typeof jobCancelSchema>;

/** `auth:refresh`: a newer token of the same user; the socket then lives as long as that one. */
export const authRefreshSchema = z.object({ token: z.string().min(1).max(4096) });
export type AuthRefreshInput = z.infer<typeof authRefreshSchema>;

/** A user who is in the room, once however many tabs. */
export interface Member {
  userId: string;
  name: string;
}

/** `cursor:update` */
export interface CursorUpdate {
  projectId: string;
  userId: string;
  name: string;
  x: number;
  y: number;
  color: string;
}

/** `cursor:batch`: for clients that connect with `cursors=batch`; may hold the receiver's own. */
export interface CursorBatch {
  projectId: string;
  cursors: (readonly [userId: string, x: number, y: number, color: string])[];
}

/** `project:changed`. `changes` is what was sent; apply `content` as a merge patch. */
export interface ProjectChanged {
  projectId: string;
  changes: ProjectChanges;
  version: number;
  seq: number;
  requestId: string | null;
  userId: string | null;
}

/** `member:changed`. `role` is null when the member was removed. */
export interface MemberChanged {
  projectId: string;
  userId: string;
  role: Role | null;
  seq: number;
  requestId: string | null;
}

/** `job:updated` */
export interface JobUpdated {
  projectId: string;
  jobId: string;
  type: JobType;
  status: JobStatus;
  submittedBy: string;
  error: JobError | null;
  executionTime: number | null;
  seq: number;
  requestId: string | null;
}

/**
 * `job:output`: one piece of what a running job prints. `seq` counts from 1 within an attempt; a gap means
 * that `GET /jobs/:jobId/output` has what is missing.
 */
export interface JobOutput extends OutputChunk {
  projectId: string;
  jobId: string;
  attempt: number;
  requestId: string | null;
}

/** `project:deleted`: the room is closed. */
export interface ProjectDeleted {
  projectId: string;
  userId: string | null;
  seq: number;
  requestId: string | null;
}

/**
 * The logged events as a room gets them: name and data, the same live and replayed. `requestId` is that of the HTTP
 * request or socket event which caused it: of a job that which submitted it, or at its end which cancelled it.
 */
export type RoomEvent =
  | { event: "project:changed"; data: ProjectChanged }
  | { event: "member:changed"; data: MemberChanged }
  | { event: "job:updated"; data: JobUpdated }
  | { event: "project:deleted"; data: ProjectDeleted };

/**
 * What a refused client event answers, in its acknowledgement or as `error:event`. `requestId` names the event in
 * the gateway's log, where it has been taken up at all.
 */
export interface SocketError {
  code: string;
  message: string;
  details?: { path: string; message: string }[];
  requestId?: string;
}

/** Every client event's acknowledgement. */
export type Acknowledgement<Data> = { ok: true; data: Data } | { ok: false; error: SocketError };

/**
 * Answer to `join:project`. Exactly one of `missed` (every event after `lastSeq`, in order) and
 * `resync: true` (too many, or kept no longer: reload from `project`) is there when `lastSeq` was given.
 */
export interface JoinedProject {
  role: Role;
  project: {
    id: string;
    name: string;
    description: string;
    content: JsonObject;
    version: number;
    ownerId: string;
  };
  members: Member[];
  cursors: CursorUpdate[];
  seq: number;
  missed?: RoomEvent[];
  resync?: true;
}

type Reply<Data> = (acknowledgement: Acknowledgement<Data>) => void;

/** Client to server. Every event takes an optional acknowledgement. */
export interface ClientToServerEvents {
  "join:project": (input: JoinProjectInput, reply?: Reply<JoinedProject>) => void;
  "leave:project": (input: LeaveProjectInput, reply?: Reply<{ projectId: string }>) => void;
  "cursor:move": (input: z.input<typeof cursorMoveSchema>, reply?: Reply<null>) => void;
  "project:update": (
    input: ProjectUpdateInput,
    reply?: Reply<{ version: number; seq: number }>,
  ) => void;
  "job:cancel": (input: JobCancelInput, reply?: Reply<JobBody>) => void;
  "auth:refresh": (input: AuthRefreshInput, reply?: Reply<{ expiresAt: string }>) => void;
}

/** Server to client. */
export interface ServerToClientEvents {
  "user:joined": (data: Member & { projectId: string }) => void;
  "user:left": (data: Member & { projectId: string }) => void;
  "cursor:update": (data: CursorUpdate) => void;
  "cursor:batch": (data: CursorBatch) => void;
  "project:changed": (data: ProjectChanged) => void;
  "member:changed": (data: MemberChanged) => void;
  "job:updated": (data: JobUpdated) => void;
  "job:output": (data: JobOutput) => void;
  "project:deleted": (data: ProjectDeleted) => void;
  /** The caller may no longer be in the room: removed, or the project is gone. */
  "project:left": (data: { projectId: string; reason: string }) => void;
  /** The socket is about to be closed by the server, and why. */
  "session:ended": (data: SocketError) => void;
  /** A refused event that asked for no acknowledgement. */
  "error:event": (data: SocketError & { event: string }) => void;
}
