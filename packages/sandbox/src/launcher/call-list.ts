/**
 * A list of system calls for the launcher (see `machine-code.ts`), as the bytes that it reads into
 * a buffer at an address of its own. Since that address is fixed, calls can point to data in it.
 *
 * Layout, in 64-bit little-endian words: the length of all in bytes, the address of the first call,
 * data, calls. A call has eleven words: its number, six arguments, where the low half of its result
 * goes (0: nowhere), what result is expected (0: any, 1: not negative, n: exactly n - 2), the address
 * and the length of its label.
 */

/** The code mentions these as literals. */
export const BUFFER_ADDRESS = 0x600000;
export const BUFFER_BYTES = 0x80000;
export const CALL_BYTES = 88;

const WORD_BYTES = 8;
const HEADER_BYTES = 2 * WORD_BYTES;
const ARGUMENTS = 6;

const EXPECTS_ANYTHING = 0;
const EXPECTS_SUCCESS = 1;
const EXPECTS_RESULT = 2;

export interface Call {
  /** What is printed when the result is not as expected. */
  label: string;
  number: number;
  arguments?: readonly number[];
  /** Where the low 32 bits of the result are written. */
  resultAddress?: number;
  /** Not negative by default. */
  expects?: "anything" | { result: number };
}

function expectation(expects: Call["expects"]): number {
  if (expects === undefined) return EXPECTS_SUCCESS;
  return expects === "anything" ? EXPECTS_ANYTHING : EXPECTS_RESULT + expects.result;
}

export class CallList {
  readonly #data: Buffer[] = [];
  #dataBytes = 0;
  readonly #calls: Buffer[] = [];

  /** @returns the address where the launcher will find these bytes */
  place(bytes: Buffer): number {
    const address = BUFFER_ADDRESS + HEADER_BYTES + this.#dataBytes;
    const padding = (WORD_BYTES - (bytes.length % WORD_BYTES)) % WORD_BYTES;
    this.#data.push(bytes, Buffer.alloc(padding));
    this.#dataBytes += bytes.length + padding;
    return address;
  }

  /** Places a C string. */
  placeText(text: string): number {
    return this.place(Buffer.from(`${text}\0`));
  }

  /** Places words, such as the pointers of an array that NULL ends. */
  placeWords(words: readonly number[]): number {
    return this.place(encodeWords(words));
  }

  /** Adds a call; each is made after those that were added before it. */
  add(call: Call): void {
    const { label, number, arguments: values = [], resultAddress = 0, expects } = call;
    const text = Buffer.from(`${label}\n`);
    const padded = Array.from({ length: ARGUMENTS }, (_, index) => values[index] ?? 0);
    const words = [number, ...padded, resultAddress, expectation(expects)];
    this.#calls.push(encodeWords([...words, this.place(text), text.length]));
  }

  /** @throws Error when the list is longer than the launcher's buffer */
  encode(): Buffer {
    const firstCall = BUFFER_ADDRESS + HEADER_BYTES + this.#dataBytes;
    const totalBytes = HEADER_BYTES + this.#dataBytes + this.#calls.length * CALL_BYTES;
    if (totalBytes > BUFFER_BYTES) throw new Error(`A launch takes ${totalBytes} bytes`);
    return Buffer.concat([encodeWords([totalBytes, firstCall]), ...this.#data, ...this.#calls]);
  }
}

function encodeWords(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * WORD_BYTES);
  for (const [index, word] of words.entries())
    bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(word)), index * WORD_BYTES);
  return bytes;
}
