// @ts-check
"use strict";
/**
 * Standard streams of a program in a Node child. Node's own would open handles that the strict
 * filter refuses, and buffer what a flood prints until memory ends; these write synchronously.
 */
const fs = require("node:fs");
const { Console } = require("node:console");
const { Readable, Writable } = require("node:stream");

const STDIN_CHUNK_BYTES = 65536;
/** @type {Map<unknown, number>} */
const STANDARD_PATHS = new Map([
  ["/dev/stdin", 0],
  ["/dev/stdout", 1],
  ["/dev/stderr", 2],
]);
const FUNCTIONS_OF_PATH_OR_DESCRIPTOR = [
  "readFile",
  "readFileSync",
  "writeFile",
  "writeFileSync",
  "appendFile",
  "appendFileSync",
];

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
  globalThis.console = new Console({
    stdout: streams.stdout,
    stderr: streams.stderr,
    ignoreErrors: false,
  });
  offerStandardPaths();
}

/** Lets programs use the standard streams by path, as many do; the paths themselves cannot be opened. */
function offerStandardPaths() {
  const files = /** @type {Record<string, any>} */ (/** @type {unknown} */ (fs));
  for (const name of FUNCTIONS_OF_PATH_OR_DESCRIPTOR) {
    const original = files[name];
    files[name] = (/** @type {any} */ path, /** @type {any[]} */ ...rest) =>
      original(STANDARD_PATHS.get(path) ?? path, ...rest);
  }
  const { open, openSync } = files;
  files.openSync = (/** @type {any} */ path, /** @type {any[]} */ ...rest) =>
    STANDARD_PATHS.get(path) ?? openSync(path, ...rest);
  files.open = (/** @type {any} */ path, /** @type {any[]} */ ...rest) => {
    const descriptor = STANDARD_PATHS.get(path);
    const callback = rest.at(-1);
    if (descriptor === undefined || typeof callback !== "function") return open(path, ...rest);
    process.nextTick(callback, null, descriptor);
  };
}

/** The first use of a console compiles much of Node's own code; an empty string prints nothing. */
function rehearseConsole() {
  const rehearsal = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }));
  rehearsal.log("%s", 1, { a: [] });
  process.stdout.write("");
  process.stderr.write("");
}

module.exports = { installProgramIo, rehearseConsole, writeFully };
