// @ts-check
"use strict";
/** ES modules: links the files of a program to each other, and imports them. */
const { importBuiltin } = require("./builtin-modules.cjs");
const { openGate } = require("./module-gate.cjs");
const { WrappedFiles } = require("./wrapped-files.cjs");

/** @typedef {import('./program-modules.cjs').ProgramFile} ProgramFile */
/** @typedef {Extract<ProgramFile, { kind: "module" }>} ModuleFile */

/**
 * @param {string} code
 * @param {string} message
 */
function moduleError(code, message) {
  return Object.assign(new Error(message), { code });
}

/**
 * V8 does not say who asked for an export that is not there.
 * @param {unknown} error
 * @param {ModuleFile} file
 */
function nameImporter(error, file) {
  if (!(error instanceof SyntaxError)) return error;
  return new SyntaxError(`${error.message} (imported from ${file.name})`);
}

class EsModules {
  #program;
  /** What makes a file impossible to import; thrown once somebody does. @type {Map<string, unknown>} */
  #linkErrors = new Map();
  /** @type {Map<ModuleFile, ProgramFile[]>} */
  #imports = new Map();
  /** @type {Map<string, import('./module-gate.cjs').Gate>} */
  #gates = new Map();
  #wrapped;

  /**
   * @param {InstanceType<typeof import('./program-modules.cjs').ProgramModules>} program
   * @param {import('./exports-lexer.cjs').ParseExports} parseExports
   */
  constructor(program, parseExports) {
    this.#program = program;
    this.#wrapped = new WrappedFiles(program, parseExports);
  }

  /**
   * Links all before any runs: linking waits, and `require` of a module cannot.
   * @param {ModuleFile[]} files
   */
  async link(files) {
    const seen = new Set();
    for (const file of files) await this.#linkAfterImports(file, seen);
    // Nobody but itself can require the only file of a program.
    if (this.#program.files.size === 1) return;
    for (const file of files) {
      if (!this.#linkErrors.has(file.name)) this.#gates.set(file.name, await openGate(file));
    }
  }

  /**
   * @param {ProgramFile} file
   * @returns {Promise<import('node:vm').Module>} evaluated
   */
  async import(file) {
    if (this.#linkErrors.has(file.name)) throw this.#linkErrors.get(file.name);
    // Waits in any case: V8 cannot evaluate a module from within the evaluation of another.
    const module = await this.#moduleOf(file);
    while (module.status === "evaluating") await Promise.resolve();
    await module.evaluate();
    return module;
  }

  /**
   * Evaluates a module at once, for CommonJS.
   * @param {ModuleFile} file
   */
  require(file) {
    if (this.#linkErrors.has(file.name)) throw this.#linkErrors.get(file.name);
    const gate = this.#gates.get(file.name);
    const isCycle = gate?.isPassed !== true && this.#isBeingEvaluated(file, new Set());
    if (gate === undefined || isCycle) {
      const text = `Cannot require() ES Module ${file.name} in a cycle`;
      throw moduleError("ERR_REQUIRE_CYCLE_MODULE", text);
    }
    if (!gate.isPassed) gate.module.evaluate().catch(() => undefined);
    if (file.module.status === "errored") throw file.module.error;
    if (!gate.isPassed) {
      const text = `require() cannot wait for the top-level await of ES Module ${file.name}: use import()`;
      throw moduleError("ERR_REQUIRE_ASYNC_MODULE", text);
    }
    return gate.module.namespace;
  }

  /**
   * Links a file once those that it imports are linked, so that an error is found where it is.
   * @param {ModuleFile} file
   * @param {Set<ModuleFile>} seen
   */
  async #linkAfterImports(file, seen) {
    if (seen.has(file)) return;
    seen.add(file);
    try {
      for (const imported of this.#importsOf(file)) {
        if (imported.kind !== "module") continue;
        await this.#linkAfterImports(imported, seen);
        if (this.#linkErrors.has(imported.name)) throw this.#linkErrors.get(imported.name);
      }
      this.#checkImports(file, new Set());
    } catch (error) {
      this.#linkErrors.set(file.name, error);
      return;
    }
    if (file.module.status !== "unlinked") return;
    try {
      await file.module.link((specifier, { identifier }) => this.#linkTo(specifier, identifier));
    } catch (error) {
      this.#linkErrors.set(file.name, nameImporter(error, file));
    }
  }

  /**
   * Throws for what is missing in all that a file imports, before linking would be left half done.
   * @param {ModuleFile} file
   * @param {Set<ProgramFile>} seen
   */
  #checkImports(file, seen) {
    seen.add(file);
    for (const imported of this.#importsOf(file)) {
      if (imported.kind === "module" && !seen.has(imported)) this.#checkImports(imported, seen);
    }
  }

  /** The program's files that a file imports statically. @param {ModuleFile} file */
  #importsOf(file) {
    const known = this.#imports.get(file);
    if (known !== undefined) return known;
    /** @type {ProgramFile[]} */
    const files = [];
    for (const specifier of file.module.dependencySpecifiers) {
      const target = this.#resolve(specifier, file.name);
      if (target.file !== null) files.push(target.file);
    }
    this.#imports.set(file, files);
    return files;
  }

  /** @param {string} specifier @param {string} importer */
  #resolve(specifier, importer) {
    return this.#program.resolve(specifier, importer, "ERR_MODULE_NOT_FOUND");
  }

  /** @param {string} specifier @param {string} importer */
  #linkTo(specifier, importer) {
    const target = this.#resolve(specifier, importer);
    return target.file === null ? importBuiltin(target.builtin) : this.#moduleOf(target.file);
  }

  /** @param {ProgramFile} file */
  #moduleOf(file) {
    return file.kind === "module" ? file.module : this.#wrapped.get(file);
  }

  /**
   * Whether V8 is in the middle of evaluating a file or something that it imports.
   * @param {ProgramFile} file
   * @param {Set<ProgramFile>} seen
   * @returns {boolean}
   */
  #isBeingEvaluated(file, seen) {
    if (seen.has(file)) return false;
    seen.add(file);
    if (file.kind !== "module") return this.#wrapped.isBeingEvaluated(file);
    return (
      file.module.status === "evaluating" ||
      this.#importsOf(file).some((imported) => this.#isBeingEvaluated(imported, seen))
    );
  }
}

module.exports = { EsModules };
