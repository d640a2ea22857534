// @ts-check
"use strict";
/** Lets a program read its own files in the usual way, though there is no disk. */
const fs = require("node:fs");
const { posix } = require("node:path");
const { fileURLToPath } = require("node:url");
const { beforeFirstUse } = require("./file-promises.cjs");
const { toFilename } = require("./module-resolver.cjs");

/**
 * Puts the files where `fs.readFileSync`, `fs.readFile`, `fs.promises.readFile` and `fs.existsSync`
 * find them.
 * @param {import('./control-channel.cjs').SourceFile[]} files
 */
function offerFiles(files) {
  const contents = new Map(files.map(({ name, content }) => [toFilename(name), content]));
  /** @param {any} path @returns {string | undefined} */
  const find = (path) => {
    if (typeof path !== "string" && !(path instanceof URL)) return undefined;
    const isUrl = path instanceof URL && path.protocol === "file:";
    return contents.get(posix.resolve("/", isUrl ? fileURLToPath(path) : String(path)));
  };
  /** @param {any} path @param {any} options */
  const read = (path, options) => {
    const content = find(path);
    if (content === undefined) return null;
    const encoding = typeof options === "string" ? options : options?.encoding;
    const bytes = Buffer.from(content);
    return encoding == null || encoding === "buffer" ? bytes : bytes.toString(encoding);
  };

  const { existsSync, readFile, readFileSync } = fs;
  fs.existsSync = (path) => find(path) !== undefined || existsSync(path);
  fs.readFile = /** @type {any} */ (
    (/** @type {any} */ path, /** @type {any} */ options, /** @type {any} */ callback) => {
      const whenRead = callback ?? options;
      const content = typeof whenRead === "function" ? read(path, options) : null;
      if (content === null) return /** @type {any} */ (readFile)(path, options, callback);
      process.nextTick(whenRead, null, content);
    }
  );
  fs.readFileSync = /** @type {any} */ (
    (/** @type {any} */ path, /** @type {any} */ options) =>
      read(path, options) ?? readFileSync(path, options)
  );
  beforeFirstUse((promises) => {
    const { readFile } = promises;
    promises.readFile = /** @type {any} */ (
      async (/** @type {any} */ path, /** @type {any} */ options) =>
        read(path, options) ?? readFile(path, options)
    );
  });
}

module.exports = { offerFiles };
