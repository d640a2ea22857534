import { z } from "zod";
import { DEFAULT_JOB_CAPS, type JobCaps } from "./contracts/run-limits.js";
import { optionalText, wholeNumber } from "./env-variables.js";

const MEBIBYTE = 1024 * 1024;
/** What a program and its runtime are at least given, so that every language's runtime starts. */
const MIN_MEMORY_BYTES = 256 * MEBIBYTE;
const MAX_MEMORY_BYTES = 8192 * MEBIBYTE;
const MAX_RUN_MS = 600_000;
const MAX_OUTPUT_BYTES = 32 * MEBIBYTE;
const MAX_SOURCE_BYTES = 8 * MEBIBYTE;
const MAX_POOL_SIZE = 64;

/**
 * The most that a job may bring and ask for. http-backend refuses what is beyond before it is queued, the
 * workers' sandboxes hold it whatever is queued: both are to have the same values.
 */
export const jobCapsEnv = {
  SANDBOX_MAX_WALL_MS: wholeNumber(
    100,
    MAX_RUN_MS,
    DEFAULT_JOB_CAPS.wallMs,
    "Longest run that a job may ask for",
  ),
  SANDBOX_MAX_CPU_MS: wholeNumber(
    100,
    MAX_RUN_MS,
    DEFAULT_JOB_CAPS.cpuMs,
    "Most processor time that a job may ask for",
  ),
  SANDBOX_MAX_MEMORY_BYTES: wholeNumber(
    MIN_MEMORY_BYTES,
    MAX_MEMORY_BYTES,
    DEFAULT_JOB_CAPS.memoryBytes,
    "Most memory that a job may ask for",
  ),
  SANDBOX_MAX_OUTPUT_BYTES: wholeNumber(
    1024,
    MAX_OUTPUT_BYTES,
    DEFAULT_JOB_CAPS.outputBytes,
    "Most output that a job may ask for",
  ),
  SANDBOX_CODE_BYTES: wholeNumber(
    1024,
    MAX_SOURCE_BYTES,
    DEFAULT_JOB_CAPS.codeBytes,
    "Largest program, see JOB_BODY_LIMIT_BYTES",
  ),
  SANDBOX_STDIN_BYTES: wholeNumber(
    1024,
    MAX_SOURCE_BYTES,
    DEFAULT_JOB_CAPS.stdinBytes,
    "Largest standard input of a program, its arguments included",
  ),
};

/** How a worker isolates and limits the programs that it runs. */
export const sandboxEnv = {
  SANDBOX_TIER: z
    .string()
    .default("auto")
    .describe(
      "Isolation for user code: `namespaces`, `lockdown`, `quickjs`, or `auto` for the strongest that passes its self-test",
    ),
  SANDBOX_WALL_MS: wholeNumber(
    100,
    MAX_RUN_MS,
    5000,
    "Longest run of a program whose job asks for none; at most what a job may ask for, as the next three",
  ),
  SANDBOX_CPU_MS: wholeNumber(
    100,
    MAX_RUN_MS,
    5000,
    "Processor time of a program whose job asks for none",
  ),
  SANDBOX_MEMORY_BYTES: wholeNumber(
    MIN_MEMORY_BYTES,
    MAX_MEMORY_BYTES,
    512 * MEBIBYTE,
    "Memory of a program whose job asks for none; its runtime is included, and a quarter of it is V8's heap",
  ),
  SANDBOX_OUTPUT_BYTES: wholeNumber(
    1024,
    MAX_OUTPUT_BYTES,
    MEBIBYTE,
    "Output of a program whose job asks for none",
  ),
  SANDBOX_ERROR_BYTES: wholeNumber(
    256,
    MEBIBYTE,
    64 * 1024,
    "Longest message of a program's error; the rest is cut off",
  ),
  ...jobCapsEnv,
  SANDBOX_POOL_JAVASCRIPT: wholeNumber(
    0,
    MAX_POOL_SIZE,
    2,
    "JavaScript programs that can start at once: children that wait for one, 54 MiB resident each",
  ),
  SANDBOX_POOL_TYPESCRIPT: wholeNumber(
    0,
    MAX_POOL_SIZE,
    1,
    "TypeScript programs that can start at once: 96 MiB resident each",
  ),
  SANDBOX_POOL_PYTHON: wholeNumber(
    0,
    MAX_POOL_SIZE,
    1,
    "Python programs that can start at once: 34 MiB resident each, in Pyodide 190 MiB",
  ),
  SANDBOX_PYTHON: optionalText(
    "Python interpreter for programs, instead of the first python3 that passes its self-test",
  ),
  SANDBOX_SEARCH_PATH: optionalText(
    "Where bwrap and python3 are looked for, as in PATH; without it in /usr/local/bin, /usr/bin and /bin",
  ),
  SANDBOX_CACHE_DIR: optionalText(
    "Keeps Pyodide's memory snapshot, which takes seconds to build; nobody else may be able to write to it. `npm start` sets it to a folder of DATA_DIR",
  ),
};

type JobCapsEnv = z.infer<z.ZodObject<typeof jobCapsEnv>>;
type SandboxEnv = z.infer<z.ZodObject<typeof sandboxEnv>>;

export function readJobCaps(env: JobCapsEnv): JobCaps {
  return {
    wallMs: env.SANDBOX_MAX_WALL_MS,
    cpuMs: env.SANDBOX_MAX_CPU_MS,
    memoryBytes: env.SANDBOX_MAX_MEMORY_BYTES,
    outputBytes: env.SANDBOX_MAX_OUTPUT_BYTES,
    codeBytes: env.SANDBOX_CODE_BYTES,
    stdinBytes: env.SANDBOX_STDIN_BYTES,
  };
}

/** What a sandbox is created with, beside its tier. */
export function readSandboxOptions(env: SandboxEnv) {
  const { codeBytes, stdinBytes, ...caps } = readJobCaps(env);
  return {
    limits: {
      wallMs: env.SANDBOX_WALL_MS,
      cpuMs: env.SANDBOX_CPU_MS,
      memoryBytes: env.SANDBOX_MEMORY_BYTES,
      outputBytes: env.SANDBOX_OUTPUT_BYTES,
      errorBytes: env.SANDBOX_ERROR_BYTES,
      codeBytes,
      stdinBytes,
    },
    caps,
    poolSizes: {
      javascript: env.SANDBOX_POOL_JAVASCRIPT,
      typescript: env.SANDBOX_POOL_TYPESCRIPT,
      python: env.SANDBOX_POOL_PYTHON,
    },
    ...(env.SANDBOX_PYTHON === undefined ? {} : { pythonPath: env.SANDBOX_PYTHON }),
    ...(env.SANDBOX_SEARCH_PATH === undefined ? {} : { searchPath: env.SANDBOX_SEARCH_PATH }),
    ...(env.SANDBOX_CACHE_DIR === undefined ? {} : { cacheFolder: env.SANDBOX_CACHE_DIR }),
  };
}
