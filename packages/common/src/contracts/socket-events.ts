import { z } from "zod";
import { errorDetailSchema } from "./errors.js";
import { idSchema, requestIdSchema, timeSchema } from "./fields.js";
import {
  jobBodySchema,
  jobErrorSchema,
  jobStatusSchema,
  jobTypeSchema,
  outputChunkSchema,
} from "./jobs.js";
import { jsonObjectSchema, projectChangesSchema, roleSchema } from "./projects.js";

// What the gateway sends is described here and not parsed: it has made it itself.

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
export const memberSchema = z.object({ userId: idSchema, name: z.string() });
export type Member = z.infer<typeof memberSchema>;

/** `user:joined`, `user:left` */
export const presenceChangeSchema = memberSchema.extend({ projectId: idSchema });

/** `cursor:update` */
export const cursorUpdateSchema = memberSchema.extend({
  projectId: idSchema,
  x: z.number(),
  y: z.number(),
  color: colorSchema,
});
export type CursorUpdate = z.infer<typeof cursorUpdateSchema>;

/** `cursor:batch`: for clients that connect with `cursors=batch`; may hold the receiver's own. */
export const cursorBatchSchema = z.object({
  projectId: idSchema,
  cursors: z
    .array(z.tuple([idSchema, z.number(), z.number(), colorSchema]).readonly())
    .describe("Each is `[userId, x, y, color]`."),
});
export type CursorBatch = z.infer<typeof cursorBatchSchema>;

/** What an event follows from. */
const causeSchema = requestIdSchema
  .nullable()
  .describe(
    "Of the HTTP request or socket event that caused it: of a job, which submitted it, or at its end which cancelled it.",
  );

/** `project:changed`. `changes` is what was sent; apply `content` as a merge patch. */
export const projectChangedSchema = z.object({
  projectId: idSchema,
  changes: projectChangesSchema,
  version: z.int().min(1),
  seq: z.int().min(1),
  userId: idSchema.nullable(),
  requestId: causeSchema,
});
export type ProjectChanged = z.infer<typeof projectChangedSchema>;

/** `member:changed` */
export const memberChangedSchema = z.object({
  projectId: idSchema,
  userId: idSchema,
  role: roleSchema.nullable().describe("Null when the member was removed."),
  seq: z.int().min(1),
  requestId: causeSchema,
});
export type MemberChanged = z.infer<typeof memberChangedSchema>;

/** `job:updated` */
export const jobUpdatedSchema = z.object({
  projectId: idSchema,
  jobId: idSchema,
  type: jobTypeSchema,
  status: jobStatusSchema,
  submittedBy: idSchema,
  error: jobErrorSchema.nullable(),
  executionTime: z
    .number()
    .nullable()
    .describe("Milliseconds of the program itself, once it has run."),
  seq: z.int().min(1),
  requestId: causeSchema,
});
export type JobUpdated = z.infer<typeof jobUpdatedSchema>;

/**
 * `job:output`: one piece of what a running job prints. `seq` counts from 1 within an attempt; a gap means
 * that `GET /jobs/:jobId/output` has what is missing.
 */
export const jobOutputSchema = outputChunkSchema.extend({
  projectId: idSchema,
  jobId: idSchema,
  attempt: z.int().min(1),
  requestId: causeSchema,
});
export type JobOutput = z.infer<typeof jobOutputSchema>;

/** `project:deleted`: the room is closed. */
export const projectDeletedSchema = z.object({
  projectId: idSchema,
  userId: idSchema.nullable(),
  seq: z.int().min(1),
  requestId: causeSchema,
});
export type ProjectDeleted = z.infer<typeof projectDeletedSchema>;

/** `project:left` */
export const projectLeftSchema = z.object({ projectId: idSchema, reason: z.string() });

/** The logged events as a room gets them: name and data, the same live and replayed. */
export const roomEventSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("project:changed"), data: projectChangedSchema }),
  z.object({ event: z.literal("member:changed"), data: memberChangedSchema }),
  z.object({ event: z.literal("job:updated"), data: jobUpdatedSchema }),
  z.object({ event: z.literal("project:deleted"), data: projectDeletedSchema }),
]);
export type RoomEvent = z.infer<typeof roomEventSchema>;

/**
 * What a refused client event answers, in its acknowledgement or as `error:event`. `requestId` names the event in
 * the gateway's log, where it has been taken up at all.
 */
export const socketErrorSchema = z.object({
  code: z.string(),
  message: z.string().describe("For people; it may change."),
  details: z.array(errorDetailSchema).exactOptional(),
  requestId: requestIdSchema.exactOptional(),
});
export type SocketError = z.infer<typeof socketErrorSchema>;

/** Every client event's acknowledgement. */
export type Acknowledgement<Data> = { ok: true; data: Data } | { ok: false; error: SocketError };

/**
 * Answer to `join:project`. Exactly one of `missed` (every event after `lastSeq`, in order) and
 * `resync: true` (too much, or kept no longer: reload from `project`) is there when `lastSeq` was given.
 */
export const joinedProjectSchema = z.object({
  role: roleSchema,
  project: z.object({
    id: idSchema,
    name: z.string(),
    description: z.string(),
    content: jsonObjectSchema,
    version: z.int().min(1),
    ownerId: idSchema,
  }),
  members: z.array(memberSchema).describe("Who is in the room."),
  cursors: z.array(cursorUpdateSchema).describe("Where their cursors are."),
  seq: z.int().min(1).describe("The snapshot has all events up to this one."),
  missed: z
    .array(roomEventSchema)
    .exactOptional()
    .describe("Every event after `lastSeq`, in order."),
  resync: z
    .literal(true)
    .exactOptional()
    .describe("Too much was missed, or is kept no longer: begin anew from `project`."),
});
export type JoinedProject = z.infer<typeof joinedProjectSchema>;

/** Client to server: what an event takes, and the data of its acknowledgement. */
export const clientEventSchemas = {
  "join:project": { input: joinProjectSchema, data: joinedProjectSchema },
  "leave:project": { input: leaveProjectSchema, data: z.object({ projectId: idSchema }) },
  "cursor:move": { input: cursorMoveSchema, data: z.null() },
  "project:update": {
    input: projectUpdateSchema,
    data: z.object({ version: z.int().min(1), seq: z.int().min(1) }),
  },
  "job:cancel": { input: jobCancelSchema, data: jobBodySchema },
  "auth:refresh": { input: authRefreshSchema, data: z.object({ expiresAt: timeSchema }) },
};

type ClientEventSchemas = typeof clientEventSchemas;

/** Client to server. Every event takes an optional acknowledgement. */
export type ClientToServerEvents = {
  [Event in keyof ClientEventSchemas]: (
    input: z.input<ClientEventSchemas[Event]["input"]>,
    reply?: (acknowledgement: Acknowledgement<z.output<ClientEventSchemas[Event]["data"]>>) => void,
  ) => void;
};

/** Server to client: the data of each event. */
export const serverEventSchemas = {
  "user:joined": presenceChangeSchema,
  "user:left": presenceChangeSchema,
  "cursor:update": cursorUpdateSchema,
  "cursor:batch": cursorBatchSchema,
  "project:changed": projectChangedSchema,
  "member:changed": memberChangedSchema,
  "job:updated": jobUpdatedSchema,
  "job:output": jobOutputSchema,
  "project:deleted": projectDeletedSchema,
  "project:left": projectLeftSchema,
  "session:ended": socketErrorSchema,
  "error:event": socketErrorSchema.extend({ event: z.string() }),
};

type ServerEventSchemas = typeof serverEventSchemas;

/** Server to client. */
export type ServerToClientEvents = {
  [Event in keyof ServerEventSchemas]: (data: z.output<ServerEventSchemas[Event]>) => void;
};
