import type { Architecture, SyscallName } from "./architecture.js";
import { assembleFilter, type FilterProgram, type FilterRule } from "./bpf.js";
import { EAGAIN, ENOMEM, ENOSYS, ENOTTY, EPERM } from "./errno.js";

/**
 * All that a program may do once it runs: compute, use memory, wait, and read and write the
 * descriptors that it was given. Ordered by frequency, since the kernel checks from the top.
 */
const ALLOWED: readonly SyscallName[] = [
  "futex",
  "write",
  "read",
  "madvise",
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

const CLONE_THREAD = 0x00010000;
/** Everything of `clone` that makes a namespace, a relative of another process, or a descriptor. */
const CLONE_BEYOND_THREADS = 0x7e02f080;
/**
 * Mappings that `RLIMIT_DATA` does not count: stacks that grow, and huge pages, which count as
 * nobody's resident memory either.
 */
const MAP_UNCOUNTED = 0x00040100;
const MAP_SHARED = 0x1;
/** F_GETFD, F_SETFD, F_GETFL and F_SETFL are 1 to 4; F_DUPFD is 0, everything above is locks and signals. */
const FCNTL_FIRST_REFUSED = 5;

export interface AllowlistOptions {
  /** Whether the program may start threads of its own; processes it never may. */
  allowsThreads: boolean;
  /**
   * Whether it may map shared memory, which `RLIMIT_DATA` does not count. With nobody to share it
   * with, this is for programs that take it for plain memory; `RLIMIT_AS` must bound it.
   */
  allowsSharedMemory: boolean;
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
  const refusedMappings = MAP_UNCOUNTED | (options.allowsSharedMemory ? 0 : MAP_SHARED);
  add("mmap", {
    checks: [{ kind: "lacksBits", argument: 3, mask: refusedMappings }],
    action: "allow",
    otherwise: { errno: ENOMEM },
  });
  for (const name of ALLOWED) add(name, { action: "allow" });
  // abort() signals its own thread; anything else is refused.
  add("tgkill", { checks: [{ kind: "ownPid", argument: 0 }], action: "allow" });
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
  add("clone3", { action: { errno: ENOSYS } });
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
