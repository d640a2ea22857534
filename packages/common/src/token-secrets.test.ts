import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { EnvError } from "./env.js";
import { readTokenSecrets } from "./token-secrets.js";

const LONG = "x".repeat(32);
const OTHER = "y".repeat(32);

const envError = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  throw new Error("the environment was accepted");
};

const secretFile = (content: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "jwt-secret");
  writeFileSync(path, content);
  return path;
};

describe("the secret that signs tokens", () => {
  const read = (env: Parameters<typeof readTokenSecrets>[0]) => readTokenSecrets(env).current;

  test("may be short in development", () => {
    expect(read({ NODE_ENV: "development", JWT_SECRET: "short" })).toBe("short");
  });

  test.each(["x".repeat(31), "your-secret-key"])("%j is too short for production", (secret) => {
    expect(envError(() => read({ NODE_ENV: "production", JWT_SECRET: secret }))).toBe(
      "JWT_SECRET: must have at least 32 bytes in production",
    );
  });

  test("is counted in bytes, not in characters", () => {
    const secret = "ü".repeat(16);
    expect(read({ NODE_ENV: "production", JWT_SECRET: secret })).toBe(secret);
  });

  test("is read from a file, without the line's end", () => {
    const path = secretFile(`${LONG}\n`);
    expect(read({ NODE_ENV: "production", JWT_SECRET_FILE: path })).toBe(LONG);
  });

  test("that is short is refused from a file too", () => {
    const path = secretFile("short");
    expect(envError(() => read({ NODE_ENV: "production", JWT_SECRET_FILE: path }))).toMatch(
      /^JWT_SECRET: /,
    );
  });

  test.each(["development", "test", "production"])("is required in %s", (NODE_ENV) => {
    expect(envError(() => read({ NODE_ENV }))).toMatch(/^JWT_SECRET: is required/);
  });

  test("is required although there is a previous one", () => {
    const env = { NODE_ENV: "test", JWT_SECRET_PREVIOUS: LONG };
    expect(envError(() => read(env))).toMatch(/^JWT_SECRET: is required/);
  });

  test("is required although its file is empty", () => {
    const path = secretFile("\n");
    expect(envError(() => read({ NODE_ENV: "test", JWT_SECRET_FILE: path }))).toMatch(
      /^JWT_SECRET: is required/,
    );
  });

  test("whose file is missing names JWT_SECRET_FILE", () => {
    const env = { NODE_ENV: "test", JWT_SECRET_FILE: "/nowhere/jwt-secret" };
    expect(envError(() => read(env))).toMatch(/^JWT_SECRET_FILE: ENOENT/);
  });
});

describe.each([
  ["previous", "JWT_SECRET_PREVIOUS"],
  ["next", "JWT_SECRET_NEXT"],
] as const)("the %s secret", (which, name) => {
  const read = (changes: Record<string, string>) =>
    readTokenSecrets({ NODE_ENV: "production", JWT_SECRET: LONG, ...changes })[which];

  test("is not there unless it is set", () => {
    expect(read({})).toBeUndefined();
  });

  test("comes from its variable", () => {
    expect(read({ [name]: OTHER })).toBe(OTHER);
  });

  test("comes from its file, without the line's end", () => {
    expect(read({ [`${name}_FILE`]: secretFile(`${OTHER}\n`) })).toBe(OTHER);
  });

  test("comes from its variable where a file is named too", () => {
    expect(read({ [name]: OTHER, [`${name}_FILE`]: "/nowhere" })).toBe(OTHER);
  });

  test("is not there when its file is not, or is empty", () => {
    expect(read({ [`${name}_FILE`]: "/nowhere/jwt-secret" })).toBeUndefined();
    expect(read({ [`${name}_FILE`]: secretFile("\n") })).toBeUndefined();
  });

  test("keeps a service from starting when its file cannot be read", () => {
    expect(envError(() => read({ [`${name}_FILE`]: tmpdir() }))).toMatch(
      new RegExp(`^${name}_FILE: EISDIR`),
    );
  });

  test("must be as long as the current one in production", () => {
    expect(envError(() => read({ [name]: "short" }))).toBe(
      `${name}: must have at least 32 bytes in production`,
    );
    expect(envError(() => read({ [`${name}_FILE`]: secretFile("short") }))).toMatch(/32 bytes/);
  });
});
