import type { z } from "zod";
import type { ErrorCode } from "./errors.js";
import type { Action } from "./projects.js";
import type { JobCaps } from "./run-limits.js";

/** What an instance of the REST service limits, as it is configured. */
export interface HttpLimits {
  /** Largest body of a request, and of one below `/jobs`. */
  bodyBytes: number;
  jobBodyBytes: number;
  jobCaps: JobCaps;
  /** Unfinished jobs of one project. */
  jobsPerProject: number;
  /** Attempts to sign up, log in or change a password, of one address and of one account; 0 is any number. */
  authAttemptsPerMinute: number;
}

const UNITS = [
  [1024 * 1024, "MiB"],
  [1024, "KiB"],
] as const;

/** An amount in the largest unit that it is a whole number of: `256 KiB`. */
export function formatBytes(bytes: number): string {
  const found = UNITS.find(([size]) => bytes >= size && bytes % size === 0);
  return found === undefined ? `${bytes} bytes` : `${bytes / found[0]} ${found[1]}`;
}

/** A body: its shape, and one that is meant. */
export interface Content<Schema extends z.ZodType = z.ZodType> {
  mediaType: "application/json" | "text/plain";
  schema: Schema;
  example: unknown;
}

/** Pairs a schema with an example that its type fits. */
export const jsonContent = <Schema extends z.ZodType>(
  schema: Schema,
  example: z.input<Schema>,
): Content<Schema> => ({ mediaType: "application/json", schema, example });

/** Headers of requests that mean something to the service. */
export type RequestHeader = "If-Match" | "Idempotency-Key";

/** Headers of answers, beside `X-Request-Id`, which all have, and those of refusals. */
export type AnswerHeader = "ETag" | "Link" | "Log-Begins-At" | "Idempotency-Replayed";

/** What a route answers when it is not an error. */
export interface Answer {
  description: string;
  /** Null where there is no body. */
  content: Content | null;
  /** Those that always come, and those that may. */
  headers?: Partial<Record<AnswerHeader, "always" | "sometimes">>;
}

/** One route of the REST API: all that its callers have to know. */
export interface HttpRoute {
  /** A name for the operation that no other has: what code generators call it. */
  id: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the root, with parameters as in `/api/v1/projects/:id`. */
  path: string;
  /** The feature that it belongs to. */
  group: "Accounts" | "Projects" | "Collaborators" | "Jobs" | "Service";
  summary: string;
  /** More, in Markdown. */
  description?: string;
  /**
   * Who may call it: anyone, whoever is signed in, members whose role allows the action, or those who run the service
   * and have a token of their own.
   */
  access: "anyone" | "signed in" | Action | "operators";
  /** It is in no log, so its answers need not name a request. */
  isUnlogged?: true;
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: readonly RequestHeader[];
  /** The body that it takes. */
  body?: Content;
  /** Whether a body is looked at even where none is taken: one that is not JSON is then refused. */
  readsBody: boolean;
  /** Whether it needs the database, and so can be unavailable or fail. */
  canFail: boolean;
  answers: Readonly<Record<number, Answer>>;
  /** What it refuses beside what follows from the fields above. */
  refusals?: readonly ErrorCode[];
}

const NO_ACTIONS: ReadonlySet<string> = new Set(["anyone", "signed in", "operators"]);

/** Of what follows from a route's other fields, every code that it can answer. */
export function refusalsOf(route: HttpRoute): ErrorCode[] {
  const { access, params, query, headers = [], readsBody, canFail, refusals = [] } = route;
  const takesInput = params !== undefined || query !== undefined || headers.length > 0 || readsBody;
  const codes = new Set<ErrorCode>(refusals);
  const add = (condition: boolean, ...more: ErrorCode[]): void => {
    if (condition) for (const code of more) codes.add(code);
  };
  add(takesInput, "VALIDATION_FAILED");
  add(readsBody, "MALFORMED_JSON", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE");
  add(access !== "anyone", "UNAUTHENTICATED");
  add(access !== "anyone" && access !== "operators", "TOKEN_EXPIRED", "SESSION_REVOKED");
  add(!NO_ACTIONS.has(access), "FORBIDDEN", "NOT_FOUND");
  add(headers.includes("If-Match"), "VERSION_CONFLICT");
  add(headers.includes("Idempotency-Key"), "REQUEST_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED");
  add(canFail, "INTERNAL", "UNAVAILABLE");
  return [...codes];
}
