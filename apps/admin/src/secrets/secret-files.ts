import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

const SECRET_BYTES = 48;
const GROUP_READS = 0o040;

/** Where the secrets of tokens are kept. */
export interface SecretPaths {
  current: string;
  previous: string;
  next: string;
}

/** A secret that nobody can guess: 64 characters. */
export const createSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

/** What a file holds; undefined when it is not there, or empty. */
function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** When a file was written last. */
export const readWrittenAt = (path: string): Date => statSync(path).mtime;

/** Makes a secret that is accepted, and does not sign yet. @returns false when there is one already */
export function prepareSecret({ current, next }: SecretPaths): boolean {
  if (readSecretFile(next) !== undefined) return false;
  writeWhole(next, createSecret(), current);
  return true;
}

/** What stands in the way of a rotation: tokens of a secret before the previous one would no longer be accepted. */
export function isRotating({ current, previous }: SecretPaths): boolean {
  const secret = readSecretFile(previous);
  return secret !== undefined && secret !== readSecretFile(current);
}

/**
 * Puts the prepared secret, or a new one, in the place of the current one, which becomes the previous. Wherever
 * this is interrupted, both are there, and calling it again goes on.
 */
export function rotateSecret(paths: SecretPaths): void {
  const current = readFileSync(paths.current, "utf8");
  prepareSecret(paths);
  writeWhole(paths.previous, current, paths.current);
  renameSync(paths.next, paths.current);
  syncFolder(paths.current);
}

/** Ends the acceptance of the previous secret. @returns false when there is none */
export function dropPrevious({ previous }: SecretPaths): boolean {
  if (readSecretFile(previous) === undefined) return false;
  rmSync(previous);
  return true;
}

/**
 * A reader, or a crash, sees the old content or the new one.
 *
 * @param example the file of the current secret: who may read that must be able to read this, and nobody else
 */
function writeWhole(path: string, content: string, example: string): void {
  const { uid, gid, mode } = statSync(example);
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, "wx", 0o600);
  try {
    // Only root can give a file away, and the services hardly run as root.
    if (process.getuid?.() === 0) fchownSync(file, uid, gid);
    fchmodSync(file, 0o600 | (mode & GROUP_READS));
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(path);
}

/** A name is on disk for good only with its folder. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
