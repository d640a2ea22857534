import { DEFAULT_JOB_CAPS } from "@workspace/common/contracts/run-limits";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { createOpenApi, type OpenApiDocument } from "../src/docs/openapi.js";

/** What was asked and what came, of any HTTP client. */
export interface Exchange {
  method: string;
  /** As it was sent, with its query. */
  target: string;
  status: number;
  header: (name: string) => string | null | undefined;
  text: string;
}

interface DocumentedHeader {
  required: boolean;
  schema: object;
}

/** One answer of an operation as the document has it. */
interface DocumentedAnswer {
  headers: Record<string, DocumentedHeader>;
  content?: Record<string, { schema: object }>;
}

/** Headers that mean something: none of them comes undocumented. */
const MEANINGFUL_HEADERS = [
  "ETag",
  "Link",
  "Log-Begins-At",
  "Idempotency-Replayed",
  "Retry-After",
  "WWW-Authenticate",
];

const PAGES = /^\/docs(?:[/?#]|$)/i;

/** How a route may be refused that is not there, in the order in which a request meets it. */
const UNKNOWN_ROUTE_CODES = new Set([
  "UNAUTHENTICATED",
  "TOKEN_EXPIRED",
  "SESSION_REVOKED",
  "VALIDATION_FAILED",
  "MALFORMED_JSON",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "NOT_FOUND",
  "UNAVAILABLE",
]);

/**
 * Holds answers against an OpenAPI document: route, status, code, headers and body, where a field that the document
 * does not know is wrong too.
 *
 * @returns throws an Error that says what is wrong
 */
export function createAnswerCheck(document: OpenApiDocument): (exchange: Exchange) => void {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema(close(document) as object, "document");
  const validators = new Map<string, ValidateFunction>();
  const validate = (pointer: string, schema: object, value: unknown): string | null => {
    const known = validators.get(pointer) ?? ajv.compile(withAbsoluteReferences(schema));
    validators.set(pointer, known);
    return known(value) ? null : ajv.errorsText(known.errors, { dataVar: "body" });
  };
  const routes = Object.entries(document.paths).map(([template, operations]) => ({
    template,
    // Express does not care about case, nor about a slash at the end.
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`, "i"),
    operations,
  }));

  function findProblem({ method, target, status, header, text }: Exchange): string | null {
    const path = target.replace(/[?#].*$/s, "");
    const asked = method === "HEAD" ? "GET" : method;
    const route = routes.find(
      ({ pattern, operations }) => pattern.test(path) && asked.toLowerCase() in operations,
    );
    if (route === undefined) return findUnknownRouteProblem(text);
    const documented = route.operations[asked.toLowerCase()]?.responses[status];
    if (documented === undefined) return "the status is not documented";
    const answer = resolve(document, documented) as DocumentedAnswer;
    const problem = findHeaderProblem(answer, header);
    if (problem !== null) return problem;
    const [content] = Object.entries(answer.content ?? {});
    if (content === undefined || method === "HEAD")
      return text === "" ? null : "there is a body, and none is documented";
    const [mediaType, { schema }] = content;
    if (header("content-type")?.split(";")[0] !== mediaType) return `it is not ${mediaType}`;
    const body: unknown = mediaType === "application/json" ? JSON.parse(text) : text;
    return validate(`${asked} ${route.template} ${status}`, schema, body);
  }

  function findHeaderProblem(
    { headers }: DocumentedAnswer,
    header: Exchange["header"],
  ): string | null {
    for (const [name, { required, schema }] of Object.entries(headers)) {
      const value = header(name) ?? null;
      if (value === null && required) return `the header ${name} is missing`;
      const problem =
        value === null ? null : validate(`${name} ${JSON.stringify(schema)}`, schema, value);
      if (problem !== null) return `the header ${name}: ${problem}`;
    }
    const undocumented = MEANINGFUL_HEADERS.find(
      (name) => !(name in headers) && (header(name) ?? null) !== null,
    );
    return undocumented === undefined ? null : `the header ${undocumented} is not documented`;
  }

  function findUnknownRouteProblem(text: string): string | null {
    if (!text.startsWith("{")) return "the route is not documented";
    const { error } = JSON.parse(text) as { error?: { code?: string } };
    if (!UNKNOWN_ROUTE_CODES.has(error?.code ?? "")) return "the route is not documented";
    return validate("unknown route", { $ref: "#/components/schemas/Error" }, JSON.parse(text));
  }

  return (exchange) => {
    // The preflights of browsers are no part of the API, nor is what they show.
    if (exchange.method === "OPTIONS" || PAGES.test(exchange.target)) return;
    const problem = findProblem(exchange);
    if (problem === null) return;
    const { method, target, status, text } = exchange;
    throw new Error(
      `${method} ${target} answers ${status} against the document: ${problem}\n${text.slice(0, 2000)}`,
    );
  };
}

/** Refuses in every object what it does not name. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (typeof schema !== "object" || schema === null) return schema;
  const closed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) closed[key] = close(value);
  if (closed["type"] === "object" && "properties" in closed)
    closed["additionalProperties"] ??= false;
  return closed;
}

/** The same as a schema of its own. */
function withAbsoluteReferences(schema: object): object {
  const text = JSON.stringify(close(schema));
  return JSON.parse(text.replaceAll('"$ref":"#/', '"$ref":"document#/')) as object;
}

function resolve(document: OpenApiDocument, value: object): object {
  if (!("$ref" in value)) return value;
  const name = String(value.$ref).replace("#/components/responses/", "");
  const found = document.components.responses[name];
  if (found === undefined) throw new Error(`the document has no response ${name}`);
  return found;
}

/** Holds the answers of any instance against the document: its limits are in its words alone. */
export const checkAnswer = createAnswerCheck(
  createOpenApi({
    bodyBytes: 1_048_576,
    jobBodyBytes: 8_388_608,
    jobCaps: DEFAULT_JOB_CAPS,
    jobsPerProject: 100,
    authAttemptsPerMinute: 30,
  }),
);
