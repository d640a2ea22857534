import { unescape } from "node:querystring";
import { pino, type DestinationStream, type Logger } from "pino";

export type { Logger } from "pino";

/** Fields whose values never reach a log, at the top level and one level down. */
const SECRET_FIELDS = [
  "password",
  "passwordHash",
  "currentPassword",
  "newPassword",
  "token",
  "authorization",
  "cookie",
  "secret",
  "jwtSecret",
  "databaseUrl",
  "redisUrl",
];

/** How names end in a query whose values are secret: `token`, `access_token`, `auth[token]`. */
const SECRET_NAME = /(?:token|password|secret)\]?$/i;
/** What looks like a JSON Web Token. */
const TOKEN = /(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/**
 * Hides secrets in a URL: values in its query that are named as such, and tokens wherever they stand. In linear
 * time: a URL is logged before anyone knows whose request it is.
 */
export function redactUrl(url: string): string {
  return url
    .replace(/([?&])([^=&#?]*)=[^&#]*/g, (pair, mark: string, name: string) =>
      SECRET_NAME.test(unescape(name)) ? `${mark}${name}=[redacted]` : pair,
    )
    .replace(TOKEN, "[redacted]");
}

/** What is logged of an error. */
interface LoggedError {
  type: unknown;
  message: unknown;
  stack: unknown;
  code?: unknown;
  /** Messages of several errors in one, such as of each address that was tried. */
  errors?: unknown[];
}

/**
 * An error for the log, its causes in message and stack. Nothing of what libraries hang on their errors: a Redis
 * command with its arguments can be the one that has the password, and PostgreSQL's details are values of rows.
 */
export function describeError(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  // pino-http gives what pino has made of the error already.
  const known = error instanceof Error ? pino.stdSerializers.err(error) : error;
  const { type, message, stack, code, aggregateErrors } = known as Record<string, unknown>;
  const logged: LoggedError = { type, message, stack };
  if (code !== undefined) logged.code = code;
  if (Array.isArray(aggregateErrors))
    logged.errors = aggregateErrors.map((one: { message?: unknown } | null) => one?.message);
  return logged;
}

interface LoggerOptions {
  /** Name of the service, on every line. */
  service: string;
  level: string;
  /** Where lines go; standard output when left out. */
  destination?: DestinationStream;
}

/** Structured JSON logs with secrets removed. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[redacted]",
    },
    serializers: { err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
