import { readFileSync } from "node:fs";
import type { TokenSecrets } from "./access-token.js";
import { EnvError, type loadEnv, type tokenEnv } from "./env.js";

/** Shortest secret that may sign tokens in production: 256 bits, HS256's own key size (RFC 7518, 3.2). */
export const MIN_SECRET_BYTES = 32;

type TokenEnv = ReturnType<typeof loadEnv<typeof tokenEnv>> & { NODE_ENV: string };

/**
 * The secrets of tokens, each from its variable or the file that the variable ending in `_FILE` names. Only the
 * current one has to be there.
 *
 * @throws {EnvError} when there is none, a file cannot be read, or one is short in production
 */
export function readTokenSecrets(env: TokenEnv): TokenSecrets {
  const current = readSecret(env, "JWT_SECRET");
  if (current === undefined) throw new EnvError("JWT_SECRET: is required (or JWT_SECRET_FILE)");
  return {
    current,
    previous: readSecret(env, "JWT_SECRET_PREVIOUS"),
    next: readSecret(env, "JWT_SECRET_NEXT"),
  };
}

type SecretVariable = "JWT_SECRET" | "JWT_SECRET_PREVIOUS" | "JWT_SECRET_NEXT";

function readSecret(env: TokenEnv, name: SecretVariable): string | undefined {
  const path = env[`${name}_FILE`];
  const secret = env[name] ?? (path === undefined ? "" : readSecretFile(name, path));
  if (secret === "") return undefined;
  if (env.NODE_ENV === "production" && Buffer.byteLength(secret) < MIN_SECRET_BYTES)
    throw new EnvError(`${name}: must have at least ${MIN_SECRET_BYTES} bytes in production`);
  return secret;
}

function readSecretFile(name: SecretVariable, path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    // Most of the time there is no other secret, and its file's name stands in the environment all the same.
    if (name !== "JWT_SECRET" && (cause as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new EnvError(`${name}_FILE: ${(cause as Error).message}`, { cause });
  }
}
