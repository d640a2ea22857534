import { describe, expect, test } from "vitest";
import { judgeDatabase } from "./check-database.js";
import { checkEnvironment, checkNode } from "./check-environment.js";
import { judgeRedis, parseInfo } from "./check-redis.js";
import { findWeaknesses, type Settings } from "./check-weaknesses.js";
import type { Finding } from "./finding.js";

/** What is not in order, as `level about`. */
const troubles = (findings: Iterable<Finding>): string[] =>
  [...findings]
    .filter(({ level }) => level !== "ok")
    .map(({ level, about }) => `${level} ${about}`);

test.each([
  ["20.18.9", ["FAIL Node.js"]],
  ["20.19.0", []],
  ["24.0.0", []],
])("Node.js %s", (version, expected) => {
  expect(troubles([checkNode(version)])).toEqual(expected);
});

describe("the environment", () => {
  const env = { DATABASE_URL: "postgresql://u:p@h/d", JWT_SECRET: "x" };

  test("is fit for all services, or has each problem once", () => {
    expect(troubles(checkEnvironment(env))).toEqual([]);
    const findings = checkEnvironment({
      PORT: "x",
      WORKER_CONCURRENCY: "0",
      NODE_ENV: "production",
    });
    expect(findings.map(({ message }) => message.split(":")[0])).toEqual([
      "DATABASE_URL",
      "PORT",
      "WORKER_CONCURRENCY",
      "JWT_SECRET",
    ]);
  });

  test("does not do with a secret that production refuses", () => {
    const findings = checkEnvironment({ ...env, NODE_ENV: "production" });
    expect(troubles(findings)).toEqual(["FAIL environment"]);
    expect(findings[0]?.message).toMatch(/^JWT_SECRET: /);
  });
});

describe("PostgreSQL", () => {
  const state = {
    version: "17.2 (Debian 17.2-1)",
    maxConnections: 100,
    usedConnections: 7,
    clockAheadMs: -3,
    pendingMigrations: [],
  };

  test.each<[change: Partial<typeof state> & { pendingMigrations?: never[] }, expected: string[]]>([
    [{}, []],
    [{ version: "12.1" }, ["FAIL PostgreSQL"]],
    [{ clockAheadMs: -5000 }, ["warn clocks"]],
    [{ maxConnections: 30 }, ["warn connections"]],
  ])("%j", (change, expected) => {
    expect(troubles(judgeDatabase({ ...state, ...change }, 10))).toEqual(expected);
  });

  test("whose migrations are missing", () => {
    const findings = judgeDatabase({ ...state, pendingMigrations: ["20261204000000_admins"] }, 10);
    expect(troubles(findings)).toEqual(["FAIL migrations"]);
  });
});

describe("Redis", () => {
  const good = "redis_version:7.4.0\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1";

  test.each([
    [good, []],
    ["", []],
    [good.replace("7.4.0", "5.0.7"), ["FAIL Redis"]],
    [good.replace("noeviction", "allkeys-lru"), ["warn Redis eviction"]],
    [
      good.replace("noeviction", "allkeys-lru").replace("maxmemory:0", "maxmemory:1000"),
      ["FAIL Redis eviction"],
    ],
    [good.replace("aof_enabled:1", "aof_enabled:0"), ["warn Redis persistence"]],
  ])("%j", (info, expected) => {
    expect(troubles(judgeRedis(parseInfo(info)))).toEqual(expected);
  });
});

describe("what is weak", () => {
  const settings: Settings = {
    NODE_ENV: "production",
    CORS_ORIGIN: "https://app.example.com",
    TRUST_PROXY_HOPS: 1,
    AUTH_RATE_LIMIT_PER_MINUTE: 60,
    BCRYPT_COST: 12,
    DATABASE_URL: "postgresql://user:Xk29sLq8@host/db",
    REDIS_PASSWORD: "Ym38dPw1",
  };
  const current = "Zk3vX9qTn7Lw2Rb8Hc5Jd1Mf6Gp4Ys0A";
  const secrets = { current };

  test("is nothing in a deployment that is in order", () => {
    expect(troubles(findWeaknesses(settings, secrets, undefined))).toEqual([]);
  });

  test.each<[change: Partial<Settings>, expected: string[]]>([
    [{ CORS_ORIGIN: "https://a.example, *" }, ["warn CORS_ORIGIN"]],
    [{ CORS_ORIGIN: "*", NODE_ENV: "development" }, []],
    [{ TRUST_PROXY_HOPS: 0 }, ["warn TRUST_PROXY_HOPS"]],
    [{ AUTH_RATE_LIMIT_PER_MINUTE: 0 }, ["warn AUTH_RATE_LIMIT_PER_MINUTE"]],
    [{ BCRYPT_COST: 9 }, ["warn BCRYPT_COST"]],
    [{ DATABASE_URL: "postgresql://workspace:workspace@host/db" }, ["warn POSTGRES_PASSWORD"]],
    [{ REDIS_PASSWORD: undefined }, ["warn REDIS_PASSWORD"]],
    [{ REDIS_URL: "redis://:Ym38dPw1@host" }, []],
  ])("%j", (change, expected) => {
    expect(troubles(findWeaknesses({ ...settings, ...change }, secrets, undefined))).toEqual(
      expected,
    );
  });

  test.each([
    [{ current: "short" }, ["warn JWT_SECRET"]],
    [{ current: "x".repeat(64) }, ["warn JWT_SECRET"]],
    [{ current: "your-very-own-secret-key-1234567890" }, ["warn JWT_SECRET"]],
    [{ current, previous: "p" }, ["warn JWT_SECRET_PREVIOUS"]],
    [{ current, next: "n" }, ["warn JWT_SECRET_NEXT"]],
  ])("of the secrets %j", (given, expected) => {
    expect(troubles(findWeaknesses(settings, given, undefined))).toEqual(expected);
  });

  test("of a password that is not in the URL", () => {
    const url = { ...settings, DATABASE_URL: "postgresql://host/db" };
    expect(troubles(findWeaknesses(url, secrets, "workspace"))).toEqual(["warn POSTGRES_PASSWORD"]);
    expect(troubles(findWeaknesses(url, secrets, "Xk29sLq8"))).toEqual([]);
  });
});
