import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 5;

function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  // Windows has no groups; a child there is killed by its handle, and starts no processes.
  if (process.platform === "win32") return false;
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // EPERM means that it is there and not ours, which the caller must hear of.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Kills every process of a group. Does nothing when there is none. */
export function killGroup(groupId: number): void {
  signalGroup(groupId, "SIGKILL");
}

/** State and group of a process, from `/proc/PID/stat`; null when it is gone. */
function readState(pid: string): { state: string; groupId: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state = "", , groupId] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, groupId: Number(groupId) };
  } catch {
    return null;
  }
}

function isLiving(state: string): boolean {
  return state !== "Z" && state !== "X";
}

/**
 * Whether a process of the group lives. The dead that nobody has reaped do not count where `/proc`
 * tells them: in a container whose first process reaps no strangers they stay for ever.
 */
export function isGroupAlive(groupId: number): boolean {
  if (!signalGroup(groupId, 0)) return false;
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((pid) => {
    const found = /^\d+$/.test(pid) ? readState(pid) : null;
    return found !== null && found.groupId === groupId && isLiving(found.state);
  });
}

function isAlive(pid: number): boolean {
  const found = readState(String(pid));
  return found !== null && isLiving(found.state);
}

/**
 * Kills a group until nothing of it, nor any of the given processes, is left.
 * @returns whether that was achieved in time
 */
export async function ensureGone(
  groupId: number,
  pids: readonly number[],
  deadlineMs: number,
): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    killGroup(groupId);
    if (!isGroupAlive(groupId) && !pids.some(isAlive)) return true;
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
}
