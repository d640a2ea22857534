import { ERROR_STATUS } from "@workspace/common/contracts/errors";
import {
  clientEventSchemas as events,
  type ClientToServerEvents,
  socketErrorSchema,
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

/** Every event that a client may send. */
export const EVENT_CONTRACTS: Readonly<Record<keyof ClientToServerEvents, EventContract>> = {
  "join:project": { ...events["join:project"], id: "@project" },
  "leave:project": { ...events["leave:project"], id: "@project" },
  "cursor:move": { ...events["cursor:move"], id: "@project" },
  "project:update": { ...events["project:update"], id: "@project" },
  "job:cancel": { ...events["job:cancel"], id: "@job" },
  "auth:refresh": { ...events["auth:refresh"], id: "@project" },
};

/** What every refused event answers: nothing that is the service's own fault is among it. */
export const refusalSchema = z.strictObject({
  ok: z.literal(false),
  error: z.strictObject({
    ...socketErrorSchema.shape,
    code: z.string().refine((code) => ERROR_STATUS[code as keyof typeof ERROR_STATUS] < 500),
  }),
});
