import { z } from "zod";
import { domainEventSchema } from "./domain-events.js";
import { idSchema } from "./fields.js";
import { outputPieceSchema } from "./jobs.js";

/** A Redis channel and the messages that travel on it. */
export interface Topic<Message> {
  channel: string;
  schema: z.ZodType<Message>;
}

/** `[userId, name, x, y, color]`: the latest position of one user. */
export const cursorTupleSchema = z.tuple([
  // The gateway that sends it has it in lower case already: to do it again would be half of the parsing.
  z.uuid(),
  z.string(),
  z.number(),
  z.number(),
  z.string(),
]);
export type CursorTuple = z.infer<typeof cursorTupleSchema>;

const projectMessageSchema = z.discriminatedUnion("kind", [
  /** A committed entry of the project's log. */
  z.object({ kind: z.literal("event"), event: domainEventSchema }),
  /** What moved on one gateway during one tick. */
  z.object({
    kind: z.literal("cursors"),
    cursors: z.array(cursorTupleSchema),
  }),
  /** A gateway has opened the room and asks the others where their users' cursors are. */
  z.object({ kind: z.literal("cursors.wanted") }),
  /** A user's first connection on, or last connection off, one gateway. */
  z.object({
    kind: z.literal("presence"),
    gatewayId: z.string(),
    action: z.enum(["joined", "left"]),
    userId: idSchema,
    name: z.string(),
  }),
  /** What a running job has printed since the last such message; `firstSeq` numbers the first piece. */
  z.object({
    kind: z.literal("job.output"),
    jobId: idSchema,
    attempt: z.int().min(1),
    /** Of the request that submitted the job. */
    requestId: z.string().nullable().default(null),
    firstSeq: z.int().min(1),
    pieces: z.array(outputPieceSchema),
  }),
]);
export type ProjectMessage = z.infer<typeof projectMessageSchema>;

const userMessageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("session.revoked"), sessionId: idSchema }),
]);
export type UserMessage = z.infer<typeof userMessageSchema>;

const workerMessageSchema = z.object({ kind: z.literal("job.cancelled"), jobId: idSchema });
export type WorkerMessage = z.infer<typeof workerMessageSchema>;

/** Everything about one project; a gateway listens only while it has members of it. */
export const projectTopic = (projectId: string): Topic<ProjectMessage> => ({
  channel: `project:${projectId}`,
  schema: projectMessageSchema,
});

/** Revocations of one user's sessions; a gateway listens only while it has sockets of the user. */
export const userTopic = (userId: string): Topic<UserMessage> => ({
  channel: `user:${userId}`,
  schema: userMessageSchema,
});

/** What every worker must hear, such as a cancelled job that one of them may be running. */
export const workerTopic: Topic<WorkerMessage> = {
  channel: "workers",
  schema: workerMessageSchema,
};
