import { randomUUID } from "node:crypto";
import { chmod, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { makeTemporaryFolder } from "./temporary-folder.js";
import type { RunVerdict } from "./types.js";
import { toUntestable } from "./untestable-host.js";

/** Things that a program in a sandbox must not reach. */
interface Canaries {
  args: string[];
  /** What was reached, as seen from outside, whatever the program says. */
  findReached(): Promise<string[]>;
  remove(): Promise<void>;
}

function listen(server: Server, target: { port: number; host: string } | { path: string }) {
  return new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(target, resolve);
  });
}

/** @throws {UntestableHostError} when they cannot be laid, whatever the reason: that says nothing of the isolation */
async function layCanaries(): Promise<Canaries> {
  let folder: string | undefined;
  try {
    folder = await makeTemporaryFolder("self-test");
    return await layCanariesIn(folder);
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    throw toUntestable(error);
  }
}

/** A readable file, a folder that everybody may write to, a TCP and a UNIX socket. */
async function layCanariesIn(folder: string): Promise<Canaries> {
  await chmod(folder, 0o777);
  const file = path.join(folder, "canary");
  await writeFile(file, randomUUID());
  const reached: string[] = [];
  const tcp = createServer((socket) => {
    reached.push("tcp");
    socket.destroy();
  });
  const unix = createServer((socket) => {
    reached.push("unix");
    socket.destroy();
  });
  const socketPath = path.join(folder, "socket");
  try {
    await listen(tcp, { port: 0, host: "127.0.0.1" });
    await listen(unix, { path: socketPath });
  } catch (error) {
    tcp.close();
    throw error;
  }
  await chmod(socketPath, 0o777);
  const address = tcp.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    args: [file, folder, String(port), socketPath],
    async findReached() {
      const unexpected = (await readdir(folder)).filter(
        (name) => name !== "canary" && name !== "socket",
      );
      return [...reached, ...unexpected.map((name) => `wrote ${name}`)];
    },
    async remove() {
      tcp.close();
      unix.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Tries to break out with a language's own probe.
 * @param run runs the probe with the given arguments in the tier under test
 * @returns null when it ran and reached nothing, otherwise what went wrong
 * @throws {UntestableHostError} when the canaries cannot be laid; whatever `run` throws
 */
export async function runSelfTest(
  run: (args: string[]) => Promise<RunVerdict>,
): Promise<string | null> {
  const canaries = await layCanaries();
  try {
    const verdict = await run(canaries.args);
    if (verdict.error !== null) return `the probe failed: ${verdict.error.message}`;
    const breaches = [
      ...(JSON.parse(verdict.stdout) as string[]),
      ...(await canaries.findReached()),
    ];
    return breaches.length === 0 ? null : `the probe reached ${breaches.join(", ")}`;
  } finally {
    await canaries.remove();
  }
}
