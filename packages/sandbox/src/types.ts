/** The languages that a program can be written in. */
export const LANGUAGES = ["javascript", "typescript", "python"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What one run may use. Every value is positive. */
export interface SandboxLimits {
  /** From handing the program over (compiling included) until its end. */
  wallMs: number;
  /** User plus system time of all its threads. */
  cpuMs: number;
  /** Resident memory, the language's runtime included. */
  memoryBytes: number;
  /** Standard output and standard error together; the program ends when it prints more. */
  outputBytes: number;
  /** Of a {@link RunVerdict.error} message. */
  errorBytes: number;
  /** Of the program's source as UTF-8, all its files together. */
  codeBytes: number;
  /** Of its standard input, as UTF-8. */
  stdinBytes: number;
}

/** What a request may ask for, up to the caps that the sandbox was created with. */
export type RequestedLimits = Partial<
  Pick<SandboxLimits, "wallMs" | "cpuMs" | "memoryBytes" | "outputBytes">
>;

/** One file of a program. Nothing is written to a disk. */
export interface SourceFile {
  /** Relative path with `/` between its segments, such as `lib/shapes.ts`. */
  name: string;
  content: string;
}

interface RunSettings {
  language: Language;
  /** The whole standard input. Empty by default. */
  stdin?: string;
  /** What the program finds in `process.argv` after the first two, or in `sys.argv` after the first. */
  args?: readonly string[];
  limits?: RequestedLimits;
}

/** A program of one file, which is called `main.js`, `main.ts` or `main.py`. */
export interface CodeRequest extends RunSettings {
  code: string;
  files?: undefined;
}

/** A program of several files, the one to start with first. */
export interface FilesRequest extends RunSettings {
  files: readonly SourceFile[];
  code?: undefined;
}

export type RunRequest = CodeRequest | FilesRequest;

/** One piece of output, in the order in which it arrived. */
export interface OutputChunk {
  stream: "stdout" | "stderr";
  /** Valid text: no NUL, no half characters. */
  data: string;
}

export interface RunOptions {
  /** Aborting kills the program and ends the run with CANCELLED. */
  signal?: AbortSignal;
  /** Called while the program runs. What it throws is ignored. */
  onOutput?: (chunk: OutputChunk) => void;
}

export type RunErrorCode =
  | "RUNTIME_ERROR"
  | "COMPILE_ERROR"
  | "TIME_LIMIT"
  | "CPU_LIMIT"
  | "MEMORY_LIMIT"
  | "OUTPUT_LIMIT"
  | "CANCELLED";

/** How a run ended. Only exit status 0 within all limits has no error. */
export interface RunVerdict {
  error: { code: RunErrorCode; message: string } | null;
  /** Both streams as they arrived. */
  output: string;
  stdout: string;
  stderr: string;
  /** Null when a signal ended the program. */
  exitCode: number | null;
  /** Name of the signal that ended the program, such as `SIGABRT`. */
  signal: string | null;
  /** Of the program itself: without start-up and compiling. */
  executionTimeMs: number;
  /** Of the program itself, as the kernel counted it. */
  cpuTimeMs: number;
  /** Highest resident memory of the process, the language's runtime included. */
  memoryPeakBytes: number;
  /** Whether output was lost to the output limit. */
  truncated: boolean;
  /** Name of the tier that the program ran in. */
  isolation: string;
  /** The limits that held for this run. */
  limits: SandboxLimits;
}

/** Whether a kind of isolation works on this machine, found out by trying. */
export interface TierReport {
  name: string;
  isAvailable: boolean;
  /** What holds it up, or why it is not available. */
  reason: string;
}

export interface LanguageInfo {
  language: Language;
  isAvailable: boolean;
  /** What runs it, with its version, such as `node 20.20.2`; empty when not available. */
  runtime: string;
  /** Why it is not available; empty when it is. */
  reason: string;
}

/** The children of one language that wait for a program, at one moment. */
export interface PoolInfo {
  language: Language;
  /** How many are to wait. */
  size: number;
  /** How many do: fewer after programs were handed out, until they are replaced. */
  waiting: number;
  /** Their resident memory together. What they share is counted for each of them. */
  residentBytes: number;
}

/**
 * The sandbox itself failed, not the program: a child could not be started, or no tier works.
 * The run may be tried again.
 */
export class SandboxError extends Error {
  override name = "SandboxError";
}

/** Receives what goes wrong in the background, where no caller waits. A pino logger will do. */
export interface SandboxLogger {
  warn(details: Record<string, unknown>, message: string): void;
}
