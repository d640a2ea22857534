import type { RequestedLimits, SandboxLimits } from "./types.js";

const MEBIBYTE = 1024 * 1024;

/** Limits of a run that asks for none. */
export const DEFAULT_LIMITS: Readonly<SandboxLimits> = {
  wallMs: 5_000,
  cpuMs: 5_000,
  memoryBytes: 512 * MEBIBYTE,
  outputBytes: MEBIBYTE,
  errorBytes: 64 * 1024,
  codeBytes: MEBIBYTE,
  stdinBytes: MEBIBYTE,
};

/** The most that a run can ask for. */
export const DEFAULT_CAPS: Readonly<Required<RequestedLimits>> = {
  wallMs: 30_000,
  cpuMs: 30_000,
  memoryBytes: 1024 * MEBIBYTE,
  outputBytes: 8 * MEBIBYTE,
};

/** What a child's kernel limits are built from; part of a child from its start. */
export interface ChildLimits {
  memoryBytes: number;
  /** Backstop for the whole life of a child, in case the parent is too busy to measure. */
  cpuSeconds: number;
  fileBytes: number;
  openFiles: number;
}

/** Threads that a program may have, the runtime's included; held by the caller, every 20 ms. */
export const MAX_THREADS = 256;

const FILE_BYTES = 16 * MEBIBYTE;
const OPEN_FILES = 64;
/** What a runtime may spend on starting, before the program's own CPU time begins. */
const START_UP_CPU_SECONDS = 10;

/** V8's heap as a part of a run's memory: 128 MiB of 512. */
export function heapBytes(memoryBytes: number): number {
  return Math.floor(memoryBytes / 4);
}

/**
 * `RLIMIT_DATA` that a run's memory stands for: 400 MiB of 512, plus what a runtime maps and never
 * touches.
 */
export function dataBytes(memoryBytes: number, runtimeBytes = 0): number {
  return Math.floor((memoryBytes * 400) / 512) + runtimeBytes;
}

/** The smaller of what is asked for and what is allowed, the default where nothing is asked. */
export function resolveLimits(
  requested: RequestedLimits | undefined,
  defaults: Readonly<SandboxLimits>,
  caps: Readonly<Required<RequestedLimits>>,
): SandboxLimits {
  const pick = (name: keyof RequestedLimits): number => {
    const value = requested?.[name];
    const isUsable = value !== undefined && Number.isFinite(value) && value > 0;
    return Math.min(isUsable ? Math.floor(value) : defaults[name], caps[name]);
  };
  return {
    ...defaults,
    wallMs: pick("wallMs"),
    cpuMs: pick("cpuMs"),
    memoryBytes: pick("memoryBytes"),
    outputBytes: pick("outputBytes"),
  };
}

/** What a child must be built with to hold `limits`; lower limits are held by the parent alone. */
export function childLimits(
  memoryBytes: number,
  caps: Readonly<Required<RequestedLimits>>,
): ChildLimits {
  return {
    memoryBytes,
    cpuSeconds: Math.ceil(caps.cpuMs / 1000) + START_UP_CPU_SECONDS,
    fileBytes: FILE_BYTES,
    openFiles: OPEN_FILES,
  };
}
