import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

/** What the stack keeps secret in its data directory, one file of mode 0600 each. */
export type SecretName = "jwt-secret" | "postgres-password" | "redis-password" | "daemon-token";

/** The ports that the servers of a data directory were given last. */
export interface RememberedPorts {
  postgres?: number;
  redis?: number;
}

const SECRET_BYTES = 32;

/**
 * Creates the data directory where it is missing and returns its absolute path.
 *
 * As root it may be searched by others (0711), because PostgreSQL runs under another account; each secret in it is
 * closed by itself.
 */
export function openDataDir(dataDir: string): string {
  const path = resolve(dataDir);
  mkdirSync(join(path, "secrets"), { recursive: true });
  mkdirSync(join(path, "logs"), { recursive: true });
  chmodSync(join(path, "secrets"), 0o700);
  chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
  return path;
}

/**
 * Reads a secret of the data directory, generating it on first use: 64 hexadecimal digits.
 *
 * Processes that start together agree on one value: the file appears whole, by a link that only one of them can make.
 */
export function readOrCreateSecret(dataDir: string, name: SecretName): string {
  return readFileSync(createSecretFile(dataDir, name), "utf8");
}

/** As {@link readOrCreateSecret}, for whoever reads the file: its absolute path. */
export function createSecretFile(dataDir: string, name: SecretName): string {
  const path = join(openDataDir(dataDir), "secrets", name);
  if (existsSync(path)) return path;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString("hex"), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return path;
}

/** Reads the ports remembered by {@link rememberPorts}; none when there are none or the file is damaged. */
export function readRememberedPorts(dataDir: string): RememberedPorts {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dataDir, "ports.json"), "utf8"));
    if (typeof parsed !== "object" || parsed === null) return {};
    const { postgres, redis } = parsed as Record<string, unknown>;
    return {
      ...(typeof postgres === "number" && { postgres }),
      ...(typeof redis === "number" && { redis }),
    };
  } catch {
    return {};
  }
}

/** Keeps the ports in the data directory, so that URLs stay the same over restarts. */
export function rememberPorts(dataDir: string, ports: RememberedPorts): void {
  writeWhole(
    join(dataDir, "ports.json"),
    `${JSON.stringify({ ...readRememberedPorts(dataDir), ...ports })}\n`,
  );
}

/** Replaces a file so that a reader, or a crash, sees the old or the new content and nothing between. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

/** The last lines of a log, for the message of an error; empty when there is no such file. */
export function readLogTail(path: string): string {
  const LINES = 12;
  return (readIfPresent(path) ?? "").trimEnd().split("\n").slice(-LINES).join("\n");
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
