/** Resource limits as plain data for the launcher. */

/** `RLIMIT_*` numbers of `asm-generic/resource.h`, shared by x86-64 and arm64. */
const RLIMIT = {
  cpu: 0,
  fileSize: 1,
  data: 2,
  stack: 3,
  core: 4,
  processes: 6,
  openFiles: 7,
  lockedMemory: 8,
  addressSpace: 9,
  messageQueues: 12,
} as const;

export interface Rlimit {
  resource: number;
  /** Past it the kernel signals (CPU) or refuses. */
  soft: number;
  /** Past it the kernel kills (CPU); a process cannot raise it again. */
  hard: number;
}

export interface RlimitSettings {
  /** Backstop over the child's whole life, start-up included; the parent measures the exact limit. */
  cpuSeconds: number;
  dataBytes: number;
  fileBytes: number;
  openFiles: number;
  /** Everything mapped, shared memory too; null where a runtime reserves what it never touches. */
  addressSpaceBytes: number | null;
  /** Whether the child's user is its own: then `RLIMIT_NPROC`, which counts per user, is too. */
  hasOwnUser: boolean;
}

/** Private memory that a runtime may map while it starts: from version 24 on, a Node maps some 500 MiB. */
const START_UP_DATA_BYTES = 1024 * 1024 * 1024;
/** What Linux gives by default; where the caller has more, a program must not. */
const STACK_BYTES = 8 * 1024 * 1024;
/**
 * Threads that the kernel lets a user have, far above what the caller allows a program and stops
 * it at: sandboxes of several processes may share a user id.
 */
const USER_THREADS = 2048;

/** Rows of `/proc/PID/limits` by what they limit. */
const ROW_NAMES: readonly [number, string][] = [
  [RLIMIT.cpu, "Max cpu time"],
  [RLIMIT.fileSize, "Max file size"],
  [RLIMIT.data, "Max data size"],
  [RLIMIT.stack, "Max stack size"],
  [RLIMIT.core, "Max core file size"],
  [RLIMIT.openFiles, "Max open files"],
  [RLIMIT.lockedMemory, "Max locked memory"],
  [RLIMIT.messageQueues, "Max msgqueue size"],
];

/**
 * Lowers limits to what this process was given itself, which a child of it cannot exceed.
 * @param ownLimits text of `/proc/self/limits`
 */
export function clampRlimits(limits: readonly Rlimit[], ownLimits: string): Rlimit[] {
  return limits.map(({ resource, soft, hard }) => {
    const name = ROW_NAMES.find(([row]) => row === resource)?.[1] ?? "";
    // Name, soft limit, hard limit, unit.
    const ceiling = Number(
      new RegExp(`^${name} +\\S+ +(\\d+)`, "m").exec(ownLimits)?.[1] ?? Infinity,
    );
    return { resource, soft: Math.min(soft, ceiling), hard: Math.min(hard, ceiling) };
  });
}

function fixed(resource: number, value: number): Rlimit {
  return { resource, soft: value, hard: value };
}

/** Lists the limits that a child gets before its runtime starts. */
export function planStartUpRlimits(settings: RlimitSettings): Rlimit[] {
  return [
    { resource: RLIMIT.cpu, soft: settings.cpuSeconds, hard: settings.cpuSeconds + 1 },
    fixed(RLIMIT.data, Math.max(settings.dataBytes, START_UP_DATA_BYTES)),
    fixed(RLIMIT.fileSize, settings.fileBytes),
    fixed(RLIMIT.openFiles, settings.openFiles),
    fixed(RLIMIT.stack, STACK_BYTES),
    fixed(RLIMIT.core, 0),
    fixed(RLIMIT.lockedMemory, 0),
    fixed(RLIMIT.messageQueues, 0),
  ];
}

/** Lists the limits that follow with the lock, before a child gets its program. */
export function planLockRlimits(settings: RlimitSettings): Rlimit[] {
  const { dataBytes, addressSpaceBytes, hasOwnUser } = settings;
  return [
    fixed(RLIMIT.data, dataBytes),
    ...(addressSpaceBytes === null ? [] : [fixed(RLIMIT.addressSpace, addressSpaceBytes)]),
    ...(hasOwnUser ? [fixed(RLIMIT.processes, USER_THREADS)] : []),
  ];
}
