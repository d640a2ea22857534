// @ts-check
"use strict";
/** The files of a program as modules: compiled all together, found by each other, run once each. */
const { posix } = require("node:path");
const { pathToFileURL } = require("node:url");
const { isBuiltin, importBuiltin, unavailableModule } = require("./builtin-modules.cjs");
const { CommonJsModules } = require("./commonjs-modules.cjs");
const { compileSource } = require("./compile-source.cjs");
const { EsModules } = require("./es-modules.cjs");
const { DECLARATIONS, ModuleResolver, isPath, toFilename } = require("./module-resolver.cjs");

/**
 * @typedef {import('./control-channel.cjs').SourceFile} SourceFile
 * @typedef {import('./compile-source.cjs').CompiledSource} CompiledSource
 * @typedef {import('./compile-source.cjs').SourceFormat} SourceFormat
 *
 * @typedef {object} Transpiled
 * @property {string} code JavaScript
 * @property {import('./error-text.cjs').PositionMap | null} mapPosition
 *
 * @typedef {object} NodeLanguage
 * @property {readonly string[]} extensions of the files that can be run, the preferred first
 * @property {(file: SourceFile, format: SourceFormat | null) => Transpiled} transpile throws with a
 *   readable message; a format of null leaves it to the code
 *
 * @typedef {{ name: string, code: string } & (CompiledSource | { kind: "json" } | { kind: "other" })} ProgramFile
 *
 * @typedef {{ builtin: string, file: null } | { builtin: null, file: ProgramFile }} Target
 */

/** A file that does not compile. */
class CompileFailure extends Error {
  /**
   * @param {SourceFile} file
   * @param {unknown} cause
   */
  constructor(file, cause) {
    super(`${file.name} does not compile`, { cause });
    this.file = file;
  }
}

class ProgramModules {
  /** By name. @type {Map<string, ProgramFile>} */
  files = new Map();
  #language;
  #positions;
  #resolver;
  #commonJs = new CommonJsModules(this);
  #esModules;

  /**
   * Compiles every file.
   * @param {object} options
   * @param {NodeLanguage} options.language
   * @param {SourceFile[]} options.files the one to start with first
   * @param {Map<string, import('./error-text.cjs').PositionMap>} options.positions filled by name
   * @param {import('./exports-lexer.cjs').ParseExports} options.parseExports
   * @throws {CompileFailure} of the first file that does not compile
   */
  constructor({ language, files, positions, parseExports }) {
    this.#language = language;
    this.#positions = positions;
    this.#resolver = new ModuleResolver(files, language.extensions);
    this.#esModules = new EsModules(this, parseExports);
    this.#commonJs.installCreateRequire();
    for (const file of files) {
      if (!DECLARATIONS.test(file.name)) this.files.set(file.name, this.#compile(file));
    }
  }

  /** Links the ES modules, as far as that is possible. */
  async link() {
    const modules = [...this.files.values()].filter((file) => file.kind === "module");
    if (modules.length > 0) await this.#esModules.link(modules);
  }

  /**
   * Runs the file to start with.
   * @returns {Promise<unknown> | undefined} settles at the end of an ES module
   */
  run() {
    const [entry] = this.files.values();
    if (entry?.kind === "module") return this.#esModules.import(entry);
    if (entry !== undefined) this.#commonJs.load(entry, null);
    return undefined;
  }

  /**
   * @param {string} specifier
   * @param {string} importer name of the file that asks
   * @param {string} missingCode of the error, as Node calls it
   * @returns {Target}
   */
  resolve(specifier, importer, missingCode) {
    if (isPath(specifier)) {
      const file = this.files.get(this.#resolver.find(specifier, importer) ?? "");
      if (file !== undefined) return { builtin: null, file };
      const text = `Cannot find module '${specifier}' imported from ${importer}`;
      throw Object.assign(new Error(text), { code: missingCode });
    }
    if (isBuiltin(specifier)) return { builtin: specifier, file: null };
    throw unavailableModule(specifier, missingCode);
  }

  /**
   * @param {ProgramFile} file
   * @param {import('./commonjs-modules.cjs').ProgramModule} [parent] that requires it
   * @returns {any} its exports
   */
  require(file, parent) {
    if (file.kind === "module") return this.#esModules.require(file);
    if (file.kind !== "other") return this.#commonJs.load(file, parent);
    const text = `Unknown file extension "${posix.extname(file.name)}" for ${file.name}`;
    throw Object.assign(new TypeError(text), { code: "ERR_UNKNOWN_FILE_EXTENSION" });
  }

  /** @param {SourceFile} file @returns {ProgramFile} */
  #compile(file) {
    const { name, content } = file;
    const extension = posix.extname(name);
    if (extension === ".json") return { name, code: content, kind: "json" };
    if (!this.#language.extensions.includes(extension)) return { name, code: "", kind: "other" };
    try {
      const format = this.#formatOf(name);
      const { code, mapPosition } = this.#language.transpile(file, format);
      if (mapPosition !== null) this.#positions.set(name, mapPosition);
      return { name, code, ...compileSource(code, name, format, this.#hooksOf(name)) };
    } catch (error) {
      throw new CompileFailure(file, error);
    }
  }

  /** @param {string} name @returns {SourceFormat | null} */
  #formatOf(name) {
    if (/\.m[jt]s$/.test(name)) return "module";
    if (/\.c[jt]s$/.test(name)) return "script";
    return this.#resolver.declaredFormat(name);
  }

  /** @param {string} name @returns {import('./compile-source.cjs').SourceHooks} */
  #hooksOf(name) {
    const filename = toFilename(name);
    const find = (/** @type {unknown} */ specifier) =>
      this.resolve(String(specifier), name, "ERR_MODULE_NOT_FOUND");
    return {
      importDynamically: async (specifier) => {
        const target = find(specifier);
        return target.file === null
          ? importBuiltin(target.builtin)
          : this.#esModules.import(target.file);
      },
      initializeImportMeta(meta) {
        meta.url = pathToFileURL(filename).href;
        meta.filename = filename;
        meta.dirname = posix.dirname(filename);
        meta.resolve = (specifier) => {
          const target = find(specifier);
          if (target.file !== null) return pathToFileURL(toFilename(target.file.name)).href;
          return `node:${target.builtin.replace(/^node:/, "")}`;
        };
      },
    };
  }
}

module.exports = { CompileFailure, ProgramModules };
