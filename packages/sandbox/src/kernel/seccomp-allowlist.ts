import type { Architecture, SyscallName } from "./architecture.js";
import { assembleFilter, type FilterProgram, type FilterRule } from "./bpf.js";
import { EAGAIN, EINVAL, ENOENT, ENOMEM, ENOSYS, ENOTTY, EPERM, EROFS } from "./errno.js";

/**
 * All that a program may do once it runs: compute, use memory, wait, and read and write the
 * descriptors that it was given. Ordered by frequency, since the kernel checks from the top.
 */
const ALLOWED: readonly SyscallName[] = [
  "futex",
  "write",
  "read",
  "mprotect",
  "munmap",
  "mremap",
  "brk",
  "epoll_pwait",
  "epoll_wait",
  "epoll_pwait2",
  "epoll_ctl",
  "clock_gettime",
  "writev",
  "readv",
  "getpid",
  "gettid",
  "rt_sigprocmask",
  "rt_sigaction",
  "rt_sigreturn",
  "sigaltstack",
  // Timers that signal the program itself, and waiting for signals.
  "alarm",
  "setitimer",
  "getitimer",
  "pause",
  "rt_sigpending",
  "rt_sigsuspend",
  "rt_sigtimedwait",
  "restart_syscall",
  "close",
  "fstat",
  "lseek",
  "poll",
  "ppoll",
  // How Python before 3.11 sleeps.
  "select",
  "pselect6",
  "eventfd2",
  "sched_yield",
  "nanosleep",
  "clock_nanosleep",
  "clock_getres",
  "gettimeofday",
  "times",
  "getrusage",
  "getrandom",
  "uname",
  "sysinfo",
  "getuid",
  "geteuid",
  "getgid",
  "getegid",
  "getppid",
  "getcpu",
  "sched_getaffinity",
  "sched_getparam",
  "sched_getscheduler",
  "membarrier",
  "rseq",
  "set_robust_list",
  "pkey_alloc",
  "pkey_mprotect",
  "pkey_free",
  "exit",
  "exit_group",
  // koffi's own exit handler waits forever when this is refused; on a socket it does nothing.
  "fsync",
];

/** Answered as if there were no files: what is not there can be handled, a refusal hardly. */
const FINDS_NOTHING: readonly SyscallName[] = [
  "openat2",
  "stat",
  "lstat",
  "newfstatat",
  "access",
  "faccessat",
  "faccessat2",
  "readlink",
  "readlinkat",
];
const O_CREAT = 0x40;

const CLONE_THREAD = 0x00010000;
/** Everything of `clone` that makes a namespace, a relative of another process, or a descriptor. */
const CLONE_BEYOND_THREADS = 0x7e02f080;
/**
 * Mappings that `RLIMIT_DATA` does not count: stacks that grow, huge pages, which count as nobody's
 * resident memory either, and shared memory, which stays when all but a page of it is unmapped.
 */
const MAP_UNCOUNTED = 0x00040101;
/** From here on advice is about huge pages, of which the same holds, merging, and core dumps. */
const MADV_FIRST_REFUSED = 12;
/** F_GETFD, F_SETFD, F_GETFL and F_SETFL are 1 to 4; F_DUPFD is 0, everything above is locks and signals. */
const FCNTL_FIRST_REFUSED = 5;

export interface AllowlistOptions {
  /** Whether the program may start threads of its own; processes it never may. */
  allowsThreads: boolean;
}

/**
 * The second and strict filter, loaded into all threads of a runtime just before it is given
 * code: no open, no socket, no new process, no signal to others, no ptrace, no ioctl.
 */
export function buildAllowlist(
  architecture: Architecture,
  options: AllowlistOptions,
): FilterProgram {
  const { syscalls } = architecture;
  const rules: FilterRule[] = [];
  const add = (name: SyscallName, rule: Omit<FilterRule, "call">): void => {
    const call = syscalls[name];
    if (call !== undefined) rules.push({ call, ...rule });
  };

  // First, since it is frequent and decides by its flags.
  add("mmap", {
    checks: [{ kind: "lacksBits", argument: 3, mask: MAP_UNCOUNTED }],
    action: "allow",
    otherwise: { errno: ENOMEM },
  });
  add("madvise", {
    checks: [{ kind: "lessThan", argument: 2, value: MADV_FIRST_REFUSED }],
    action: "allow",
    otherwise: { errno: EINVAL },
  });
  for (const name of ALLOWED) add(name, { action: "allow" });
  for (const [name, flags] of [
    ["openat", 2],
    ["open", 1],
  ] as const)
    add(name, {
      checks: [{ kind: "lacksBits", argument: flags, mask: O_CREAT }],
      action: { errno: ENOENT },
      otherwise: { errno: EROFS },
    });
  for (const name of FINDS_NOTHING) add(name, { action: { errno: ENOENT } });
  // A program may signal itself, as abort() does; anything else is refused.
  for (const name of ["tgkill", "kill"] as const)
    add(name, { checks: [{ kind: "ownPid", argument: 0 }], action: "allow" });
  // Reading one's limits (new_limit is NULL) is harmless, changing them is not.
  add("prlimit64", {
    checks: [
      { kind: "equals", argument: 0, value: 0 },
      { kind: "isNull", argument: 2 },
    ],
    action: "allow",
  });
  add("fcntl", {
    checks: [{ kind: "lessThan", argument: 1, value: FCNTL_FIRST_REFUSED }],
    action: "allow",
  });
  // Callers fall back to older calls, of which the one that asks of a descriptor is allowed.
  for (const name of ["clone3", "statx"] as const) add(name, { action: { errno: ENOSYS } });
  if (options.allowsThreads) {
    add("clone", {
      checks: [
        { kind: "hasBits", argument: 0, mask: CLONE_THREAD },
        { kind: "lacksBits", argument: 0, mask: CLONE_BEYOND_THREADS },
      ],
      action: "allow",
      otherwise: { errno: EAGAIN },
    });
  } else {
    add("clone", { action: { errno: EAGAIN } });
  }
  add("ioctl", { action: { errno: ENOTTY } });

  return assembleFilter({
    auditArch: architecture.auditArch,
    foreignTableStart: architecture.foreignTableStart,
    rules,
    fallback: { errno: EPERM },
  });
}
