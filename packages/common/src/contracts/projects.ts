import { z } from "zod";
import { emailSchema, idSchema, timeSchema } from "./fields.js";

/** Largest shared `content` of a project, in bytes of its JSON text. */
export const MAX_CONTENT_BYTES = 256 * 1024;

/**
 * Most bytes of payloads that one answer has of a project's log, unless its first entry alone has more. An entry can have
 * as much as a request's body: five hundred of them would be a reader's whole memory.
 */
export const MAX_EVENTS_BYTES = 2 * 1024 * 1024;

/** Every role that a member can have. Exactly one member of a project is its OWNER. */
export const roleSchema = z.enum(["OWNER", "COLLABORATOR", "VIEWER"]);
export type Role = z.infer<typeof roleSchema>;

/** Roles that can be granted; ownership cannot. */
export const grantableRoleSchema = z.enum(["COLLABORATOR", "VIEWER"]);
export type GrantableRole = z.infer<typeof grantableRoleSchema>;

/** Everything that a role may or may not do. */
export type Action =
  | "project:view"
  | "project:edit"
  | "project:delete"
  | "collaborators:manage"
  | "jobs:submit"
  | "realtime:participate";

const projectNameSchema = z.string().trim().min(1, "must not be empty").max(200);
const descriptionSchema = z.string().trim().max(5000);

/** Any JSON value. */
export const jsonSchema = z.json();

/** A JSON object; nested values are free. Depth, keys and strings are checked where it arrives. */
export const jsonObjectSchema = z.record(z.string(), jsonSchema);
export type JsonObject = z.infer<typeof jsonObjectSchema>;

/** `POST /projects` */
export const createProjectSchema = z.object({
  name: projectNameSchema,
  description: descriptionSchema.default(""),
});
export type CreateProjectInput = z.infer<typeof createProjectSchema>;

/**
 * What `PUT /projects/:id` and `project:update` change. `content` is an RFC 7396 merge patch on the
 * project's shared JSON: null removes a member, objects merge, all else replaces.
 */
export const projectChangesSchema = z
  .object({
    name: projectNameSchema.optional(),
    description: descriptionSchema.optional(),
    content: jsonObjectSchema
      .optional()
      .describe(
        "An RFC 7396 merge patch on the shared JSON: objects merge, null removes, all else replaces.",
      ),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    error: "must change at least one of name, description, content",
  });
export type ProjectChanges = z.infer<typeof projectChangesSchema>;

/** `POST /projects/:projectId/collaborators` */
export const addCollaboratorSchema = z.object({ email: emailSchema, role: grantableRoleSchema });
export type AddCollaboratorInput = z.infer<typeof addCollaboratorSchema>;

/** `PUT /projects/:projectId/collaborators/:userId` */
export const updateCollaboratorSchema = z.object({ role: grantableRoleSchema });
export type UpdateCollaboratorInput = z.infer<typeof updateCollaboratorSchema>;

/** Largest number that a log entry can have: that of PostgreSQL's integer. */
const MAX_SEQ = 2 ** 31 - 1;

/** `GET /projects/:id/events`: the log after `after`, oldest first. */
export const eventsQuerySchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_SEQ)
    .default(0)
    .describe("Number of the last entry that the caller has."),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(100)
    .describe("Most entries to give; fewer come where they are large."),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

/** A project's own fields, as POST and PUT answer. */
export const projectBodySchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  ownerId: idSchema,
  content: jsonObjectSchema.describe("What the members share: a JSON object of at most 256 KiB."),
  version: z.int().min(1).describe("Counts the project's changes from 1."),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type ProjectBody = z.infer<typeof projectBodySchema>;

/** One row of `GET /projects`; `collaborators` counts the members beside the owner. */
export const projectSummarySchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  role: roleSchema,
  collaborators: z.int().min(0).describe("Members beside the owner."),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** `GET /projects/:id`; `role` is the caller's, `seq` the number of the newest event. */
export const projectDetailSchema = projectBodySchema.extend({
  role: roleSchema.describe("The caller's."),
  seq: z.int().min(1).describe("Number of the newest entry of the project's log."),
  owner: z.object({ id: idSchema, name: z.string() }),
  collaborators: z.array(
    z.object({
      user: z.object({ id: idSchema, email: z.string(), name: z.string() }),
      role: grantableRoleSchema,
    }),
  ),
});
export type ProjectDetail = z.infer<typeof projectDetailSchema>;

/** A collaborator as POST and PUT answer. */
export const collaboratorBodySchema = z.object({
  projectId: idSchema,
  userId: idSchema,
  role: grantableRoleSchema,
});
export type CollaboratorBody = z.infer<typeof collaboratorBodySchema>;
