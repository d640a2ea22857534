import {
  type Answer,
  type Content,
  formatBytes,
  type HttpLimits,
  type HttpRoute,
} from "@workspace/common/contracts/http-route";
import { createHttpRoutes } from "@workspace/common/contracts/http-routes";
import { PERMISSIONS } from "@workspace/common/permissions";
import type { z } from "zod";
import { ANSWER_COMPONENTS, SHARED_COMPONENTS } from "./components.js";
import { type ConvertedSchemas, convertSchemas, type JsonSchema } from "./json-schemas.js";
import { describeHeaders, describeRequestHeader } from "./openapi-headers.js";
import { createRefusals, type Refusals } from "./openapi-refusals.js";

/** An OpenAPI 3.1 document; of what is only passed on, no more than that it is there. */
export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: object[];
  security: object[];
  tags: object[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    responses: Record<string, object>;
    securitySchemes: object;
  };
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: object[];
  parameters: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

const INTRODUCTION = `Accounts, projects with their members and log, and jobs that run code. What happens live, presence, cursors and changes, is told over sockets: [the events](/docs/events).

**Refusals** have one shape, \`{ success: false, error: { code, message, details?, requestId } }\`. Codes are stable; each operation lists those that it can answer.

**Fields may be added** to answers: ignore those that you do not know.`;

const TAGS = [
  { name: "Accounts", description: "Who one is, and the session that says so." },
  { name: "Projects", description: "What people work on, with its log." },
  { name: "Collaborators", description: "Who may do what in a project." },
  { name: "Jobs", description: "Programs, run isolated and limited." },
  { name: "Service", description: "For those who run it." },
];

/** The REST API as an OpenAPI 3.1 document, with the limits of an instance. */
export function createOpenApi(limits: HttpLimits): OpenApiDocument {
  const routes = createHttpRoutes(limits);
  const inputs = convertSchemas({
    components: SHARED_COMPONENTS,
    wanted: collect(routes, inputsOf),
    io: "input",
  });
  const outputs = convertSchemas({
    components: ANSWER_COMPONENTS,
    wanted: collect(routes, outputsOf),
    io: "output",
  });
  const refusals = createRefusals();
  const describe = createDescribe({ inputs, outputs, refusals, limits });
  const paths: OpenApiDocument["paths"] = {};
  for (const route of routes)
    (paths[toTemplate(route.path)] ??= {})[route.method.toLowerCase()] = describe(route);
  return {
    openapi: "3.1.0",
    info: {
      title: "Collaborative Workspace",
      version: "1.0.0",
      summary: "The REST API of a real-time collaborative workspace.",
      description: INTRODUCTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "Where this document is from." }],
    security: [{ bearer: [] }],
    tags: TAGS,
    paths,
    components: {
      schemas: { ...inputs.components, ...outputs.components },
      responses: refusals.responses,
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The token that `POST /api/v1/auth/login` answers.",
        },
        operators: { type: "http", scheme: "bearer", description: "`METRICS_TOKEN`." },
      },
    },
  };
}

type NamedSchemas = [key: string, schema: z.ZodType | undefined][];

const inputsOf = ({ id, params, query, body }: HttpRoute): NamedSchemas => [
  [`${id} params`, params],
  [`${id} query`, query],
  [`${id} body`, body?.schema],
];

const outputsOf = ({ id, answers }: HttpRoute): NamedSchemas =>
  Object.entries(answers).map(([status, { content }]) => [`${id} ${status}`, content?.schema]);

function collect(
  routes: readonly HttpRoute[],
  schemasOf: (route: HttpRoute) => NamedSchemas,
): Map<string, z.ZodType> {
  const wanted = new Map<string, z.ZodType>();
  for (const [key, schema] of routes.flatMap(schemasOf))
    if (schema !== undefined) wanted.set(key, schema);
  return wanted;
}

interface DescribeDeps {
  inputs: ConvertedSchemas;
  outputs: ConvertedSchemas;
  refusals: Refusals;
  limits: HttpLimits;
}

function createDescribe({ inputs, outputs, refusals, limits }: DescribeDeps) {
  const describeContent = ({ mediaType, example }: Content, schema: JsonSchema): object => ({
    [mediaType]: { schema, example },
  });

  function describeAnswer(
    { id, isUnlogged }: HttpRoute,
    [status, { description, content, headers = {} }]: [string, Answer],
  ): [string, object] {
    const described = { description, headers: describeHeaders(headers, isUnlogged) };
    if (content === null) return [status, described];
    const schema = outputs.get(`${id} ${status}`);
    return [status, { ...described, content: describeContent(content, schema) }];
  }

  return (route: HttpRoute): Operation => {
    const { id, params, query, headers = [], body } = route;
    const answers = Object.entries(route.answers).map((entry) => describeAnswer(route, entry));
    const parameters = [
      ...(params === undefined ? [] : toParameters("path", inputs.get(`${id} params`))),
      ...(query === undefined ? [] : toParameters("query", inputs.get(`${id} query`))),
      ...headers.map(describeRequestHeader),
    ];
    return {
      operationId: id,
      tags: [route.group],
      summary: route.summary,
      description: describeRoute(route, limits),
      ...describeSecurity(route),
      parameters,
      ...(body === undefined
        ? {}
        : {
            requestBody: {
              required: true,
              content: describeContent(body, inputs.get(`${id} body`)),
            },
          }),
      responses: { ...(Object.fromEntries(answers) as object), ...refusals.ofRoute(route) },
    };
  };
}

function describeRoute(route: HttpRoute, { bodyBytes, jobBodyBytes }: HttpLimits): string {
  const limit = route.group === "Jobs" ? jobBodyBytes : bodyBytes;
  const paragraphs = [
    route.description,
    `**Who:** ${describeAccess(route)}.`,
    route.body === undefined ? undefined : `**Body:** JSON of at most ${formatBytes(limit)}.`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== undefined).join("\n\n");
}

function describeSecurity({ access }: HttpRoute): Pick<Operation, "security"> {
  if (access === "anyone") return { security: [] };
  return access === "operators" ? { security: [{ operators: [] }] } : {};
}

function describeAccess({ access }: HttpRoute): string {
  if (access === "anyone") return "anyone";
  if (access === "signed in") return "whoever is signed in";
  if (access === "operators") return "whoever shows `METRICS_TOKEN`";
  return `members with the role ${PERMISSIONS[access].join(" or ")}`;
}

/** Each property of an object schema as a parameter of its own. */
function toParameters(place: "path" | "query", schema: JsonSchema): object[] {
  const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties).map(([name, { description = "", ...schema }]) => {
    // In a path all are required; of what a query may have, nothing is.
    return { name, in: place, required: place === "path", description, schema };
  });
}

const toTemplate = (path: string): string => path.replace(/:(\w+)/g, "{$1}");
