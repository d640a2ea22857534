import { z } from "zod";
import type { ErrorCode } from "./errors.js";
import { clientEventSchemas, serverEventSchemas, socketErrorSchema } from "./socket-events.js";

type ClientEvent = keyof typeof clientEventSchemas;
type ServerEvent = keyof typeof serverEventSchemas;

/** What any client event can be refused with. */
const EVERY_EVENT_REFUSES: readonly ErrorCode[] = [
  "VALIDATION_FAILED",
  "PAYLOAD_TOO_LARGE",
  "RATE_LIMITED",
  "INTERNAL",
];

const EVENT_REFUSALS: Readonly<Record<ClientEvent, readonly ErrorCode[]>> = {
  "join:project": ["NOT_FOUND", "FORBIDDEN", "TOO_MANY_ROOMS", "UNAVAILABLE"],
  "leave:project": ["NOT_JOINED"],
  "cursor:move": ["NOT_JOINED", "FORBIDDEN"],
  "project:update": ["NOT_JOINED", "NOT_FOUND", "FORBIDDEN", "VERSION_CONFLICT", "UNAVAILABLE"],
  "job:cancel": ["NOT_FOUND", "FORBIDDEN", "JOB_FINISHED", "UNAVAILABLE"],
  "auth:refresh": [
    "UNAUTHENTICATED",
    "TOKEN_EXPIRED",
    "SESSION_REVOKED",
    "FORBIDDEN",
    "UNAVAILABLE",
  ],
};

/** What `connect_error` tells in its `data`. */
export const HANDSHAKE_REFUSALS: readonly ErrorCode[] = [
  "UNAUTHENTICATED",
  "TOKEN_EXPIRED",
  "SESSION_REVOKED",
  "UNAVAILABLE",
];

/** What a connection is refused with before it is one: answers of HTTP, with the body that the REST API has too. */
export const CONNECTION_REFUSALS: Readonly<Partial<Record<ErrorCode, string>>> = {
  FORBIDDEN: "403: pages of this origin may not connect.",
  PAYLOAD_TOO_LARGE: "413: a request by polling is too large.",
  RATE_LIMITED:
    "429: too many refused tokens, or connections that are authenticating, of one address.",
  TOO_MANY_SOCKETS: "429: too many open connections of one address.",
  UNAVAILABLE: "503: the gateway is stopping.",
};

/** Every code that a client event can be refused with. */
export const refusalsOfEvent = (event: ClientEvent): ErrorCode[] => [
  ...EVENT_REFUSALS[event],
  ...EVERY_EVENT_REFUSES,
];

const CODES_TOLD: Partial<Record<ServerEvent, readonly ErrorCode[]>> = {
  "session:ended": ["SESSION_REVOKED", "TOKEN_EXPIRED", "TOO_MANY_SOCKETS"],
  "error:event": [
    ...new Set(Object.values(EVENT_REFUSALS).flat()),
    ...EVERY_EVENT_REFUSES,
    "UNKNOWN_EVENT",
  ],
};

/** Every `code` that a server event can tell. */
export const codesOfEvent = (event: ServerEvent): readonly ErrorCode[] => CODES_TOLD[event] ?? [];

/** An event's acknowledgement, with no codes but its own. */
export const replySchemaOf = (event: ClientEvent): z.ZodType =>
  z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), data: clientEventSchemas[event].data as z.ZodType }),
    z.object({
      ok: z.literal(false),
      error: socketErrorSchema.extend({ code: z.enum(refusalsOfEvent(event)) }),
    }),
  ]);

/** A server event's data, with no codes but its own. */
export function dataSchemaOf(event: ServerEvent): z.ZodType {
  const codes = codesOfEvent(event);
  const schema = serverEventSchemas[event];
  return codes.length === 0 ? schema : schema.extend({ code: z.enum(codes) });
}
