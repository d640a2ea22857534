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

/**
 * Private memory that launcher and runtime may map while they start. The launcher is a Node even
 * where the runtime is not, and from version 24 on a Node alone maps some 500 MiB.
 */
const START_UP_DATA_BYTES = 1024 * 1024 * 1024;
/** What Linux gives by default; where the caller has more, a program must not. */
const STACK_BYTES = 8 * 1024 * 1024;
/**
 * Threads that the kernel lets a user have, far above what the caller allows a program and stops
 * it at: sandboxes of several processes may share a user id.
 */
const USER_THREADS = 2048;

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
