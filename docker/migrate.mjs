// One-shot of the images: the secret that signs tokens, where none is given, and the database brought up to date.
import { randomBytes } from "node:crypto";
import { existsSync, linkSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";

const SECRET_BYTES = 48;
/** The services run as the same user as this. */
const OWNER_READS = 0o400;

const { JWT_SECRET, JWT_SECRET_FILE } = process.env;
try {
  if (!JWT_SECRET && JWT_SECRET_FILE && !existsSync(JWT_SECRET_FILE)) createSecret(JWT_SECRET_FILE);
} catch (error) {
  process.stderr.write(`error: JWT_SECRET_FILE: ${error.message}\n`);
  process.exit(1);
}
await import("./packages/database/dist/migrate-main.js");

/** Appears at its path at once and whole, and never replaces a secret that another migrator has just written. */
function createSecret(path) {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, randomBytes(SECRET_BYTES).toString("base64url"), {
    mode: OWNER_READS,
    flag: "wx",
  });
  try {
    linkSync(draft, path);
    process.stdout.write(`wrote a new JWT secret to ${path}\n`);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
