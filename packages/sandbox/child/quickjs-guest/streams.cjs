// @ts-check
"use strict";
/** Standard streams: output is written at once, input comes in pieces when it is asked for. */
const { Buffer, fromByteString, toByteString, wrap } = require("./buffer.cjs");
const { EventEmitter } = require("./events.cjs");
const { nextTick, timers } = require("./timers.cjs");

/** @typedef {import("./host.d.ts").Host} Host */

/** So that no piece of output needs much memory outside the interpreter. */
const CHARACTERS_AT_ONCE = 65_536;

/** @param {Host} host @param {number} descriptor @param {unknown} chunk @param {string} [encoding] */
function writeChunk(host, descriptor, chunk, encoding) {
  if (typeof chunk === "string" && (encoding === undefined || /^utf-?8$/i.test(encoding))) {
    for (let start = 0; start < chunk.length;) {
      const end = start + CHARACTERS_AT_ONCE;
      // A pair of surrogates stays together.
      const isPair = /[\uD800-\uDBFF]/.test(chunk[end - 1] ?? "");
      const piece = chunk.slice(start, isPair ? end - 1 : end);
      host.write(descriptor, piece);
      start += piece.length;
    }
    return;
  }
  const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
  if (!ArrayBuffer.isView(bytes)) {
    throw new TypeError('The "chunk" argument must be of type string or an instance of Buffer.');
  }
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start < view.length; start += CHARACTERS_AT_ONCE) {
    host.writeBytes(descriptor, toByteString(view.subarray(start, start + CHARACTERS_AT_ONCE)));
  }
}

class OutputStream extends EventEmitter {
  isTTY = false;
  writable = true;
  /** @type {Host} */
  #host;

  /** @param {Host} host @param {number} fd */
  constructor(host, fd) {
    super();
    this.#host = host;
    this.fd = fd;
  }

  /** @param {unknown} chunk @param {any} [encodingOrDone] @param {() => void} [done] */
  write(chunk, encodingOrDone, done) {
    const encoding = typeof encodingOrDone === "string" ? encodingOrDone : undefined;
    writeChunk(this.#host, this.fd, chunk, encoding);
    const whenDone = typeof encodingOrDone === "function" ? encodingOrDone : done;
    if (typeof whenDone === "function") nextTick(whenDone);
    return true;
  }

  /** @param {unknown} [chunk] */
  end(chunk) {
    if (chunk !== undefined) this.write(chunk);
    nextTick(() => this.emit("finish"));
    return this;
  }
}

/** Reads all that is left of standard input. @param {Host} host */
function readAll(host) {
  const pieces = [];
  for (let piece = host.read(); piece !== ""; piece = host.read()) {
    pieces.push(fromByteString(piece));
  }
  return Buffer.concat(pieces);
}

class InputStream extends EventEmitter {
  fd = 0;
  isTTY = false;
  readable = true;
  /** @type {Host} */
  #host;
  /** @type {InstanceType<typeof TextDecoder> | null} */
  #decoder = null;
  #isFlowing = false;
  #hasEnded = false;

  /** @param {Host} host */
  constructor(host) {
    super();
    this.#host = host;
  }

  setEncoding() {
    this.#decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
    return this;
  }

  /** @returns {InstanceType<typeof Buffer> | string | null} null at the end */
  read() {
    const piece = this.#hasEnded ? "" : this.#host.read();
    if (piece === "") {
      this.#hasEnded = true;
      return null;
    }
    const bytes = fromByteString(piece);
    return this.#decoder === null ? wrap(bytes) : this.#decoder.decode(bytes, { stream: true });
  }

  /** @override @param {PropertyKey} name @param {(...values: any[]) => unknown} listener */
  on(name, listener) {
    super.on(name, listener);
    if (name === "data") this.resume();
    if (name === "readable") this.#announce();
    return this;
  }

  resume() {
    if (this.#isFlowing) return this;
    this.#isFlowing = true;
    timers.setImmediate(() => this.#flow());
    return this;
  }

  pause() {
    this.#isFlowing = false;
    return this;
  }

  #flow() {
    if (!this.#isFlowing) return;
    const chunk = this.read();
    if (chunk === null) {
      this.#isFlowing = false;
      this.emit("end");
      this.emit("close");
      return;
    }
    this.emit("data", chunk);
    timers.setImmediate(() => this.#flow());
  }

  #announce() {
    timers.setImmediate(() => {
      this.emit("readable");
      if (this.#hasEnded) this.emit("end");
      else this.#announce();
    });
  }

  async *[Symbol.asyncIterator]() {
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) yield chunk;
  }
}

module.exports = { InputStream, OutputStream, readAll, writeChunk };
