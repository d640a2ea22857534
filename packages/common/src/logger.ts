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

/** Hides the value of `token` in a URL's query. */
export function redactUrl(url: string): string {
  return url.replace(/([?&]token=)[^&#]*/gi, "$1[redacted]");
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
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
