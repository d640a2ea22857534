// Locks between processes that the operating system frees when the holder dies, however it dies.
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";

const RETRY_INTERVAL_MS = 100;

/**
 * Runs `work` while no other process runs one of that name for that folder.
 *
 * @template T
 * @param {string} folder
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, name, work) {
  let unlock = await tryLock(folder, name);
  while (!unlock) {
    await delay(RETRY_INTERVAL_MS);
    unlock = await tryLock(folder, name);
  }
  try {
    return await work();
  } finally {
    unlock();
  }
}

/**
 * Takes the lock, or returns undefined when another process has it.
 *
 * A lock is a name that one process can listen on: an abstract socket on Linux, a named pipe on Windows, both gone with
 * their process; elsewhere a socket file, which the next one removes when nobody answers there.
 *
 * @returns {Promise<(() => void) | undefined>} gives the lock back
 */
export async function tryLock(folder, name) {
  const id = createHash("sha256").update(`${folder} ${name}`).digest("hex").slice(0, 24);
  if (process.platform === "linux") return listen(`\0workspace-lock-${id}`);
  if (process.platform === "win32") return listen(`\\\\.\\pipe\\workspace-lock-${id}`);
  const path = join(tmpdir(), `workspace-lock-${id}.sock`);
  if (await isAnswered(path)) return undefined;
  rmSync(path, { force: true });
  return listen(path);
}

function listen(path) {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(undefined));
    server.listen(path, () => {
      server.unref();
      resolve(() => server.close());
    });
  });
}

function isAnswered(path) {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
