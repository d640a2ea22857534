// @ts-check
"use strict";
/**
 * The files of a program for the interpreter: what is executed of each, how one refers to another,
 * and where in what the user wrote a position is.
 */
const { DECLARATIONS, ModuleResolver, isPath } = require("./module-resolver.cjs");

/** A CommonJS file is executed as the body of this function. */
const FUNCTION_PREFIX = "(function (exports, require, module, __filename, __dirname) {";
const FUNCTION_SUFFIX = "\n})";

/**
 * @typedef {import('./error-text.cjs').PositionMap} PositionMap
 * @typedef {import('./compile-source.cjs').SourceFormat} SourceFormat
 * @typedef {{ code: string, mapPosition: PositionMap | null, isScript: boolean }} Source
 */

class Sources {
  /** @type {Map<string, Source>} */
  #sources = new Map();
  #resolver;
  #extensions;

  /**
   * @param {import('./control-channel.cjs').SourceFile[]} files
   * @param {import('./program-modules.cjs').NodeLanguage} language
   * @throws Error with a readable message, of a file that cannot be transpiled
   */
  constructor(files, { extensions, transpile }) {
    this.#extensions = extensions;
    this.#resolver = new ModuleResolver(files, extensions);
    for (const file of files) {
      const { code, mapPosition } = this.#isRunnable(file.name)
        ? transpile(file, this.formatOf(file.name))
        : { code: file.content, mapPosition: null };
      this.#sources.set(file.name, { code, mapPosition, isScript: false });
    }
  }

  /** @param {string} name */
  #isRunnable(name) {
    const isSource = this.#extensions.some((extension) => name.endsWith(extension));
    return isSource && !DECLARATIONS.test(name);
  }

  /** Names of the files that can be run. */
  get runnable() {
    return [...this.#sources.keys()].filter((name) => this.#isRunnable(name));
  }

  /**
   * What a file says that it is, by its name or its `package.json`; null leaves it to the code.
   * @param {string} name
   * @returns {SourceFormat | null}
   */
  formatOf(name) {
    if (/\.m[jt]s$/.test(name)) return "module";
    return /\.c[jt]s$/.test(name) ? "script" : this.#resolver.declaredFormat(name);
  }

  /** @param {string} name */
  read(name) {
    const source = this.#sources.get(name);
    if (source === undefined) throw new Error(`No file ${name}`);
    return source.code;
  }

  /** The file as a function, to be called the way CommonJS modules are. @param {string} name */
  wrap(name) {
    const code = this.read(name).replace(/^#!/, "//");
    return FUNCTION_PREFIX + code + FUNCTION_SUFFIX;
  }

  /** Remembers which of the two forms is executed. @param {string} name @param {boolean} isScript */
  setScript(name, isScript) {
    const source = this.#sources.get(name);
    if (source !== undefined) source.isScript = isScript;
  }

  /** @param {string} name @param {number} line @param {number} column both from 1 */
  mapPosition(name, line, column) {
    const source = this.#sources.get(name);
    if (source === undefined) return { line, column };
    const offset = source.isScript && line === 1 ? FUNCTION_PREFIX.length : 0;
    const executed = { line, column: Math.max(1, column - offset) };
    return source.mapPosition === null
      ? executed
      : source.mapPosition(executed.line, executed.column);
  }

  /**
   * The file that a specifier means.
   * @param {string} specifier
   * @param {string} importer name of the file that asks
   * @returns {string | null} null for what is no path, or leads to no file
   */
  resolve(specifier, importer) {
    return isPath(specifier) ? this.#resolver.find(specifier, importer) : null;
  }
}

module.exports = { Sources };
