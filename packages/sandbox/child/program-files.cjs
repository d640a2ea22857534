// @ts-check
"use strict";
/** Lets a program read its own files in the usual way, though there is no disk. */
const fs = require("node:fs");
const { posix } = require("node:path");
const { fileURLToPath } = require("node:url");
const { toFilename } = require("./module-resolver.cjs");

const OUTPUT_PATHS = new Set(["/dev/stdout", "/dev/stderr"]);

/**
 * Changes `fs.promises` once a program asks for it: to load it takes milliseconds that most need not spend.
 * @param {(promises: typeof fs.promises) => void} change
 */
function beforeFirstUse(change) {
  const original = Object.getOwnPropertyDescriptor(fs, "promises");
  Object.defineProperty(fs, "promises", {
    ...original,
    get() {
      Object.defineProperty(fs, "promises", /** @type {PropertyDescriptor} */ (original));
      change(fs.promises);
      return fs.promises;
    },
  });
}

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
    for (const [name, write] of /** @type {const} */ ([
      ["writeFile", fs.writeFileSync],
      ["appendFile", fs.appendFileSync],
    ])) {
      const usual = promises[name];
      promises[name] = /** @type {any} */ (
        async (/** @type {any} */ path, /** @type {any} */ data, /** @type {any} */ options) =>
          OUTPUT_PATHS.has(path) ? write(path, data, options) : usual(path, data, options)
      );
    }
    promises.readFile = /** @type {any} */ (
      async (/** @type {any} */ path, /** @type {any} */ options) => {
        if (path === "/dev/stdin") return fs.readFileSync(0, options);
        return read(path, options) ?? readFile(path, options);
      }
    );
  });
}

module.exports = { offerFiles };
