import type { Architecture, SyscallName } from "./architecture.js";
import { assembleFilter, type FilterProgram, type FilterRule } from "./bpf.js";
import { ENOSYS, EPERM } from "./errno.js";

/** Nothing that a runtime needs while it starts, and nothing that trusted code here asks for. */
const REFUSED: readonly SyscallName[] = [
  // Network and other processes.
  "socket",
  "socketpair",
  "connect",
  "bind",
  "listen",
  "accept",
  "accept4",
  "fork",
  "vfork",
  "ptrace",
  "process_vm_readv",
  "process_vm_writev",
  "process_madvise",
  "tkill",
  "rt_sigqueueinfo",
  "rt_tgsigqueueinfo",
  "pidfd_open",
  "pidfd_getfd",
  "pidfd_send_signal",
  "kcmp",
  "setpriority",
  "ioprio_set",
  "sched_setattr",
  "sched_setscheduler",
  // Namespaces, mounts and the host.
  "mount",
  "umount2",
  "pivot_root",
  "chroot",
  "unshare",
  "setns",
  "move_mount",
  "open_tree",
  "fsopen",
  "fsconfig",
  "fsmount",
  "fspick",
  "mount_setattr",
  "name_to_handle_at",
  "open_by_handle_at",
  "fanotify_init",
  "quotactl",
  "swapon",
  "swapoff",
  "reboot",
  "acct",
  "sethostname",
  "setdomainname",
  "settimeofday",
  "clock_settime",
  "adjtimex",
  "clock_adjtime",
  "syslog",
  "vhangup",
  "nfsservctl",
  "init_module",
  "finit_module",
  "delete_module",
  "kexec_load",
  "kexec_file_load",
  "iopl",
  "ioperm",
  "modify_ldt",
  "personality",
  // Kernel interfaces with a long history of holes.
  "bpf",
  "perf_event_open",
  "userfaultfd",
  "keyctl",
  "add_key",
  "request_key",
  "memfd_create",
  "memfd_secret",
  "mbind",
  "migrate_pages",
  "move_pages",
  "set_mempolicy",
  // Memory and queues that outlive a process.
  "shmget",
  "shmat",
  "shmctl",
  "semget",
  "semop",
  "semctl",
  "semtimedop",
  "msgget",
  "msgsnd",
  "msgrcv",
  "msgctl",
  "mq_open",
  // Changes of file metadata, which Landlock does not cover.
  "chmod",
  "fchmod",
  "fchmodat",
  "fchmodat2",
  "chown",
  "fchown",
  "lchown",
  "fchownat",
  "mknod",
  "mknodat",
  "setxattr",
  "lsetxattr",
  "fsetxattr",
  "removexattr",
  "lremovexattr",
  "fremovexattr",
  "utime",
  "utimes",
  "utimensat",
  "futimesat",
];

/** Answered as if the kernel were too old for them, so that callers fall back to older calls. */
const UNKNOWN: readonly SyscallName[] = [
  "io_uring_setup",
  "io_uring_enter",
  "io_uring_register",
  // Its flags lie in memory, where a filter cannot look; clone takes them as an argument.
  "clone3",
];

const CLONE_THREAD = 0x00010000;

/**
 * The first filter, loaded before the runtime starts: refuses what neither the runtime nor the
 * harness needs, and is there if the strict filter after it should have a gap.
 */
export function buildDenylist(architecture: Architecture): FilterProgram {
  const { syscalls } = architecture;
  const rules: FilterRule[] = [];
  for (const name of REFUSED) {
    const call = syscalls[name];
    if (call !== undefined) rules.push({ call, action: { errno: EPERM } });
  }
  for (const name of UNKNOWN) {
    const call = syscalls[name];
    if (call !== undefined) rules.push({ call, action: { errno: ENOSYS } });
  }
  const { clone } = syscalls;
  if (clone !== undefined) {
    rules.push({
      call: clone,
      checks: [{ kind: "hasBits", argument: 0, mask: CLONE_THREAD }],
      action: "allow",
      otherwise: { errno: EPERM },
    });
  }
  for (const call of [syscalls.tgkill, syscalls.kill])
    if (call !== undefined)
      rules.push({
        call,
        checks: [{ kind: "ownPid", argument: 0 }],
        action: "allow",
        otherwise: { errno: EPERM },
      });
  return assembleFilter({
    auditArch: architecture.auditArch,
    foreignTableStart: architecture.foreignTableStart,
    rules,
    fallback: "allow",
  });
}
