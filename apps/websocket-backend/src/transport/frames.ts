/** The frames of WebSockets, as far as the gateway knows them; source: RFC 6455, section 5.2. */

const IS_FINAL = 0x80;
const IS_MASKED = 0x80;
const OPCODE = 0x0f;
const TEXT = 0x1;
const FIRST_CONTROL_OPCODE = 0x8;
const LENGTH = 0x7f;
const LENGTH_16_BIT = 126;
const LENGTH_64_BIT = 127;
const MAX_SHORT_LENGTH = 125;
const MAX_16_BIT_LENGTH = 0xffff;
const MASK_BYTES = 4;

/** A text message as one frame, unmasked as a server sends it. */
export function toTextFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length <= MAX_SHORT_LENGTH ? 2 : length <= MAX_16_BIT_LENGTH ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = IS_FINAL | TEXT;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = LENGTH_16_BIT;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64_BIT;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}

/** Where a masked text frame's payload lies within a chunk. */
export interface TextFrame {
  start: number;
  end: number;
}

/**
 * Knows, of the bytes that a client's WebSocket sends, where a frame begins. It sees every byte once: those
 * of a frame that was found, and those that were passed on. A class, since every socket has one.
 */
export class FrameTracker {
  /** Bytes that are still to come of the last frame that was passed. */
  #rest = 0;
  /** More frames are to come of the last message that was passed. */
  #isFragmented = false;
  /** A header was cut in two: where frames begin is not known any more. */
  #isLost = false;

  /** The frame at `at`, when it is all of a text message and all of it is in the chunk. Null where one cannot tell. */
  findText(chunk: Buffer, at: number): TextFrame | null {
    if (this.#isLost || this.#isFragmented || this.#rest > 0) return null;
    if (chunk[at] !== (IS_FINAL | TEXT)) return null;
    const start = payloadStart(chunk, at);
    if (start > chunk.length || ((chunk[at + 1] ?? 0) & IS_MASKED) === 0) return null;
    const end = start + payloadLength(chunk, at);
    return end <= chunk.length ? { start, end } : null;
  }

  /** Takes note of bytes that somebody else reads. */
  pass(chunk: Buffer, from: number): void {
    let at = from + this.#rest;
    while (at < chunk.length && !this.#isLost) {
      const end = this.#passFrame(chunk, at);
      if (end === null) this.#isLost = true;
      else at = end;
    }
    this.#rest = Math.max(0, at - chunk.length);
  }

  /** @returns where the frame at `at` ends, in or behind the chunk; null when its header is not all there */
  #passFrame(chunk: Buffer, at: number): number | null {
    const start = payloadStart(chunk, at);
    if (start > chunk.length) return null;
    const first = chunk[at] ?? 0;
    if ((first & OPCODE) < FIRST_CONTROL_OPCODE) this.#isFragmented = (first & IS_FINAL) === 0;
    return start + payloadLength(chunk, at);
  }
}

/** Where the payload begins, behind the chunk's end when the header does not tell yet. */
function payloadStart(chunk: Buffer, at: number): number {
  const second = chunk[at + 1];
  if (second === undefined) return Infinity;
  const length = second & LENGTH;
  const lengthBytes = length === LENGTH_16_BIT ? 2 : length === LENGTH_64_BIT ? 8 : 0;
  return at + 2 + lengthBytes + ((second & IS_MASKED) === 0 ? 0 : MASK_BYTES);
}

/** @param at a frame whose header is all there */
function payloadLength(chunk: Buffer, at: number): number {
  const length = (chunk[at + 1] ?? 0) & LENGTH;
  if (length === LENGTH_16_BIT) return chunk.readUInt16BE(at + 2);
  return length === LENGTH_64_BIT ? Number(chunk.readBigUInt64BE(at + 2)) : length;
}

/** The payload of a masked frame as Latin-1 text: what it says, if it is ASCII. */
export function readMasked(chunk: Buffer, { start, end }: TextFrame, scratch: Buffer): string {
  const mask = start - MASK_BYTES;
  for (let index = 0; index < end - start; index += 1)
    scratch[index] = (chunk[start + index] ?? 0) ^ (chunk[mask + (index & 3)] ?? 0);
  return scratch.toString("latin1", 0, end - start);
}
