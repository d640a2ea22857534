// @ts-check
"use strict";
/** CommonJS: `require`, `module` and the cache that makes each file run once. */
const { Module } = require("node:module");
const { posix } = require("node:path");
const { fileURLToPath } = require("node:url");
const { requireBuiltin } = require("./builtin-modules.cjs");
const { toFilename } = require("./module-resolver.cjs");

/**
 * @typedef {object} ProgramModule what a file sees as `module`
 * @property {string} id
 * @property {string} path
 * @property {any} exports
 * @property {string} filename
 * @property {boolean} loaded
 * @property {ProgramModule[]} children
 * @property {string[]} paths
 * @property {ProgramModule | null | undefined} parent
 * @property {Function} [require]
 */

class CommonJsModules {
  #program;
  /** The program's own too, as `require.cache`. @type {Record<string, ProgramModule>} */
  #cache = Object.create(null);
  /** @type {ProgramModule | undefined} */
  #main;

  /** @param {InstanceType<typeof import('./program-modules.cjs').ProgramModules>} program */
  constructor(program) {
    this.#program = program;
  }

  /**
   * Runs a script or reads a JSON file, unless that was done before.
   * @param {import('./program-modules.cjs').ProgramFile} file
   * @param {ProgramModule | null} [parent] null for the file that the program starts with
   * @returns {any} its exports, so far as there are any yet
   */
  load(file, parent) {
    const filename = toFilename(file.name);
    const cached = this.#cache[filename];
    if (cached !== undefined) return cached.exports;
    /** @type {ProgramModule} */
    const module = {
      id: parent === null ? "." : filename,
      path: posix.dirname(filename),
      exports: {},
      filename,
      loaded: false,
      children: [],
      paths: [],
      parent,
    };
    if (parent === null) this.#main = module;
    parent?.children.push(module);
    this.#cache[filename] = module;
    let isDone = false;
    try {
      this.#execute(file, module);
      isDone = true;
    } finally {
      // As in Node: what failed is tried again by whoever asks next.
      if (!isDone) delete this.#cache[filename];
    }
    module.loaded = true;
    return module.exports;
  }

  /**
   * @param {import('./program-modules.cjs').ProgramFile} file
   * @param {ProgramModule} executed
   */
  #execute(file, executed) {
    if (file.kind === "json") {
      executed.exports = parseJson(file);
    } else if (file.kind === "script") {
      const require = this.#createRequire(file.name, executed);
      executed.require = require;
      const { exports, filename, path } = executed;
      file.script.call(exports, exports, require, executed, filename, path);
    }
  }

  /**
   * @param {string} importer
   * @param {ProgramModule} [parent]
   */
  #createRequire(importer, parent) {
    const find = (/** @type {unknown} */ id) =>
      this.#program.resolve(String(id), importer, "MODULE_NOT_FOUND");
    const require = (/** @type {unknown} */ id) => {
      const target = find(id);
      return target.file === null
        ? requireBuiltin(target.builtin)
        : this.#program.require(target.file, parent);
    };
    const resolve = (/** @type {unknown} */ id) => {
      const target = find(id);
      return target.file === null ? target.builtin : toFilename(target.file.name);
    };
    return Object.assign(require, { main: this.#main, cache: this.#cache, resolve });
  }

  /** Makes Node's own `createRequire` give what it gives elsewhere, the program's files. */
  installCreateRequire() {
    Module.createRequire = /** @type {any} */ (
      (/** @type {string | URL} */ from) => {
        const text = String(from);
        const filename = text.startsWith("file:") ? fileURLToPath(text) : text;
        return this.#createRequire(posix.resolve("/", filename).slice(1));
      }
    );
  }
}

/** @param {import('./program-modules.cjs').ProgramFile} file */
function parseJson(file) {
  try {
    return JSON.parse(file.code.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SyntaxError(`${file.name}: ${/** @type {Error} */ (error).message}`);
  }
}

module.exports = { CommonJsModules };
