import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Launch } from "./run-as.js";

/** A server of the stack as a child process. */
export interface ServerProcess {
  readonly pid: number;
  /** Settles once the process is gone, with a line that says how. */
  readonly exited: Promise<string>;
  readonly hasExited: boolean;
  /** Sends the signal and settles when the process is gone; SIGKILL follows after `deadlineMs`. */
  stop(signal: NodeJS.Signals, deadlineMs?: number): Promise<void>;
}

/**
 * Starts a server process.
 *
 * @param stdin written to the process and closed: where a secret goes, since arguments show in the process list
 * @throws when the program cannot be started
 */
export async function startServerProcess(
  launch: Launch,
  options: { logFd: number; stdin?: string; cwd?: string; env?: NodeJS.ProcessEnv },
): Promise<ServerProcess> {
  const stdio: StdioOptions = [
    options.stdin === undefined ? "ignore" : "pipe",
    options.logFd,
    options.logFd,
  ];
  const child = spawn(launch.command, launch.args, { stdio, cwd: options.cwd, env: options.env });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.on("error", () => undefined);
  if (child.stdin) {
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.stdin);
  }
  return watchProcess(child);
}

function watchProcess(child: ChildProcess): ServerProcess {
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid as number,
    exited,
    get hasExited() {
      return hasExited();
    },
    async stop(signal, deadlineMs = 10_000) {
      if (!hasExited()) child.kill(signal);
      const killer = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
      await exited;
      clearTimeout(killer);
    },
  };
}

/**
 * Whether a process with this id runs, of whatever user.
 *
 * One that has ended and that nobody has waited for (in containers, the first process often waits for none) still has
 * an id, and does not count.
 */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    // "pid (name) state ...", and the name may hold anything.
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}
