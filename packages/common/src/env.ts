import { z } from "zod";
import { duration, optionalText, port, wholeNumber } from "./env-variables.js";
import { gatewayLimitsEnv } from "./gateway-env.js";
import type { RedisAddress } from "./redis.js";
import { jobCapsEnv, sandboxEnv } from "./sandbox-env.js";

/**
 * Longest that a client whose network has vanished may go unnoticed: with the 2 s in which it may return,
 * and a second to spare, the others see it leave within 15 s.
 */
const MAX_SILENCE_MS = 12_000;
/** A hundred years. */
const MAX_RETENTION_DAYS = 36_500;

/** What every service reads. */
export const serviceEnv = {
  NODE_ENV: z
    .enum(["development", "test", "production"])
    .default("development")
    .describe("`production` refuses weak secrets"),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("Least severe log line that is written"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(?:ql)?$/, error: "must be a postgresql:// URL" })
    .describe("PostgreSQL; `npm start` brings its own when this is not set"),
  DATABASE_POOL_SIZE: wholeNumber(1, 200, 10, "Connections to PostgreSQL per service"),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: "must be a redis:// or rediss:// URL" })
    .optional()
    .describe("Redis as one URL; wins over REDIS_HOST, REDIS_PORT and REDIS_PASSWORD"),
  REDIS_HOST: z
    .string()
    .min(1)
    .default("localhost")
    .describe("Redis; `npm start` brings its own when neither this nor REDIS_URL is set"),
  REDIS_PORT: port(6379, "Redis port"),
  REDIS_PASSWORD: optionalText("Redis password"),
  SHUTDOWN_DELAY_MS: wholeNumber(
    0,
    600_000,
    0,
    "How long a service goes on after SIGTERM with /health/ready at 503, for load balancers to notice",
  ),
  SHUTDOWN_TIMEOUT_MS: wholeNumber(
    100,
    600_000,
    10_000,
    "Hard deadline from then to the end of a service",
  ),
  RECONCILE_INTERVAL_MS: wholeNumber(
    100,
    600_000,
    2000,
    "How often unsent events are sent, and job rows compared with the queue",
  ),
  METRICS_TOKEN: z
    .string()
    .min(16, "must have at least 16 characters")
    .regex(/^\S+$/, "must not hold spaces")
    .optional()
    .describe("Who shows it as a Bearer token gets GET /metrics; at least 16 characters"),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe(
      "Port with GET /metrics for all who reach it: to be kept inside; `npm start` takes METRICS_TOKEN only",
    ),
};

/** What the services that check tokens read. */
export const tokenEnv = {
  JWT_SECRET: optionalText("Signs access tokens; at least 32 bytes in production"),
  JWT_SECRET_FILE: optionalText("File that holds the secret, instead of JWT_SECRET"),
  JWT_SECRET_PREVIOUS: optionalText(
    "Signed access tokens until a rotation; those that it signed are accepted until they expire",
  ),
  JWT_SECRET_PREVIOUS_FILE: optionalText(
    "File that holds it, instead of JWT_SECRET_PREVIOUS; one that is empty or not there counts as not set",
  ),
  JWT_SECRET_NEXT: optionalText(
    "Will sign access tokens: accepted already, so that instances of http-backend can be restarted one by one",
  ),
  JWT_SECRET_NEXT_FILE: optionalText(
    "File that holds it, instead of JWT_SECRET_NEXT; one that is empty or not there counts as not set",
  ),
};

/** What the services that browsers talk to read. */
export const originEnv = {
  CORS_ORIGIN: z
    .string()
    .default("*")
    .describe("Origins that browsers may call from, comma-separated; `*` allows all"),
};

/** What the services that limit clients by their address read. */
const proxyEnv = {
  TRUST_PROXY_HOPS: wholeNumber(0, 16, 0, "Reverse proxies in front, whose X-Forwarded-For counts"),
};

/** What the services that put jobs into the queue read. */
const jobEnv = {
  JOB_ATTEMPTS: wholeNumber(1, 20, 3, "Tries of a job when the infrastructure fails"),
  JOB_BACKOFF_MS: wholeNumber(1, 600_000, 1000, "First delay between two tries; doubles each time"),
};

/** apps/http-backend */
export const httpEnv = {
  ...serviceEnv,
  ...tokenEnv,
  ...originEnv,
  ...proxyEnv,
  ...jobEnv,
  PORT: port(3000, "Port of the service (each service reads its own PORT)"),
  JWT_EXPIRES_IN: duration(
    "24h",
    "Life of a session and its token: seconds, or with a unit (s, m, h, d)",
  ),
  SESSION_MAX_DAYS: wholeNumber(
    1,
    MAX_RETENTION_DAYS,
    30,
    "Longest life of a session from its login on, however often it is renewed",
  ),
  BCRYPT_COST: wholeNumber(4, 16, 12, "bcrypt's cost: each step doubles the time of a login"),
  AUTH_RATE_LIMIT_PER_MINUTE: wholeNumber(
    0,
    1_000_000,
    60,
    "Tries at a password per minute from one address (/64 with IPv6) and of one account; 0 is off",
  ),
  PUBLIC_WS_URL: z
    .string()
    .regex(
      /^(?::\d{1,5}|(?:wss?|https?):\/\/[\w.:[\]-]+)$/i,
      "must be a URL without a path, such as wss://live.example.com, or a port, such as :3001",
    )
    .default(":3001")
    .describe(
      "Where browsers reach the gateway, such as wss://live.example.com; a port alone is on the host that the console came from",
    ),
  HTTP_HEADERS_TIMEOUT_MS: wholeNumber(
    100,
    600_000,
    10_000,
    "Longest time in which a client sends the head of a request",
  ),
  HTTP_REQUEST_TIMEOUT_MS: wholeNumber(
    100,
    600_000,
    30_000,
    "Longest time in which a client sends a whole request, or leaves an answer unread",
  ),
  HTTP_BODY_LIMIT_BYTES: wholeNumber(1024, 67_108_864, 1_048_576, "Largest request body"),
  JOB_BODY_LIMIT_BYTES: wholeNumber(
    1024,
    67_108_864,
    5_242_880,
    "Largest body of POST /jobs/submit; JSON can double the size of a program and its input",
  ),
  JOBS_PER_PROJECT_LIMIT: wholeNumber(
    1,
    1_000_000,
    100,
    "Unfinished jobs that one project may have",
  ),
  IDEMPOTENCY_TTL_HOURS: wholeNumber(1, 720, 24, "How long an Idempotency-Key is remembered"),
  ...jobCapsEnv,
};

/** apps/websocket-backend */
export const websocketEnv = {
  ...serviceEnv,
  ...tokenEnv,
  ...originEnv,
  ...proxyEnv,
  PORT: port(3001, "Port of the service (each service reads its own PORT)"),
  ...gatewayLimitsEnv,
};

/** apps/worker-backend */
export const workerEnv = {
  ...serviceEnv,
  PORT: port(3002, "Port of the service (each service reads its own PORT)"),
  WORKER_CONCURRENCY: wholeNumber(1, 256, 2, "Jobs that one worker runs at the same time"),
  ...jobEnv,
  JOB_LOCK_MS: wholeNumber(
    1000,
    600_000,
    15_000,
    "How long a silent worker keeps its jobs before another takes them",
  ),
  IDEMPOTENCY_TTL_HOURS: httpEnv.IDEMPOTENCY_TTL_HOURS,
  EVENT_RETENTION_DAYS: wholeNumber(
    0,
    MAX_RETENTION_DAYS,
    90,
    "How long the entries of projects' logs are kept; 0 keeps all",
  ),
  EVENT_RETENTION_MIN: wholeNumber(
    1,
    1_000_000_000,
    1000,
    "Newest entries of each log that are kept, however old; more than WS_REPLAY_LIMIT",
  ),
  OUTPUT_RETENTION_DAYS: wholeNumber(
    0,
    MAX_RETENTION_DAYS,
    30,
    "How long after its end a job's output is kept; 0 keeps all",
  ),
  ALERT_WEBHOOK_URL: z
    .url()
    .refine((url) => !/^[^/?#]*\/\/[^/?#]*@/.test(url), "must not hold a user or password")
    .optional()
    .describe("Gets a POST for every job that exhausted its tries"),
  ALERT_WEBHOOK_SECRET: optionalText("Signs those POSTs (HMAC-SHA256 in X-Signature)"),
  ...sandboxEnv,
};

/** What every service reads, validated. */
export type ServiceEnv = z.infer<z.ZodObject<typeof serviceEnv>>;

/** The environment is not fit to start with; the message lists every problem, one a line. */
export class EnvError extends Error {}

/**
 * Validates an environment. Empty values count as not set, as docker-compose passes them.
 *
 * @throws {EnvError} naming every variable that is missing or wrong
 */
export function loadEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(
    Object.keys(shape)
      .map((name) => [name, source[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues
      .map(({ path, message }) => {
        const name = path.map(String).join(".");
        return `${name}: ${name in given ? message : "is required"}`;
      })
      .join("\n"),
  );
}

/** Where Redis is, from REDIS_URL or its parts. */
export function readRedisAddress(env: {
  REDIS_URL?: string | undefined;
  REDIS_HOST: string;
  REDIS_PORT: number;
  REDIS_PASSWORD?: string | undefined;
}): RedisAddress {
  return {
    url: env.REDIS_URL,
    host: env.REDIS_HOST,
    port: env.REDIS_PORT,
    password: env.REDIS_PASSWORD,
  };
}

/**
 * How a gateway finds out that a client is gone which did not say so.
 *
 * @throws {EnvError} when that could take too long
 */
export function readHeartbeat(env: { WS_PING_INTERVAL_MS: number; WS_PING_TIMEOUT_MS: number }): {
  pingIntervalMs: number;
  pingTimeoutMs: number;
} {
  const { WS_PING_INTERVAL_MS: pingIntervalMs, WS_PING_TIMEOUT_MS: pingTimeoutMs } = env;
  if (pingIntervalMs + pingTimeoutMs > MAX_SILENCE_MS)
    throw new EnvError(
      `WS_PING_INTERVAL_MS: must be at most ${MAX_SILENCE_MS} together with WS_PING_TIMEOUT_MS`,
    );
  return { pingIntervalMs, pingTimeoutMs };
}

/** `CORS_ORIGIN` as a list, or `"*"`. */
export function parseOrigins(value: string): "*" | string[] {
  const origins = value
    .split(",")
    .map((origin) => origin.trim().replace(/\/$/, ""))
    .filter((origin) => origin !== "");
  return origins.includes("*") ? "*" : origins;
}
