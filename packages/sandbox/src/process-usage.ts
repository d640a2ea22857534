import { readdirSync, readFileSync } from "node:fs";

/** Figures of a living process, all its threads together. */
export interface ProcessUsage {
  cpuMs: number;
  residentBytes: number;
  /** Highest resident memory so far. */
  peakBytes: number;
  threads: number;
}

/** `USER_HZ`, fixed at 100 in the kernel's interface on both supported architectures. */
const MS_PER_TICK = 10;
const USER_TICKS_FIELD = 14;
const SYSTEM_TICKS_FIELD = 15;
const BYTES_PER_KIBIBYTE = 1024;
const NS_PER_MS = 1e6;

/** CPU time from `/proc/PID/stat`. Its second field, the command in brackets, may hold anything. */
export function parseCpuMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // The first field after the command is number 3 of proc(5).
  const ticks = (field: number): number => Number(fields[field - 3] ?? 0);
  return (ticks(USER_TICKS_FIELD) + ticks(SYSTEM_TICKS_FIELD)) * MS_PER_TICK;
}

/**
 * Memory and threads from `/proc/PID/status`; what is about to be reaped has none. Resident is all
 * that a process takes from the host: its pages, those swapped out, huge ones, and its page tables,
 * which a program can make large without touching a page of its own.
 */
export function parseMemory(
  status: string,
): Pick<ProcessUsage, "residentBytes" | "peakBytes" | "threads"> {
  const read = (name: string, unit: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+)${unit}$`, "m").exec(status)?.[1] ?? 0);
  const bytes = (name: string): number => read(name, " kB") * BYTES_PER_KIBIBYTE;
  return {
    residentBytes: bytes("VmRSS") + bytes("VmSwap") + bytes("HugetlbPages") + bytes("VmPTE"),
    peakBytes: bytes("VmHWM"),
    threads: read("Threads", ""),
  };
}

/**
 * `/proc/PID/status` of a process. A first thread that has ended has no memory there while others
 * live on, and they have the same as it had.
 */
function readStatus(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  if (status.includes("\nVmRSS:")) return status;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const other = readFileSync(`/proc/${pid}/task/${thread}/status`, "latin1");
      if (other.includes("\nVmRSS:")) return other;
    } catch {
      // It has ended since.
    }
  }
  return status;
}

/** Whether the kernel tells in `/proc` what every process uses. */
function hasProc(): boolean {
  return process.platform === "linux";
}

/** @returns null when the process is gone, and on systems where the kernel does not tell */
export function readUsage(pid: number): ProcessUsage | null {
  if (!hasProc()) return null;
  try {
    return {
      cpuMs: parseCpuMs(readFileSync(`/proc/${pid}/stat`, "latin1")),
      ...parseMemory(readStatus(pid)),
    };
  } catch {
    return null;
  }
}

/**
 * CPU time to the nanosecond where the kernel keeps it, to its 10 ms ticks elsewhere. Reads one
 * file per thread, hence only for the start and the end of a run.
 * @returns null when the process is gone, and on systems where the kernel does not tell
 */
export function readPreciseCpuMs(pid: number): number | null {
  if (!hasProc()) return null;
  try {
    let ns = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const schedstat = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1");
      ns += Number(schedstat.split(" ")[0]);
    }
    return ns / NS_PER_MS;
  } catch {
    return readUsage(pid)?.cpuMs ?? null;
  }
}
