import {
  clientEventSchemas,
  type ClientToServerEvents,
  serverEventSchemas,
  type ServerToClientEvents,
  socketErrorSchema,
} from "@workspace/common/contracts/socket-events";
import {
  dataSchemaOf,
  HANDSHAKE_REFUSALS,
  replySchemaOf,
} from "@workspace/common/contracts/socket-refusals";
import { expect } from "vitest";
import { z } from "zod";

const clientEvents = Object.keys(clientEventSchemas) as (keyof ClientToServerEvents)[];
const serverEvents = Object.keys(serverEventSchemas) as (keyof ServerToClientEvents)[];

const replySchemas = new Map<string, z.ZodType>(
  clientEvents.map((event) => [event, replySchemaOf(event)]),
);
const dataSchemas = new Map<string, z.ZodType>(
  serverEvents.map((event) => [event, dataSchemaOf(event)]),
);
/** To an event that there is not. */
const unknownEventSchema = z.object({
  ok: z.literal(false),
  error: socketErrorSchema.extend({
    code: z.enum(["UNKNOWN_EVENT", "RATE_LIMITED", "PAYLOAD_TOO_LARGE"]),
  }),
});

const handshakeRefusalSchema = socketErrorSchema.extend({ code: z.enum(HANDSHAKE_REFUSALS) });

/** Holds what the gateway has sent against the contracts: a field that they do not have is wrong too. */
export function checkEvent(event: string, data: unknown): void {
  const schema = dataSchemas.get(event);
  if (schema === undefined) throw new Error(`there is no server event ${event}`);
  expectExactly(schema, data, event);
}

/** Holds the acknowledgement of a client event against the contracts, likewise. */
export function checkReply(event: string, reply: unknown): void {
  expectExactly(replySchemas.get(event) ?? unknownEventSchema, reply, `the answer to ${event}`);
}

/** Holds what a refused handshake tells as `data` of `connect_error` against the contracts. */
export function checkHandshakeRefusal(data: unknown): void {
  expectExactly(handshakeRefusalSchema, data, "connect_error");
}

function expectExactly(schema: z.ZodType, value: unknown, what: string): void {
  const { success, data, error } = schema.safeParse(value);
  if (!success) throw new Error(`${what} breaks its contract: ${z.prettifyError(error)}`);
  // What is not in the schema is not in what it gives.
  expect(value, what).toEqual(data);
}
