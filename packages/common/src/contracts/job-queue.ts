import { z } from "zod";
import { idSchema, requestIdSchema } from "./fields.js";

/** Name of the Bull queue that carries every job. */
export const JOB_QUEUE_NAME = "jobs";

/**
 * What travels through the queue: only the name of the row. The row is the truth; what the queue
 * holds may be late, repeated or lost.
 */
export const queuedJobSchema = z.object({
  jobId: idSchema,
  requestId: requestIdSchema.nullable(),
});
export type QueuedJob = z.infer<typeof queuedJobSchema>;
