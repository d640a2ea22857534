// @ts-check
"use strict";
/**
 * Standard streams of a program in a Node child. Node's own would open handles that the strict
 * filter refuses, and buffer what a flood prints until memory ends; these write synchronously.
 */
const fs = require("node:fs");
const { Console } = require("node:console");
const { Readable, Writable } = require("node:stream");
const { offerStandardPaths } = require("./standard-paths.cjs");

const STDIN_CHUNK_BYTES = 65536;

/**
 * @param {number} descriptor
 * @param {Uint8Array} bytes
 */
function writeFully(descriptor, bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(descriptor, bytes, written);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") throw error;
    }
  }
}

class OutputStream extends Writable {
  /** @param {number} fd */
  constructor(fd) {
    super({ decodeStrings: true });
    this.fd = fd;
  }

  /**
   * @override
   * @param {any} chunk
   * @param {any} [encodingOrCallback]
   * @param {any} [callback]
   * @returns {boolean}
   */
  write(chunk, encodingOrCallback, callback) {
    if (typeof chunk === "string") {
      const encoding = typeof encodingOrCallback === "string" ? encodingOrCallback : "utf8";
      writeFully(this.fd, Buffer.from(chunk, /** @type {BufferEncoding} */ (encoding)));
      const whenDone = typeof encodingOrCallback === "function" ? encodingOrCallback : callback;
      if (typeof whenDone === "function") process.nextTick(whenDone);
      return true;
    }
    return super.write(chunk, encodingOrCallback, callback);
  }

  /**
   * @override
   * @param {Buffer} chunk
   * @param {BufferEncoding} _encoding
   * @param {(error?: Error | null) => void} callback
   */
  _write(chunk, _encoding, callback) {
    writeFully(this.fd, chunk);
    callback();
  }
}

class InputStream extends Readable {
  constructor() {
    super();
    this.fd = 0;
  }

  /** Nothing of it keeps the process alive. */
  ref() {
    return this;
  }

  unref() {
    return this;
  }

  /** @override */
  _read() {
    const chunk = Buffer.allocUnsafe(STDIN_CHUNK_BYTES);
    const count = fs.readSync(this.fd, chunk, 0, chunk.length, null);
    this.push(count === 0 ? null : chunk.subarray(0, count));
  }
}

/** Puts the streams in place of Node's, and a console upon them. */
function installProgramIo() {
  const streams = {
    stdin: new InputStream(),
    stdout: new OutputStream(1),
    stderr: new OutputStream(2),
  };
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
  }
  globalThis.console = Object.assign(
    new Console({ stdout: streams.stdout, stderr: streams.stderr, ignoreErrors: false }),
    { Console },
  );
  offerStandardPaths();
}

/** The first use of a console compiles much of Node's own code; an empty string prints nothing. */
function rehearseConsole() {
  const rehearsal = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }));
  rehearsal.log("%s", 1, { a: [] });
  process.stdout.write("");
  process.stderr.write("");
}

module.exports = { installProgramIo, rehearseConsole, writeFully };
