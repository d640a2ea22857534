import { SYSCALLS_ARM64 } from "./syscalls-arm64.js";
import { SYSCALLS_X64 } from "./syscalls-x64.js";

/** Name of a system call that some filter mentions. x86-64 has all of them, arm64 most. */
export type SyscallName = keyof typeof SYSCALLS_X64;

/** What the kernel interface of one processor architecture looks like to a seccomp filter. */
export interface Architecture {
  /** As in `process.arch`. */
  name: "x64" | "arm64";
  /** `AUDIT_ARCH_*` value that the kernel puts into `seccomp_data.arch`. */
  auditArch: number;
  /** Calls absent from the table do not exist on this architecture. */
  syscalls: Readonly<Partial<Record<SyscallName, number>>>;
  /** First number of a second call table that must be refused (x32 on x86-64), or null. */
  foreignTableStart: number | null;
  /** Number of `seccomp(2)`. */
  seccompCall: number;
  /** Numbers of the calls that the launcher makes beside those. */
  launcherCalls: Readonly<Record<LauncherCall, number>>;
}

type LauncherCall =
  | "close"
  | "closeRange"
  | "execve"
  | "getpid"
  | "getppid"
  | "openat"
  | "prctl"
  | "setrlimit"
  | "write";

/** Newer than the architectures' own tables, hence the same in all of them. */
const CLOSE_RANGE = 436;

const X64: Architecture = {
  name: "x64",
  auditArch: 0xc000003e,
  syscalls: SYSCALLS_X64,
  foreignTableStart: 0x40000000,
  seccompCall: 317,
  launcherCalls: {
    close: SYSCALLS_X64.close,
    closeRange: CLOSE_RANGE,
    execve: 59,
    getpid: SYSCALLS_X64.getpid,
    getppid: SYSCALLS_X64.getppid,
    openat: SYSCALLS_X64.openat,
    prctl: 157,
    setrlimit: 160,
    write: SYSCALLS_X64.write,
  },
};

const ARM64: Architecture = {
  name: "arm64",
  auditArch: 0xc00000b7,
  syscalls: SYSCALLS_ARM64,
  foreignTableStart: null,
  seccompCall: 277,
  launcherCalls: {
    close: SYSCALLS_ARM64.close,
    closeRange: CLOSE_RANGE,
    execve: 221,
    getpid: SYSCALLS_ARM64.getpid,
    getppid: SYSCALLS_ARM64.getppid,
    openat: SYSCALLS_ARM64.openat,
    prctl: 167,
    setrlimit: 164,
    write: SYSCALLS_ARM64.write,
  },
};

/**
 * Finds the description of an architecture by its `process.arch` name.
 * @returns null for architectures without a checked table, which must not run code.
 */
export function findArchitecture(name: string): Architecture | null {
  if (name === X64.name) return X64;
  if (name === ARM64.name) return ARM64;
  return null;
}
