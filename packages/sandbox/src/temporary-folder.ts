import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";

/** Before the process id in a name. With the host, since containers with process ids of their own may share a disk. */
const PREFIX = `sandbox-${hostname()}-`;
/** What follows it in a name: whose folder it is, what for, and what `mkdtemp` puts at the end. */
const OWN_NAME = /^(\d+)-(?:self-test|pyodide)-\w{6}$/;

/**
 * Makes an empty folder that nobody else can write to. Folders of processes that died before they could remove
 * theirs are removed first.
 */
export async function makeTemporaryFolder(purpose: "self-test" | "pyodide"): Promise<string> {
  await removeAbandoned();
  return mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-${purpose}-`));
}

/** Best effort: what cannot be listed or removed now stays for the next time. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(PREFIX)) continue;
    // The whole name: what is removed here, with all that is in it, must be nothing but ours.
    const [, pid] = OWN_NAME.exec(name.slice(PREFIX.length)) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
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
