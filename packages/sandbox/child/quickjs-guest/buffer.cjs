// @ts-check
"use strict";
/** `Buffer`: bytes to and from text, and what programs do with them most. */

/** @typedef {"utf8" | "hex" | "base64" | "base64url" | "latin1"} Encoding */

/** More arguments at once could exhaust the stack. */
const CHARACTERS_AT_ONCE = 4096;

/** @type {Record<string, Encoding>} */
const ENCODINGS = {
  utf8: "utf8",
  "utf-8": "utf8",
  hex: "hex",
  base64: "base64",
  base64url: "base64url",
  latin1: "latin1",
  binary: "latin1",
  ascii: "latin1",
};

/** @param {unknown} name @returns {Encoding} */
function findEncoding(name) {
  const encoding = ENCODINGS[String(name ?? "utf8").toLowerCase()];
  if (encoding === undefined) throw new TypeError(`Unknown encoding: ${String(name)}`);
  return encoding;
}

/** @param {Uint8Array} bytes @returns {string} with one character below 256 for each byte */
function toByteString(bytes) {
  const pieces = [];
  for (let start = 0; start < bytes.length; start += CHARACTERS_AT_ONCE) {
    const piece = Uint8Array.prototype.subarray.call(bytes, start, start + CHARACTERS_AT_ONCE);
    pieces.push(String.fromCharCode(...piece));
  }
  return pieces.join("");
}

/** @param {string} text */
function fromByteString(text) {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** @param {string} text @param {Encoding} encoding @returns {Uint8Array} */
function encode(text, encoding) {
  switch (encoding) {
    case "utf8":
      return new TextEncoder().encode(text);
    case "latin1":
      return fromByteString(text);
    case "hex": {
      const pairs = /^(?:[\da-f]{2})*/i.exec(text)?.[0].match(/../g) ?? [];
      return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
    }
    case "base64":
    case "base64url": {
      const plain = text
        .replaceAll("-", "+")
        .replaceAll("_", "/")
        .replace(/[^\w+/]/g, "");
      return fromByteString(atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain));
    }
  }
}

class Buffer extends Uint8Array {
  /** @override @param {any} source @param {any} [encodingOrOffset] @param {number} [length] @returns {Buffer} */
  static from(source, encodingOrOffset, length) {
    if (typeof source === "string") return wrap(encode(source, findEncoding(encodingOrOffset)));
    if (source instanceof ArrayBuffer) return new Buffer(source, encodingOrOffset, length);
    if (source?.type === "Buffer" && Array.isArray(source.data)) return Buffer.from(source.data);
    const buffer = new Buffer(source.length);
    buffer.set(Array.from(source, Number));
    return buffer;
  }

  /** @param {number} size @param {number | string} [fill] */
  static alloc(size, fill = 0) {
    const buffer = new Buffer(size);
    if (typeof fill === "number") return buffer.fill(fill);
    const pattern = encode(fill, "utf8");
    for (let index = 0; index < size && pattern.length > 0; index += 1) {
      buffer[index] = pattern[index % pattern.length] ?? 0;
    }
    return buffer;
  }

  /** @param {number} size */
  static allocUnsafe(size) {
    return new Buffer(size);
  }

  /** @param {readonly Uint8Array[]} list */
  static concat(list) {
    const buffer = new Buffer(list.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of list) {
      buffer.set(part, offset);
      offset += part.length;
    }
    return buffer;
  }

  /** @param {unknown} value */
  static isBuffer(value) {
    return value instanceof Buffer;
  }

  /** @param {string | ArrayBufferView} value @param {string} [encoding] */
  static byteLength(value, encoding) {
    return typeof value === "string"
      ? encode(value, findEncoding(encoding)).length
      : value.byteLength;
  }

  /** @override @param {string} [encoding] @param {number} [start] @param {number} [end] @returns {string} */
  toString(encoding, start = 0, end = this.length) {
    const bytes = this.subarray(start, end);
    switch (findEncoding(encoding)) {
      case "utf8":
        return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      case "latin1":
        return toByteString(bytes);
      case "hex":
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      case "base64":
        return btoa(toByteString(bytes));
      case "base64url":
        return btoa(toByteString(bytes))
          .replaceAll("+", "-")
          .replaceAll("/", "_")
          .replace(/=+$/, "");
    }
  }

  toJSON() {
    return { type: "Buffer", data: [...this] };
  }

  /** @param {Uint8Array} other */
  equals(other) {
    return this.length === other.length && this.every((byte, index) => byte === other[index]);
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    const shown = Array.from(this.subarray(0, 50), (byte) => byte.toString(16).padStart(2, "0"));
    const rest = this.length > 50 ? ` ... ${this.length - 50} more bytes` : "";
    return `<Buffer${shown.map((byte) => ` ${byte}`).join("")}${rest}>`;
  }
}

/** @param {Uint8Array} bytes */
function wrap(bytes) {
  return new Buffer(/** @type {ArrayBuffer} */ (bytes.buffer), bytes.byteOffset, bytes.byteLength);
}

module.exports = { Buffer, fromByteString, toByteString, wrap };
