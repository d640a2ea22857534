import { constants } from "node:os";
import type { Child, ExitStatus } from "./child.js";
import { MAX_THREADS } from "./limits.js";
import { OutputCollector } from "./output-collector.js";
import { toProgram } from "./program.js";
import type { RunOptions, RunRequest, SandboxLimits } from "./types.js";
import type { Ending, KillCause } from "./verdict.js";

const SAMPLE_INTERVAL_MS = 20;
/** A child that said goodbye and ends this soon after was really done then. */
const GOODBYE_GRACE_NS = 50_000_000n;
const NS_PER_MS = 1e6;

/** Exit status of a process that reports the fatal signal of another: this plus the signal. */
const SHELL_SIGNAL_BASE = 128;
/** By number; of two names for one signal the first, which is the usual one. */
const SIGNAL_NAMES = new Map(
  Object.entries(constants.signals)
    .toReversed()
    .map(([name, number]) => [number, name as NodeJS.Signals]),
);

/** Watches one program in one child from outside. */
class ProgramWatch {
  readonly #child: Child;
  readonly #limits: SandboxLimits;
  readonly #idleCpuMs: number;
  #killCause: KillCause | null = null;
  #cpuMs = 0;
  #peakBytes = 0;
  #startedAtNs: bigint | null = null;
  #goodbyeAtNs: bigint | null = null;
  /** Exit status as the child told it, where it is to be believed. */
  #toldExitCode: number | null = null;

  constructor(child: Child, limits: SandboxLimits) {
    this.#child = child;
    this.#limits = limits;
    this.#idleCpuMs = child.readCpuMs() ?? 0;
    this.sample();
    child.control.onEvent = (event) => {
      if (event.kind === "started") this.#startedAtNs = event.atNs;
      if (event.kind === "goodbye") {
        this.#goodbyeAtNs = process.hrtime.bigint();
        this.#sampleLast();
        this.#toldExitCode = event.exitCode;
        // A child whose word counts has nothing more to say.
        if (event.exitCode === null) child.control.release();
        else child.kill();
      }
    };
  }

  /** The first cause stands. */
  kill(cause: KillCause): void {
    if (this.#killCause !== null || this.#child.hasExited) return;
    this.sample();
    this.#killCause = cause;
    this.#child.kill();
  }

  /** Reads the figures and kills what is over its limits. */
  sample(): void {
    const usage = this.#child.readUsage();
    if (usage === null) return;
    this.#peakBytes = Math.max(this.#peakBytes, usage.peakBytes);
    this.#cpuMs = Math.max(this.#cpuMs, usage.cpuMs - this.#idleCpuMs);
    if (this.#killCause !== null) return;
    if (usage.residentBytes > this.#limits.memoryBytes) this.#killFor("memory");
    else if (usage.threads > MAX_THREADS) this.#killFor("threads");
    else if (this.#cpuMs > this.#limits.cpuMs) this.#killFor("cpu");
  }

  #killFor(cause: KillCause): void {
    this.#killCause = cause;
    this.#child.kill();
  }

  #sampleLast(): void {
    this.sample();
    const cpuMs = this.#child.readCpuMs();
    if (cpuMs !== null) this.#cpuMs = Math.max(this.#cpuMs, cpuMs - this.#idleCpuMs);
  }

  /** What was found out, once the child has ended. */
  findings(): Pick<
    Ending,
    "killCause" | "hasStarted" | "executionTimeMs" | "cpuTimeMs" | "memoryPeakBytes"
  > {
    return {
      killCause: this.#killCause,
      hasStarted: this.#startedAtNs !== null,
      executionTimeMs: this.#executionTimeMs(),
      cpuTimeMs: this.#cpuMs,
      memoryPeakBytes: this.#peakBytes,
    };
  }

  /**
   * The program's own end. Tells a fatal signal from an exit status where a process in between has mixed them. A program
   * that ends by itself says goodbye, one that crashes does not.
   */
  interpret(status: ExitStatus): ExitStatus {
    if (this.#toldExitCode !== null) return { exitCode: this.#toldExitCode, signal: null };
    const { exitCode } = status;
    const mayBeSignal = !this.#child.isDirect && this.#goodbyeAtNs === null;
    if (!mayBeSignal || exitCode === null || exitCode <= SHELL_SIGNAL_BASE) return status;
    const signal = SIGNAL_NAMES.get(exitCode - SHELL_SIGNAL_BASE);
    return signal === undefined ? status : { exitCode: null, signal };
  }

  #executionTimeMs(): number {
    if (this.#startedAtNs === null) return 0;
    const now = process.hrtime.bigint();
    const goodbye = this.#goodbyeAtNs;
    const isPrompt = goodbye !== null && now - goodbye < GOODBYE_GRACE_NS;
    return Math.max(0, Number((isPrompt ? goodbye : now) - this.#startedAtNs)) / NS_PER_MS;
  }
}

/**
 * Runs one program in a child that has not run one yet, and holds it to its limits.
 * @throws SandboxError when processes are left that cannot be killed
 */
export async function runProgram(
  child: Child,
  request: RunRequest,
  limits: SandboxLimits,
  { signal, onOutput }: RunOptions,
): Promise<Ending> {
  const output = new OutputCollector(limits.outputBytes, (chunk) => onOutput?.(chunk));
  const watch = new ProgramWatch(child, limits);
  const collect = (stream: "stdout" | "stderr") => (bytes: Buffer) => {
    output.push(stream, bytes);
    if (output.isTruncated) watch.kill("output");
  };
  child.stdout.on("data", collect("stdout"));
  child.stderr.on("data", collect("stderr"));
  // It was paused when the child had started.
  child.stderr.resume();

  const cancel = (): void => watch.kill("cancelled");
  const wallTimer = setTimeout(() => watch.kill("time"), limits.wallMs);
  const sampler = setInterval(() => watch.sample(), SAMPLE_INTERVAL_MS);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    if (signal?.aborted === true) cancel();
    child.control.sendProgram(toProgram(request));
    child.stdin.end(request.stdin ?? "");
    const status = await child.closed;
    output.end();
    return {
      ...watch.findings(),
      ...watch.interpret(status),
      hasProgram: child.control.hasProgram,
      compileError: child.control.compileError,
      output: output.output,
      stdout: output.stdout,
      stderr: output.stderr,
      isTruncated: output.isTruncated,
    };
  } finally {
    clearTimeout(wallTimer);
    clearInterval(sampler);
    signal?.removeEventListener("abort", cancel);
    child.kill();
  }
}
