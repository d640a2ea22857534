import { SYSCALLS_ARM64 } from "../../src/kernel/syscalls-arm64.js";
import { SYSCALLS_X64 } from "../../src/kernel/syscalls-x64.js";

/** Calls that no filter names, as x86-64 and arm64 number them; 0 where there is no such call. */
const UNNAMED: Record<string, [x64: number, arm64: number]> = {
  arch_prctl: [158, 0],
  cachestat: [451, 451],
  capset: [126, 91],
  chdir: [80, 49],
  close_range: [436, 436],
  copy_file_range: [326, 285],
  creat: [85, 0],
  dup2: [33, 0],
  dup3: [292, 24],
  epoll_create1: [291, 20],
  execve: [59, 221],
  execveat: [322, 281],
  fallocate: [285, 47],
  fanotify_mark: [301, 263],
  flock: [73, 32],
  ftruncate: [77, 46],
  futex_waitv: [449, 449],
  get_mempolicy: [239, 236],
  get_robust_list: [274, 100],
  getcwd: [79, 17],
  getdents64: [217, 61],
  getpeername: [52, 205],
  getpgid: [121, 155],
  getpriority: [140, 141],
  getsid: [124, 156],
  getsockopt: [55, 209],
  inotify_init1: [294, 26],
  io_setup: [206, 0],
  landlock_create_ruleset: [444, 444],
  linkat: [265, 37],
  listmount: [458, 458],
  lookup_dcookie: [212, 18],
  map_shadow_stack: [453, 453],
  mkdir: [83, 0],
  mkdirat: [258, 34],
  mlock: [149, 228],
  mlockall: [151, 230],
  mq_unlink: [241, 181],
  mseal: [462, 462],
  open_tree_attr: [467, 467],
  pipe2: [293, 59],
  prctl: [157, 167],
  preadv: [295, 69],
  process_mrelease: [448, 448],
  pwrite64: [18, 68],
  pwritev: [296, 70],
  quotactl_fd: [443, 443],
  recvfrom: [45, 207],
  recvmsg: [47, 212],
  remap_file_pages: [216, 234],
  rename: [82, 0],
  renameat2: [316, 276],
  rmdir: [84, 0],
  sched_setaffinity: [203, 122],
  sched_setparam: [142, 118],
  seccomp: [317, 277],
  sendfile: [40, 71],
  sendmmsg: [307, 269],
  sendmsg: [46, 211],
  sendto: [44, 206],
  setfsuid: [122, 151],
  setgid: [106, 144],
  setgroups: [116, 159],
  setpgid: [109, 154],
  setresuid: [117, 147],
  setrlimit: [160, 164],
  setsid: [112, 157],
  setsockopt: [54, 208],
  setuid: [105, 146],
  shutdown: [48, 210],
  signalfd4: [289, 74],
  splice: [275, 76],
  statfs: [137, 43],
  statmount: [457, 457],
  symlinkat: [266, 36],
  sync: [162, 81],
  syncfs: [306, 267],
  tee: [276, 77],
  timer_create: [222, 107],
  timerfd_create: [283, 85],
  truncate: [76, 45],
  umask: [95, 166],
  unlink: [87, 0],
  unlinkat: [263, 35],
  uselib: [134, 0],
  vmsplice: [278, 75],
  wait4: [61, 260],
  waitid: [247, 95],
};

/** Numbers of system calls by name on the machine that the tests run on. */
export const SYSCALL_NUMBERS: Readonly<Record<string, number>> = {
  ...(process.arch === "arm64" ? SYSCALLS_ARM64 : SYSCALLS_X64),
  ...Object.fromEntries(
    Object.entries(UNNAMED)
      .map(([name, [x64, arm64]]) => [name, process.arch === "arm64" ? arm64 : x64] as const)
      .filter(([, number]) => number > 0),
  ),
};

/**
 * What the filter of a running program lets through at least in some form: the test's own list, so
 * that one more allowed call is noticed.
 */
const ALLOWED = new Set(
  `
    read readv write writev close fstat lseek fsync fcntl
    mmap munmap mremap mprotect madvise brk
    pkey_alloc pkey_free pkey_mprotect futex membarrier rseq set_robust_list
    poll ppoll select pselect6 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd2
    rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday times
    getpid getppid gettid getuid geteuid getgid getegid getcpu
    uname sysinfo getrusage getrandom prlimit64
    alarm pause getitimer setitimer rt_sigpending rt_sigsuspend rt_sigtimedwait
    sched_yield sched_getaffinity sched_getparam sched_getscheduler
    exit exit_group
  `
    .trim()
    .split(/\s+/)
    .map((name) => SYSCALL_NUMBERS[name]),
);

/**
 * Calls that only code may make which the kernel itself has put into a program. It answers them before it asks a
 * filter, any other caller with an error of its own or a fatal signal.
 */
export const PROBE_CALLS: Readonly<Record<string, number>> =
  process.arch === "arm64" ? {} : { uretprobe: 335, uprobe: 336 };

/** Every other number that the kernel could know, with room for calls of the future. */
export const REFUSED_NUMBERS: readonly number[] = Array.from(
  { length: 1024 },
  (_, number) => number,
).filter((number) => !ALLOWED.has(number) && !Object.values(PROBE_CALLS).includes(number));
