import { MAX_THREADS } from "./limits.js";
import type { RunErrorCode, RunVerdict, SandboxLimits } from "./types.js";

/** Why the parent killed a program, or that it did not. */
export type KillCause = "time" | "cpu" | "memory" | "threads" | "output" | "cancelled";

/** How a program ended, as the parent saw it. */
export interface Ending {
  killCause: KillCause | null;
  /** Whether the child ever had the program. If not, its end says nothing about the program. */
  hasProgram: boolean;
  /** What the compiler said, before any of the program ran. */
  compileError: string | null;
  hasStarted: boolean;
  exitCode: number | null;
  signal: string | null;
  executionTimeMs: number;
  cpuTimeMs: number;
  memoryPeakBytes: number;
  output: string;
  stdout: string;
  stderr: string;
  isTruncated: boolean;
}

export interface VerdictContext {
  limits: SandboxLimits;
  isolation: string;
  /** A crash with at least this much resident memory is put down to memory. */
  outOfMemoryBytes: number;
}

/** The harness's own exit status for a program that could not get memory. */
const OUT_OF_MEMORY_EXIT_CODE = 94;
/** How runtimes die when an allocation fails that they cannot do without. */
const CRASH_SIGNALS = new Set(["SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV", "SIGBUS", "SIGKILL"]);

const MEBIBYTE = 1024 * 1024;

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}

function describeKill(cause: KillCause, limits: SandboxLimits): [RunErrorCode, string] {
  switch (cause) {
    case "time":
      return ["TIME_LIMIT", `The program ran longer than ${limits.wallMs} ms`];
    case "cpu":
      return ["CPU_LIMIT", `The program used more than ${limits.cpuMs} ms of CPU time`];
    case "memory":
      return [
        "MEMORY_LIMIT",
        `The program used more than ${mebibytes(limits.memoryBytes)} of memory`,
      ];
    case "threads":
      return ["RUNTIME_ERROR", `The program had more than ${MAX_THREADS} threads`];
    case "output":
      return ["OUTPUT_LIMIT", `The program printed more than ${limits.outputBytes} bytes`];
    case "cancelled":
      return ["CANCELLED", "The run was cancelled"];
  }
}

/** How many lines from the end are looked at; a program can print millions, of which none is meant. */
const MAX_TRACE_LINES = 1_000;

/** The line that names an error: the last of standard error that is no part of a stack or value. */
function lastErrorLine(stderr: string): string | null {
  let end = stderr.length;
  for (let count = 0; count < MAX_TRACE_LINES && end >= 0; count += 1) {
    const start = end === 0 ? 0 : stderr.lastIndexOf("\n", end - 1) + 1;
    const line = stderr.slice(start, end);
    if (/^[^\s})\]]/.test(line)) return line.trimEnd().replace(/^\[(.*)\] \{$|(?<=.) \{$/, "$1");
    end = start - 1;
  }
  return null;
}

/** How much of the end of standard error is searched for a runtime's last words. */
const MAX_DUMP_CHARACTERS = 16 * 1024;

/** What a runtime said of its own end, before a dump of its native stack. */
function lastWords(stderr: string): string | null {
  const dump = stderr.slice(-MAX_DUMP_CHARACTERS);
  return /^(?:FATAL ERROR|Fatal Python error): .*$/m.exec(dump)?.[0].trimEnd() ?? null;
}

function describeFailure(ending: Ending, context: VerdictContext): [RunErrorCode, string] | null {
  const { limits } = context;
  if (ending.killCause !== null) return describeKill(ending.killCause, limits);
  if (ending.signal === "SIGXCPU") return describeKill("cpu", limits);
  const hasCrashed = ending.signal !== null && CRASH_SIGNALS.has(ending.signal);
  const crash = hasCrashed ? lastWords(ending.stderr) : null;
  const isOutOfMemory =
    ending.exitCode === OUT_OF_MEMORY_EXIT_CODE ||
    (hasCrashed && ending.memoryPeakBytes >= context.outOfMemoryBytes) ||
    (crash !== null && /out of memory|allocation failed/i.test(crash));
  if (isOutOfMemory) return ["MEMORY_LIMIT", "The program ran out of memory"];
  const how =
    ending.signal === null
      ? `exited with status ${ending.exitCode}`
      : `was ended by ${ending.signal}`;
  if (!ending.hasStarted) return ["COMPILE_ERROR", ending.compileError ?? `The compiler ${how}`];
  if (ending.exitCode === 0) return null;
  const line = hasCrashed ? crash : lastErrorLine(ending.stderr);
  return ["RUNTIME_ERROR", line === null ? `The program ${how}` : `The program ${how}: ${line}`];
}

function truncateBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text.replaceAll("\0", "\uFFFD"));
  if (bytes.length <= maxBytes) return bytes.toString("utf8");
  // Drops a character that the cut went through.
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true });
}

/**
 * Judges a run. What the program prints can make no failure a success: at most it chooses which failure
 * its own crash is called.
 */
export function judge(ending: Ending, context: VerdictContext): RunVerdict {
  const failure = describeFailure(ending, context);
  return {
    error:
      failure === null
        ? null
        : { code: failure[0], message: truncateBytes(failure[1], context.limits.errorBytes) },
    output: ending.output,
    stdout: ending.stdout,
    stderr: ending.stderr,
    exitCode: ending.exitCode,
    signal: ending.signal,
    executionTimeMs: ending.executionTimeMs,
    cpuTimeMs: ending.cpuTimeMs,
    memoryPeakBytes: ending.memoryPeakBytes,
    truncated: ending.isTruncated,
    isolation: context.isolation,
    limits: context.limits,
  };
}

/** The verdict on a run for which nothing was started. */
export function judgeUnstarted(
  code: RunErrorCode,
  message: string,
  context: VerdictContext,
): RunVerdict {
  return {
    error: { code, message },
    output: "",
    stdout: "",
    stderr: "",
    exitCode: null,
    signal: null,
    executionTimeMs: 0,
    cpuTimeMs: 0,
    memoryPeakBytes: 0,
    truncated: false,
    isolation: context.isolation,
    limits: context.limits,
  };
}
