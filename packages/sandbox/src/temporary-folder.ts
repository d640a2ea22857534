import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";

/** Before the process id in a name. With the host, since containers with process ids of their own may share a disk. */
const PREFIX = `sandbox-${hostname()}-`;

/**
 * Makes an empty folder that nobody else can write to. Folders of processes that died before they could remove
 * theirs are removed first.
 */
export async function makeTemporaryFolder(purpose: string): Promise<string> {
  await removeAbandoned();
  return mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-${purpose}-`));
}

/** Best effort: what cannot be listed or removed now stays for the next time. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(PREFIX)) continue;
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    if (pid > 0 && !isAlive(pid))
      await rm(path.join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
