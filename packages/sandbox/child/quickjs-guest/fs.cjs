// @ts-check
"use strict";
/** `node:fs`: standard streams and the program's own files, which are read from memory. */
const { Buffer } = require("./buffer.cjs");
const path = require("./path.cjs");
const { readAll, writeChunk } = require("./streams.cjs");

/** @typedef {import("./host.d.ts").Host} Host */

const STANDARD_PATHS = new Map(
  /** @type {[unknown, number][]} */ ([
    ["/dev/stdin", 0],
    ["/dev/stdout", 1],
    ["/dev/stderr", 2],
    [0, 0],
    [1, 1],
    [2, 2],
  ]),
);

/** @param {string} call @param {unknown} target */
function refuse(call, target) {
  return Object.assign(
    new Error(
      `EACCES: permission denied, ${call} '${String(target)}': there are no files in the sandbox`,
    ),
    { code: "EACCES", syscall: call, path: String(target) },
  );
}

/** @param {any} options @returns {string | undefined} */
function encodingOf(options) {
  return typeof options === "string" ? options : (options?.encoding ?? undefined);
}

/** @param {Host} host @param {ReadonlyMap<string, string>} files by path without the leading slash */
function createFs(host, files) {
  const find = (/** @type {unknown} */ target) =>
    typeof target === "string" ? files.get(path.resolve(target).slice(1)) : undefined;

  /** @param {unknown} target @param {any} [options] */
  const readFileSync = (target, options) => {
    const own = find(target);
    if (own === undefined && STANDARD_PATHS.get(target) !== 0) throw refuse("open", target);
    const bytes = own === undefined ? readAll(host) : Buffer.from(own);
    const encoding = encodingOf(options);
    return encoding === undefined ? bytes : bytes.toString(encoding);
  };

  /** @param {unknown} target @param {unknown} data @param {any} [options] */
  const writeFileSync = (target, data, options) => {
    const descriptor = STANDARD_PATHS.get(target);
    if (descriptor === undefined || descriptor === 0) throw refuse("open", target);
    writeChunk(host, descriptor, data, encodingOf(options));
  };

  /** @param {number} descriptor @param {any} data */
  const writeSync = (descriptor, data) => {
    writeFileSync(descriptor, data);
    return typeof data === "string" ? Buffer.byteLength(data) : data.length;
  };

  const existsSync = (/** @type {unknown} */ target) => find(target) !== undefined;
  const refused = Object.fromEntries(
    ["readdir", "open", "stat", "lstat", "mkdir", "unlink", "rm", "rename", "appendFile"].map(
      (call) => [
        `${call}Sync`,
        (/** @type {unknown} */ target) => {
          throw refuse(call, target);
        },
      ],
    ),
  );
  return {
    readFileSync,
    writeFileSync,
    writeSync,
    existsSync,
    ...refused,
    /** @param {unknown} target @param {any} optionsOrDone @param {any} [done] */
    readFile: (target, optionsOrDone, done) => {
      const whenDone = typeof optionsOrDone === "function" ? optionsOrDone : done;
      const options = typeof optionsOrDone === "function" ? undefined : optionsOrDone;
      Promise.resolve()
        .then(() => readFileSync(target, options))
        .then(
          (data) => whenDone(null, data),
          (error) => whenDone(error),
        );
    },
    promises: {
      readFile: async (/** @type {unknown} */ target, /** @type {any} */ options) =>
        readFileSync(target, options),
      writeFile: async (/** @type {unknown} */ target, /** @type {unknown} */ data) =>
        writeFileSync(target, data),
    },
  };
}

module.exports = { createFs };
