// @ts-check
"use strict";
/**
 * The standard streams under their paths, which many programs use and none can open: functions of
 * files take the descriptors in their place.
 */
const fs = require("node:fs");
const { beforeFirstUse } = require("./file-promises.cjs");

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

/** Makes the functions of files know the paths. */
function offerStandardPaths() {
  const files = /** @type {Record<string, any>} */ (/** @type {unknown} */ (fs));
  for (const name of FUNCTIONS_OF_PATH_OR_DESCRIPTOR) {
    const original = files[name];
    files[name] = (/** @type {any} */ path, /** @type {any[]} */ ...rest) =>
      original(STANDARD_PATHS.get(path) ?? path, ...rest);
  }
  const { existsSync, open, openSync, close, closeSync } = files;
  files.existsSync = (/** @type {any} */ path) => STANDARD_PATHS.has(path) || existsSync(path);
  // What was opened by its path is the stream itself, and must outlive as many closes.
  /** @type {number[]} */
  const opened = [];
  const lend = (/** @type {any} */ path) => {
    const descriptor = STANDARD_PATHS.get(path);
    if (descriptor !== undefined) opened.push(descriptor);
    return descriptor;
  };
  const takeBack = (/** @type {any} */ descriptor) => {
    const index = opened.indexOf(descriptor);
    if (index >= 0) opened.splice(index, 1);
    return index >= 0;
  };
  files.openSync = (/** @type {any} */ path, /** @type {any[]} */ ...rest) =>
    lend(path) ?? openSync(path, ...rest);
  files.closeSync = (/** @type {any} */ descriptor) => {
    if (!takeBack(descriptor)) closeSync(descriptor);
  };
  files.open = (/** @type {any} */ path, /** @type {any[]} */ ...rest) => {
    const callback = rest.at(-1);
    const descriptor = typeof callback === "function" ? lend(path) : undefined;
    if (descriptor === undefined) return open(path, ...rest);
    process.nextTick(callback, null, descriptor);
  };
  files.close = (/** @type {any} */ descriptor, /** @type {any} */ callback) => {
    if (!takeBack(descriptor)) return close(descriptor, callback);
    if (typeof callback === "function") process.nextTick(callback, null);
  };
  beforeFirstUse(offerInPromises);
}

/** @param {typeof fs.promises} promises whose functions take no descriptors */
function offerInPromises(promises) {
  const files = /** @type {Record<string, any>} */ (/** @type {unknown} */ (promises));
  for (const name of ["readFile", "writeFile", "appendFile"]) {
    const usual = files[name];
    const atOnce = /** @type {any} */ (fs)[`${name}Sync`];
    files[name] = async (/** @type {any} */ path, /** @type {any[]} */ ...rest) =>
      STANDARD_PATHS.has(path) ? atOnce(path, ...rest) : usual(path, ...rest);
  }
}

module.exports = { offerStandardPaths };
