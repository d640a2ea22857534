import { describe, expect, test } from "vitest";
import {
  EnvError,
  httpEnv,
  loadEnv,
  originEnv,
  parseOrigins,
  readHeartbeat,
  readRedisAddress,
  serviceEnv,
  tokenEnv,
  websocketEnv,
  workerEnv,
} from "./env.js";
import { DEFAULT_JOB_CAPS } from "./contracts/run-limits.js";
import { readJobCaps, readSandboxOptions } from "./sandbox-env.js";

const REQUIRED = { DATABASE_URL: "postgresql://user:pass@host:5432/db" };

const envError = (load: () => unknown): string => {
  try {
    load();
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  throw new Error("the environment was accepted");
};

test("a database is all that the services need", () => {
  expect(loadEnv(httpEnv, REQUIRED)).toMatchObject({
    NODE_ENV: "development",
    LOG_LEVEL: "info",
    DATABASE_URL: REQUIRED.DATABASE_URL,
    REDIS_HOST: "localhost",
    REDIS_PORT: 6379,
    PORT: 3000,
    JWT_EXPIRES_IN: 86_400,
    SESSION_MAX_DAYS: 30,
    BCRYPT_COST: 12,
    CORS_ORIGIN: "*",
    AUTH_RATE_LIMIT_PER_MINUTE: 60,
  });
  expect(loadEnv(websocketEnv, REQUIRED)).toMatchObject({ PORT: 3001, CORS_ORIGIN: "*" });
  expect(loadEnv(workerEnv, REQUIRED)).toMatchObject({ PORT: 3002, SANDBOX_TIER: "auto" });
});

test("without a variable for it, jobs may bring and ask for as much as the contract's defaults say", () => {
  expect(readJobCaps(loadEnv(httpEnv, REQUIRED))).toEqual(DEFAULT_JOB_CAPS);
  const { limits, caps } = readSandboxOptions(loadEnv(workerEnv, REQUIRED));
  expect({ ...limits, ...caps }).toMatchObject(DEFAULT_JOB_CAPS);
});

test.each<[name: string, value: number, where: "limits" | "caps" | "poolSizes", limit: string]>([
  ["SANDBOX_WALL_MS", 2001, "limits", "wallMs"],
  ["SANDBOX_CPU_MS", 2002, "limits", "cpuMs"],
  ["SANDBOX_MEMORY_BYTES", 300_000_000, "limits", "memoryBytes"],
  ["SANDBOX_OUTPUT_BYTES", 2003, "limits", "outputBytes"],
  ["SANDBOX_ERROR_BYTES", 2004, "limits", "errorBytes"],
  ["SANDBOX_CODE_BYTES", 2005, "limits", "codeBytes"],
  ["SANDBOX_STDIN_BYTES", 2006, "limits", "stdinBytes"],
  ["SANDBOX_MAX_WALL_MS", 2007, "caps", "wallMs"],
  ["SANDBOX_MAX_CPU_MS", 2008, "caps", "cpuMs"],
  ["SANDBOX_MAX_MEMORY_BYTES", 300_000_001, "caps", "memoryBytes"],
  ["SANDBOX_MAX_OUTPUT_BYTES", 2009, "caps", "outputBytes"],
  ["SANDBOX_POOL_JAVASCRIPT", 0, "poolSizes", "javascript"],
  ["SANDBOX_POOL_TYPESCRIPT", 64, "poolSizes", "typescript"],
  ["SANDBOX_POOL_PYTHON", 3, "poolSizes", "python"],
])("%s=%i sets that one of the sandbox's %s", (name, value, where, limit) => {
  const read = (changes: object) =>
    readSandboxOptions(loadEnv(workerEnv, { ...REQUIRED, ...changes }));
  const [before, after] = [read({}), read({ [name]: String(value) })];
  expect(after).toEqual({ ...before, [where]: { ...before[where], [limit]: value } });
});

test("the environment of the deployment guide is accepted as it stands", () => {
  const env = loadEnv(httpEnv, {
    DATABASE_URL: "postgresql://user:pass@host:5432/db",
    REDIS_HOST: "localhost",
    REDIS_PORT: "6379",
    JWT_SECRET: "your-secret-key",
    PORT: "3000",
    NODE_ENV: "production",
  });
  expect(env).toMatchObject({ REDIS_PORT: 6379, PORT: 3000, NODE_ENV: "production" });
});

test("empty values count as not set", () => {
  expect(loadEnv(httpEnv, { ...REQUIRED, PORT: "", REDIS_URL: "", JWT_SECRET: "" })).toMatchObject({
    PORT: 3000,
  });
});

test("variables of other programs are left alone", () => {
  expect(loadEnv(tokenEnv, { PATH: "/bin", JWT_SECRET: "s" })).toEqual({ JWT_SECRET: "s" });
});

test("every problem is told at once, a line each", () => {
  const message = envError(() =>
    loadEnv(httpEnv, { PORT: "http", REDIS_PORT: "70000", LOG_LEVEL: "loud" }),
  );
  expect(message.split("\n").map((line) => line.split(":")[0])).toEqual([
    "LOG_LEVEL",
    "DATABASE_URL",
    "REDIS_PORT",
    "PORT",
  ]);
  expect(message).toContain("DATABASE_URL: is required");
});

test.each([
  ["SANDBOX_PYTHON", "pythonPath"],
  ["SANDBOX_SEARCH_PATH", "searchPath"],
  ["SANDBOX_CACHE_DIR", "cacheFolder"],
])("%s is the sandbox's %s, which has none otherwise", (name, option) => {
  const read = (changes: object) =>
    readSandboxOptions(loadEnv(workerEnv, { ...REQUIRED, ...changes }));
  expect(read({})).not.toHaveProperty(option);
  expect(read({ [name]: "/some/where" })).toMatchObject({ [option]: "/some/where" });
});

describe("a value that cannot be right names its variable", () => {
  const allEnv = {
    ...serviceEnv,
    ...tokenEnv,
    ...originEnv,
    ...httpEnv,
    ...websocketEnv,
    ...workerEnv,
  };
  const anyTextWillDo = new Set([
    "REDIS_HOST",
    "REDIS_PASSWORD",
    "JWT_SECRET",
    "JWT_SECRET_FILE",
    "JWT_SECRET_PREVIOUS",
    "JWT_SECRET_PREVIOUS_FILE",
    "JWT_SECRET_NEXT",
    "JWT_SECRET_NEXT_FILE",
    "CORS_ORIGIN",
    "ALERT_WEBHOOK_SECRET",
    "SANDBOX_TIER",
    "SANDBOX_PYTHON",
    "SANDBOX_SEARCH_PATH",
    "SANDBOX_CACHE_DIR",
  ]);

  test.each(Object.keys(allEnv).filter((name) => !anyTextWillDo.has(name)))("%s", (name) => {
    expect(envError(() => loadEnv(allEnv, { ...REQUIRED, [name]: "-1.5x" }))).toMatch(
      new RegExp(`^${name}: `),
    );
  });

  test.each([
    ["DATABASE_URL", "mysql://host/db"],
    ["DATABASE_URL", "host:5432/db"],
    ["REDIS_URL", "http://host:6379"],
    ["BCRYPT_COST", "3"],
    ["BCRYPT_COST", "17"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["NODE_ENV", "prod"],
  ] as const)("%s=%s", (name, value) => {
    expect(envError(() => loadEnv(httpEnv, { ...REQUIRED, [name]: value }))).toMatch(
      new RegExp(`^${name}: `),
    );
  });
});

describe("a duration", () => {
  test.each([
    ["90", 90],
    ["90s", 90],
    ["15m", 900],
    ["24h", 86_400],
    ["7d", 604_800],
    [" 1h ", 3600],
  ])("%j is %i seconds", (text, seconds) => {
    expect(loadEnv(httpEnv, { ...REQUIRED, JWT_EXPIRES_IN: text }).JWT_EXPIRES_IN).toBe(seconds);
  });

  test.each(["0", "0s", "-1h", "1.5h", "1w", "1 h", "h", "24H", "1e3"])("%j is none", (text) => {
    expect(envError(() => loadEnv(httpEnv, { ...REQUIRED, JWT_EXPIRES_IN: text }))).toBe(
      "JWT_EXPIRES_IN: must be a duration such as 3600, 15m, 24h or 7d",
    );
  });
});

test("REDIS_URL and the parts of an address both arrive", () => {
  const env = loadEnv(serviceEnv, { ...REQUIRED, REDIS_URL: "redis://r:1", REDIS_PASSWORD: "p" });
  expect(readRedisAddress(env)).toEqual({
    url: "redis://r:1",
    host: "localhost",
    port: 6379,
    password: "p",
  });
});

describe("a client whose network has vanished", () => {
  const heartbeat = (changes: Record<string, string>) =>
    readHeartbeat(loadEnv(websocketEnv, { ...REQUIRED, ...changes }));

  test("is noticed within 12 s by default, and in a gateway that is allowed to start", () => {
    expect(heartbeat({})).toEqual({ pingIntervalMs: 5000, pingTimeoutMs: 5000 });
    expect(heartbeat({ WS_PING_INTERVAL_MS: "2000", WS_PING_TIMEOUT_MS: "10000" })).toEqual({
      pingIntervalMs: 2000,
      pingTimeoutMs: 10_000,
    });
    expect(envError(() => heartbeat({ WS_PING_TIMEOUT_MS: "7001" }))).toMatch(
      /^WS_PING_INTERVAL_MS: .*12000.*WS_PING_TIMEOUT_MS/,
    );
  });
});

test.each([
  ["*", "*"],
  ["https://a.example, *", "*"],
  ["https://a.example", ["https://a.example"]],
  ["https://a.example/, http://b.example:8080 ,", ["https://a.example", "http://b.example:8080"]],
])("CORS_ORIGIN %j allows %j", (value, origins) => {
  expect(parseOrigins(value)).toEqual(origins);
});

test("a webhook's URL may not hold a user or password: requests to such URLs cannot be made", () => {
  const load = (url: string) => () => loadEnv(workerEnv, { ...REQUIRED, ALERT_WEBHOOK_URL: url });
  for (const url of ["https://user:hush@host/hook", "https://user@host", "http://:hush@host"])
    expect(envError(load(url))).toBe("ALERT_WEBHOOK_URL: must not hold a user or password");
  expect(load("https://host/hook?to=a@b")().ALERT_WEBHOOK_URL).toBe("https://host/hook?to=a@b");
});
