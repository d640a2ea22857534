// @ts-check
"use strict";
/**
 * The files of a program for the interpreter: what is executed of each, how one refers to another,
 * and where in what the user wrote a position is.
 */
const path = require("node:path").posix;

/** A CommonJS file is executed as the body of this function. */
const FUNCTION_PREFIX = "(function (exports, require, module, __filename, __dirname) {";
const FUNCTION_SUFFIX = "\n})";

const SUFFIXES = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json"];
const INDEX_FILES = ["/index.js", "/index.ts"];

/**
 * @typedef {import('./error-text.cjs').PositionMap} PositionMap
 * @typedef {{ code: string, mapPosition: PositionMap | null, isScript: boolean }} Source
 */

class Sources {
  /** @type {Map<string, Source>} */
  #sources = new Map();

  /**
   * @param {{ name: string, content: string }[]} files
   * @param {(file: { name: string, content: string }) => { code: string, mapPosition: PositionMap | null }} compile
   *   throws with a readable message
   */
  constructor(files, compile) {
    for (const file of files) {
      const isTypescript = /(?<!\.d)\.[cm]?ts$/.test(file.name);
      const { code, mapPosition } = isTypescript
        ? compile(file)
        : { code: file.content, mapPosition: null };
      this.#sources.set(file.name, { code, mapPosition, isScript: false });
    }
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
   * The file that a relative specifier means.
   * @param {string} specifier
   * @param {string} folder of the file that asks
   * @returns {string | null}
   */
  resolve(specifier, folder) {
    if (!/^\.{0,2}\//.test(specifier)) return null;
    const base = path.resolve("/", folder, specifier).slice(1);
    const candidates = [
      ...SUFFIXES.map((suffix) => base + suffix),
      // What TypeScript programs mean by the name of the file that a compiler would write.
      base.replace(/\.([cm]?)js$/, ".$1ts"),
      ...INDEX_FILES.map((file) => base + file),
    ];
    return candidates.find((name) => this.#sources.has(name)) ?? null;
  }
}

module.exports = { Sources };
