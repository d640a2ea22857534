import { z } from "zod";
import { idSchema } from "./fields.js";
import { jobErrorSchema, jobStatusSchema, jobTypeSchema } from "./jobs.js";
import { grantableRoleSchema, projectChangesSchema, roleSchema } from "./projects.js";

const projectCreated = z.object({
  type: z.literal("project.created"),
  payload: z.object({ name: z.string(), description: z.string() }),
});

/** `changes` is what the caller sent (content: a merge patch); `version` is the project's after it. */
const projectUpdated = z.object({
  type: z.literal("project.updated"),
  payload: z.object({ changes: projectChangesSchema, version: z.int() }),
});

const projectDeleted = z.object({ type: z.literal("project.deleted"), payload: z.object({}) });

const memberAdded = z.object({
  type: z.literal("member.added"),
  payload: z.object({ userId: idSchema, name: z.string(), role: grantableRoleSchema }),
});

const memberUpdated = z.object({
  type: z.literal("member.updated"),
  payload: z.object({ userId: idSchema, role: roleSchema }),
});

const memberRemoved = z.object({
  type: z.literal("member.removed"),
  payload: z.object({ userId: idSchema }),
});

/** Every status that a job takes, PENDING first. The output stays with the job. */
const jobUpdated = z.object({
  type: z.literal("job.updated"),
  payload: z.object({
    jobId: idSchema,
    jobType: jobTypeSchema,
    status: jobStatusSchema,
    submittedBy: idSchema,
    error: jobErrorSchema.nullable(),
    /** Milliseconds of the program itself, once it has run. */
    executionTime: z.number().nullable(),
  }),
});

const changeSchema = z.discriminatedUnion("type", [
  projectCreated,
  projectUpdated,
  projectDeleted,
  memberAdded,
  memberUpdated,
  memberRemoved,
  jobUpdated,
]);

/** What happened, without where and when: what a write operation hands to the log. */
export type ProjectChange = z.infer<typeof changeSchema>;

/**
 * One entry of a project's log. `seq` counts from 1 without holes within a project; `at` is ISO 8601;
 * `actorId` is null when the system itself acted; `requestId` is that of the HTTP request or socket
 * event which caused it.
 */
export const domainEventSchema = z
  .object({
    projectId: idSchema,
    seq: z.int().min(1),
    actorId: idSchema.nullable(),
    requestId: z.string().nullable(),
    // Described and not checked: gateways parse each entry that they hear of.
    at: z.string().meta({ format: "date-time" }),
  })
  .and(changeSchema);
export type DomainEvent = z.infer<typeof domainEventSchema>;
