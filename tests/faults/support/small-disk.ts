import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const DISK_BYTES = 1024 * 1024;
const isRoot = process.getuid?.() === 0;

/** A folder on a disk of its own. Only root can have one: for others it is a folder that can be closed. */
export function openSmallDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), "workspace-disk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (!isRoot) return folder;
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", folder]);
  onTestFinished(() => {
    execFileSync("umount", [folder]);
  });
  return folder;
}

/** Leaves no room on it. @returns makes room again */
export function fillUp(folder: string): () => void {
  if (!isRoot) {
    chmodSync(folder, 0o500);
    return () => chmodSync(folder, 0o700);
  }
  const ballast = join(folder, "ballast");
  try {
    writeFileSync(ballast, Buffer.alloc(2 * DISK_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  return () => rmSync(ballast);
}
