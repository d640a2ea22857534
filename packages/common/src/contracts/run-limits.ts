import { z } from "zod";

const MEBIBYTE = 1024 * 1024;
/** The smallest runtime, CPython's, does not start in less. */
const MIN_MEMORY_BYTES = 32 * MEBIBYTE;

const positiveInt = z.int().min(1, "must be at least 1").exactOptional();

/**
 * What a job may ask for instead of the defaults: milliseconds of run and of processor time, bytes of memory
 * (the runtime's included) and of output. Other keys are refused, since a limit whose name is misspelt would
 * not hold.
 */
export const requestedLimitsSchema = z.strictObject({
  wallMs: positiveInt,
  cpuMs: positiveInt,
  memoryBytes: z
    .int()
    .min(MIN_MEMORY_BYTES, `must be at least ${MIN_MEMORY_BYTES}`)
    .exactOptional(),
  outputBytes: positiveInt,
});
export type RequestedLimits = z.infer<typeof requestedLimitsSchema>;

/** The most that one job may ask for and, in bytes of UTF-8, bring. */
export interface JobCaps extends Required<RequestedLimits> {
  /** Of the program, all its files together. */
  codeBytes: number;
  /** Of its standard input and arguments together. */
  stdinBytes: number;
}

export const DEFAULT_JOB_CAPS: Readonly<JobCaps> = {
  wallMs: 30_000,
  cpuMs: 30_000,
  memoryBytes: 1024 * MEBIBYTE,
  outputBytes: 8 * MEBIBYTE,
  codeBytes: MEBIBYTE,
  stdinBytes: MEBIBYTE,
};

/** The limits that go beyond the caps. */
export function findExcessiveLimits(
  limits: RequestedLimits,
  caps: JobCaps,
): (keyof RequestedLimits)[] {
  const names = Object.keys(limits) as (keyof RequestedLimits)[];
  return names.filter((name) => (limits[name] ?? 0) > caps[name]);
}
