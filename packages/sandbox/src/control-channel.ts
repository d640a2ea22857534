import type { Readable, Writable } from "node:stream";
import type { Program } from "./program.js";

/** What a child reports before its program starts; see `child/control-channel.cjs`. */
export type ControlEvent =
  | { kind: "ready" }
  /** `atNs` is the child's `CLOCK_MONOTONIC`, which is this process's too. */
  | { kind: "started"; atNs: bigint }
  /** The program may be over. Only a hint: by then the program itself can write here. */
  | { kind: "goodbye" };

const READY = "R".charCodeAt(0);
const RECEIVED = "P".charCodeAt(0);
const STARTED = "S".charCodeAt(0);
const COMPILE_ERROR = "C".charCodeAt(0);
const TIMESTAMP_BYTES = 8;
const EMPTY = Buffer.alloc(0);

type Phase = "starting" | "waiting" | "compiling" | "failed" | "stamping" | "running" | "over";

/** The parent's end of the control channel: trusts a child exactly until its program starts. */
export class ControlChannel {
  readonly #socket: Readable & Writable;
  readonly #maxTextBytes: number;
  #phase: Phase = "starting";
  readonly #text: Buffer[] = [];
  #textBytes = 0;
  onEvent: (event: ControlEvent) => void = () => undefined;

  constructor(socket: Readable & Writable, maxTextBytes: number) {
    this.#socket = socket;
    this.#maxTextBytes = maxTextBytes;
    // A child that dies early breaks the pipe, which its exit status tells already.
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
  }

  /** What the child said of a program that does not compile, or null. */
  get compileError(): string | null {
    return this.#phase === "failed" ? Buffer.concat(this.#text).toString("utf8") : null;
  }

  /** Whether the child had its program; what happens to it before is not the program's doing. */
  get hasProgram(): boolean {
    return this.#phase !== "starting" && this.#phase !== "waiting";
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
        this.#keep(bytes, this.#maxTextBytes);
        return EMPTY;
      case "running":
        this.#phase = "over";
        // What a program writes here is not read any more: it would keep this process busy.
        this.#socket.pause();
        this.onEvent({ kind: "goodbye" });
        return EMPTY;
      case "over":
        return EMPTY;
    }
  }

  /** @returns how many bytes there was room for */
  #keep(bytes: Buffer, maxBytes: number): number {
    const kept = bytes.subarray(0, maxBytes - this.#textBytes);
    this.#text.push(Buffer.from(kept));
    this.#textBytes += kept.length;
    return kept.length;
  }
}
