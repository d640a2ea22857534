import { ERROR_STATUS } from "@workspace/common/app-error";
import { errorDetailSchema } from "@workspace/common/contracts/errors";
import { idSchema } from "@workspace/common/contracts/fields";
import { jobBodySchema } from "@workspace/common/contracts/jobs";
import { jsonObjectSchema, roleSchema } from "@workspace/common/contracts/projects";
import {
  authRefreshSchema,
  type ClientToServerEvents,
  cursorMoveSchema,
  jobCancelSchema,
  joinProjectSchema,
  leaveProjectSchema,
  projectUpdateSchema,
} from "@workspace/common/contracts/socket-events";
import { z } from "zod";
import type { Thing } from "./fuzz-world.js";

/** What an event takes, and the data of its acknowledgement when it is accepted. */
export interface EventContract {
  input: z.ZodType;
  data: z.ZodType;
  /** What its id names. */
  id: Thing;
}

const joinedProjectSchema = z.object({
  role: roleSchema,
  project: z.object({
    id: idSchema,
    name: z.string(),
    description: z.string(),
    content: jsonObjectSchema,
    version: z.int(),
    ownerId: idSchema,
  }),
  members: z.array(z.object({ userId: idSchema, name: z.string() })),
  cursors: z.array(z.object({ userId: idSchema, x: z.number(), y: z.number(), color: z.string() })),
  seq: z.int(),
  missed: z.array(z.object({ event: z.string(), data: z.object({ seq: z.int() }) })).optional(),
  resync: z.literal(true).optional(),
});

/** Every event that a client may send. */
export const EVENT_CONTRACTS: Readonly<Record<keyof ClientToServerEvents, EventContract>> = {
  "join:project": { input: joinProjectSchema, data: joinedProjectSchema, id: "@project" },
  "leave:project": {
    input: leaveProjectSchema,
    data: z.object({ projectId: idSchema }),
    id: "@project",
  },
  "cursor:move": { input: cursorMoveSchema, data: z.null(), id: "@project" },
  "project:update": {
    input: projectUpdateSchema,
    data: z.object({ version: z.int(), seq: z.int() }),
    id: "@project",
  },
  "job:cancel": { input: jobCancelSchema, data: jobBodySchema, id: "@job" },
  "auth:refresh": {
    input: authRefreshSchema,
    data: z.object({ expiresAt: z.iso.datetime() }),
    id: "@project",
  },
};

/** What every refused event answers: nothing that is the service's own fault is among it. */
export const refusalSchema = z.strictObject({
  ok: z.literal(false),
  error: z.strictObject({
    code: z.string().refine((code) => ERROR_STATUS[code as keyof typeof ERROR_STATUS] < 500),
    message: z.string(),
    details: z.array(errorDetailSchema).optional(),
  }),
});
