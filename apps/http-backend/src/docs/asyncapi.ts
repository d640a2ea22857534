import { ERROR_MEANING, type ErrorCode } from "@workspace/common/contracts/errors";
import {
  clientEventSchemas,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from "@workspace/common/contracts/socket-events";
import {
  CLIENT_EVENTS,
  type ClientEventText,
  SERVER_EVENTS,
  type ServerEventText,
} from "@workspace/common/contracts/socket-protocol";
import {
  codesOfEvent,
  CONNECTION_REFUSALS,
  dataSchemaOf,
  HANDSHAKE_REFUSALS,
  refusalsOfEvent,
  replySchemaOf,
} from "@workspace/common/contracts/socket-refusals";
import { gatewayLimitsEnv } from "@workspace/common/gateway-env";
import type { z } from "zod";
import { EVENT_COMPONENTS, SHARED_COMPONENTS } from "./components.js";
import { describeServer } from "./asyncapi-server.js";
import { convertSchemas, type JsonSchema } from "./json-schemas.js";

/** One message of the events' document. */
export interface Message {
  /** The event's name as it is sent; of an acknowledgement, that of its event. */
  name: string;
  title: string;
  summary: string;
  description?: string;
  payload: JsonSchema;
  examples: { payload: unknown }[];
}

interface Reference {
  $ref: string;
}

/** What a client sends (`receive`), or what the gateway does (`send`). */
export interface SocketOperation {
  action: "receive" | "send";
  channel: Reference;
  title: string;
  summary: string;
  description?: string;
  messages: Reference[];
  reply?: { channel: Reference; messages: Reference[] };
  /** What it can be refused with, or what it tells as `code`. */
  "x-codes": Partial<Record<ErrorCode, string>>;
}

/** A limit of a gateway by its environment variable. */
export interface GatewayLimit {
  name: string;
  default: unknown;
  description: string;
}

/** An AsyncAPI 3 document; of what is only passed on, no more than that it is there. */
export interface AsyncApiDocument {
  asyncapi: string;
  info: { title: string; version: string; description: string };
  defaultContentType: string;
  servers: { gateway: { host: string; protocol: string; description: string } };
  channels: {
    socket: {
      address: string;
      title: string;
      description: string;
      messages: Record<string, Message>;
      bindings: object;
      "x-handshake-refusals": Partial<Record<ErrorCode, string>>;
      "x-connection-refusals": Partial<Record<ErrorCode, string>>;
      "x-limits": GatewayLimit[];
    };
  };
  operations: Record<string, SocketOperation>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object };
}

const INTRODUCTION = `What happens live: who is there, where their cursors are, what changes, and what programs print. All else is in [the REST API](/docs).

Connect any \`socket.io-client\` 4. Every client event takes an optional acknowledgement, \`{ ok: true, data }\` or \`{ ok: false, error }\`; without one, a refusal arrives as \`error:event\`.

**Fields may be added** to what is sent: ignore those that you do not know.`;

const CONNECTING = `The token comes as \`auth: { token }\`, as \`token\` in the query, or as \`Authorization: Bearer\`. With \`cursors: "batch"\`, in \`auth\` or in the query, the positions of all come in one \`cursor:batch\` in place of many \`cursor:update\`. A refused token is a \`connect_error\` with \`data: { code, message }\`.`;

const CHANNEL: Reference = { $ref: "#/channels/socket" };
const referTo = (id: string): Reference => ({ $ref: `#/channels/socket/messages/${id}` });

/** Names in documents know no colon. */
const idOf = (event: string): string => event.replace(":", ".");
const replyIdOf = (event: string): string => `${idOf(event)}.reply`;

/** The socket protocol as an AsyncAPI 3 document. */
export function createAsyncApi(publicWsUrl: string): AsyncApiDocument {
  const clientEvents = Object.entries(CLIENT_EVENTS) as [ClientEvent, ClientEventText][];
  const serverEvents = Object.entries(SERVER_EVENTS) as [ServerEvent, ServerEventText][];
  const inputs = convertSchemas({
    components: SHARED_COMPONENTS,
    wanted: new Map(clientEvents.map(([event]) => [event, clientEventSchemas[event].input])),
    io: "input",
    target: "draft-07",
  });
  const outputs = convertSchemas({
    components: EVENT_COMPONENTS,
    wanted: new Map<string, z.ZodType>([
      ...clientEvents.map(([event]) => [event, replySchemaOf(event)] as const),
      ...serverEvents.map(([event]) => [event, dataSchemaOf(event)] as const),
    ]),
    io: "output",
    target: "draft-07",
  });
  const messages: Record<string, Message> = {};
  const operations: Record<string, SocketOperation> = {};

  for (const [event, { input, data, ...text }] of clientEvents) {
    const refusals = refusalsOfEvent(event);
    messages[idOf(event)] = describeMessage(event, text, inputs.get(event), [input]);
    const replies = [
      { ok: true, data },
      { ok: false, error: refusalOf(refusals[0]) },
    ];
    messages[replyIdOf(event)] = {
      ...describeMessage(
        event,
        { summary: `The acknowledgement of \`${event}\`` },
        outputs.get(event),
        replies,
      ),
      title: `${event}, acknowledged`,
    };
    operations[idOf(event)] = {
      ...describeOperation("receive", event, text),
      reply: { channel: CHANNEL, messages: [referTo(replyIdOf(event))] },
      "x-codes": explain(refusals),
    };
  }
  for (const [event, { data, ...text }] of serverEvents) {
    messages[idOf(event)] = describeMessage(event, text, outputs.get(event), [data]);
    operations[idOf(event)] = {
      ...describeOperation("send", event, text),
      "x-codes": explain(codesOfEvent(event)),
    };
  }

  return {
    asyncapi: "3.0.0",
    info: { title: "Collaborative Workspace", version: "1.0.0", description: INTRODUCTION },
    defaultContentType: "application/json",
    servers: { gateway: describeServer(publicWsUrl) },
    channels: {
      socket: {
        address: "/socket.io/",
        title: "The socket",
        description: CONNECTING,
        messages,
        bindings: { ws: { method: "GET", query: HANDSHAKE_QUERY, bindingVersion: "0.1.0" } },
        "x-handshake-refusals": explain(HANDSHAKE_REFUSALS),
        "x-connection-refusals": CONNECTION_REFUSALS,
        "x-limits": listLimits(),
      },
    },
    operations,
    components: {
      schemas: { ...inputs.components, ...outputs.components },
      securitySchemes: {
        token: {
          type: "httpApiKey",
          in: "query",
          name: "token",
          description: "The token that `POST /api/v1/auth/login` answers.",
        },
      },
    },
  };
}

type ClientEvent = keyof ClientToServerEvents;
type ServerEvent = keyof ServerToClientEvents;

const HANDSHAKE_QUERY = {
  type: "object",
  properties: {
    token: { type: "string", description: "The access token." },
    cursors: { type: "string", enum: ["batch"], description: "Positions in batches." },
  },
};

type Text = Pick<Message, "summary" | "description">;

const describeMessage = (
  event: string,
  text: Text,
  payload: JsonSchema,
  examples: readonly unknown[],
): Message => ({
  name: event,
  title: event,
  ...text,
  payload,
  examples: examples.map((payload) => ({ payload })),
});

const describeOperation = (action: "receive" | "send", event: string, text: Text) => ({
  action,
  channel: CHANNEL,
  title: event,
  ...text,
  messages: [referTo(idOf(event))],
});

function refusalOf(code: ErrorCode = "VALIDATION_FAILED") {
  return { code, message: ERROR_MEANING[code].replaceAll("`", "") };
}

const explain = (codes: readonly ErrorCode[]): Partial<Record<ErrorCode, string>> =>
  Object.fromEntries(codes.map((code) => [code, ERROR_MEANING[code]]));

const listLimits = (): GatewayLimit[] =>
  Object.entries(gatewayLimitsEnv).map(([name, schema]) => ({
    name,
    default: schema.parse(undefined),
    description: schema.description ?? "",
  }));
