import type { Readable, Writable } from "node:stream";
import type { ProcessUsage } from "./process-usage.js";
import type { Program } from "./program.js";

/** What a child reports before its program starts; see `child/control-channel.cjs`. */
export type ControlEvent =
  | { kind: "ready" }
  /** `atNs` is the child's `CLOCK_MONOTONIC`, which is this process's too. */
  | { kind: "started"; atNs: bigint }
  /**
   * The program may be over. Only a hint where the program itself can write here by then; where it
   * cannot, this is how it ended: its exit status.
   */
  | { kind: "goodbye"; exitCode: number | null };

const READY = "R".charCodeAt(0);
const RECEIVED = "P".charCodeAt(0);
const STARTED = "S".charCodeAt(0);
const COMPILE_ERROR = "C".charCodeAt(0);
const TIMESTAMP_BYTES = 8;
const USAGE = "U".charCodeAt(0);
/** The letter, then CPU time in microseconds, resident and highest resident bytes, 64 bits each. */
const USAGE_BYTES = 1 + 3 * 8;
const US_PER_MS = 1000;
const EMPTY = Buffer.alloc(0);

type Phase =
  | "starting"
  | "waiting"
  | "compiling"
  | "failed"
  | "stamping"
  | "running"
  | "leaving"
  | "over";

export interface ControlChannelOptions {
  /** Of a compile error. */
  maxTextBytes: number;
  /**
   * Whether no program can write to the child's end, so that what comes from there is the
   * harness's own word even while a program runs: what the child uses, and the exit status. Without
   * it both count as nothing.
   */
  hasTrustedReports: boolean;
}

/**
 * The parent's end of the control channel: trusts a child exactly until its program starts, and
 * longer only where the program cannot reach the channel.
 */
export class ControlChannel {
  readonly #socket: Readable & Writable;
  readonly #options: ControlChannelOptions;
  #phase: Phase = "starting";
  readonly #text: Buffer[] = [];
  #textBytes = 0;
  /** The beginning of a usage report whose end has not arrived. */
  #report: Buffer = EMPTY;
  #reportedUsage: ProcessUsage | null = null;
  onEvent: (event: ControlEvent) => void = () => undefined;

  constructor(socket: Readable & Writable, options: ControlChannelOptions) {
    this.#socket = socket;
    this.#options = options;
    // A child that dies early breaks the pipe, which its exit status tells already.
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
  }

  /** What the child said of a program that does not compile, or null. */
  get compileError(): string | null {
    return this.#phase === "failed" ? Buffer.concat(this.#text).toString("utf8") : null;
  }

  /** The last usage report; null when there is none to be trusted. */
  get reportedUsage(): ProcessUsage | null {
    return this.#reportedUsage;
  }

  /** Whether the child had its program; what happens to it before is not the program's doing. */
  get hasProgram(): boolean {
    return this.#phase !== "starting" && this.#phase !== "waiting";
  }

  /** Hands over what is read before the runtime starts. */
  sendPreamble(preamble: Buffer): void {
    this.#socket.write(preamble);
  }

  /** Hands the program over: a 32-bit little-endian length, then JSON. */
  sendProgram(program: Program): void {
    const body = Buffer.from(JSON.stringify(program));
    const header = Buffer.alloc(4);
    header.writeUInt32LE(body.length, 0);
    this.#socket.write(Buffer.concat([header, body]));
  }

  /** Lets a child go that said goodbye. */
  release(): void {
    if (this.#socket.writable) this.#socket.write(".");
  }

  #receive(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) rest = this.#consume(rest);
  }

  /** Takes what belongs to the current phase; returns what is left. */
  #consume(bytes: Buffer): Buffer {
    if (this.#isReport(bytes)) return this.#takeReport(bytes);
    switch (this.#phase) {
      case "starting":
        if (bytes[0] === READY) {
          this.#phase = "waiting";
          this.onEvent({ kind: "ready" });
        }
        return bytes.subarray(1);
      case "waiting":
        if (bytes[0] === RECEIVED) this.#phase = "compiling";
        return bytes.subarray(1);
      case "compiling":
        if (bytes[0] === STARTED) this.#phase = "stamping";
        else if (bytes[0] === COMPILE_ERROR) this.#phase = "failed";
        return bytes.subarray(1);
      case "stamping": {
        const stamp = this.#keep(bytes, TIMESTAMP_BYTES);
        if (this.#textBytes === TIMESTAMP_BYTES) {
          this.#phase = "running";
          this.onEvent({ kind: "started", atNs: Buffer.concat(this.#text).readBigInt64LE(0) });
        }
        return bytes.subarray(stamp);
      }
      case "failed":
        this.#keep(bytes, this.#options.maxTextBytes);
        return EMPTY;
      case "running":
        if (this.#options.hasTrustedReports) {
          this.#phase = "leaving";
          return bytes.subarray(1);
        }
        this.#phase = "over";
        // What a program writes here is not read any more: it would keep this process busy.
        this.#socket.pause();
        this.onEvent({ kind: "goodbye", exitCode: null });
        return EMPTY;
      case "leaving":
        this.#phase = "over";
        this.onEvent({ kind: "goodbye", exitCode: bytes.readUInt8(0) });
        return EMPTY;
      case "over":
        return EMPTY;
    }
  }

  /** Reports stand between other messages, never inside one. */
  #isReport(bytes: Buffer): boolean {
    if (!this.#options.hasTrustedReports) return false;
    if (["stamping", "failed", "leaving"].includes(this.#phase)) return false;
    return this.#report.length > 0 || bytes[0] === USAGE;
  }

  #takeReport(bytes: Buffer): Buffer {
    const missing = USAGE_BYTES - this.#report.length;
    this.#report = Buffer.concat([this.#report, bytes.subarray(0, missing)]);
    if (this.#report.length === USAGE_BYTES) {
      this.#reportedUsage = {
        cpuMs: Number(this.#report.readBigInt64LE(1)) / US_PER_MS,
        residentBytes: Number(this.#report.readBigInt64LE(9)),
        peakBytes: Number(this.#report.readBigInt64LE(17)),
        threads: 1,
      };
      this.#report = EMPTY;
    }
    return bytes.subarray(missing);
  }

  /** @returns how many bytes there was room for */
  #keep(bytes: Buffer, maxBytes: number): number {
    const kept = bytes.subarray(0, maxBytes - this.#textBytes);
    this.#text.push(Buffer.from(kept));
    this.#textBytes += kept.length;
    return kept.length;
  }
}
