import type { OutputChunk } from "./types.js";

type StreamName = OutputChunk["stream"];

/** Bytes that are no UTF-8, and NUL (which PostgreSQL refuses in text), become U+FFFD. */
class TextStream {
  // A byte order mark is a character like any other here.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  push(bytes: Uint8Array): string {
    return this.#clean(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#clean(this.#decoder.decode());
  }

  #clean(text: string): string {
    return text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
  }
}

/** The part of a text that takes no more than a number of bytes; a character that the cut goes through is dropped. */
function cut(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text).subarray(0, maxBytes);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: true });
}

/**
 * Gathers what a program prints, as text, up to a number of bytes. Those of the text count: what is
 * no UTF-8 takes three times as many as the program has printed.
 */
export class OutputCollector {
  readonly #streams = { stdout: new TextStream(), stderr: new TextStream() };
  readonly #texts = { stdout: "", stderr: "" };
  readonly #maxBytes: number;
  readonly #onChunk: (chunk: OutputChunk) => void;
  #output = "";
  #bytes = 0;
  #isTruncated = false;

  constructor(maxBytes: number, onChunk: (chunk: OutputChunk) => void) {
    this.#maxBytes = maxBytes;
    this.#onChunk = onChunk;
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  get output(): string {
    return this.#output;
  }

  get stdout(): string {
    return this.#texts.stdout;
  }

  get stderr(): string {
    return this.#texts.stderr;
  }

  /** Takes bytes as they arrive; what is past the limit is dropped. */
  push(stream: StreamName, bytes: Uint8Array): void {
    if (this.#isTruncated) return;
    this.#append(stream, this.#streams[stream].push(bytes));
  }

  /** Flushes characters that were cut off. To be called once, last. */
  end(): void {
    this.#append("stdout", this.#streams.stdout.end());
    this.#append("stderr", this.#streams.stderr.end());
  }

  #append(stream: StreamName, text: string): void {
    const room = this.#maxBytes - this.#bytes;
    const isTooLong = Buffer.byteLength(text) > room;
    if (isTooLong) this.#isTruncated = true;
    const data = isTooLong ? cut(text, room) : text;
    if (data === "") return;
    this.#bytes += Buffer.byteLength(data);
    this.#texts[stream] += data;
    this.#output += data;
    try {
      this.#onChunk({ stream, data });
    } catch {
      // A listener's fault must not end the run.
    }
  }
}
