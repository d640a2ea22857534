// @ts-check
"use strict";
/** CommonJS and JSON files as ES modules see them. */
const vm = require("node:vm");

/** @typedef {import('./program-modules.cjs').ProgramFile} ProgramFile */

class WrappedFiles {
  #program;
  #parseExports;
  /** By file name. @type {Map<string, { module: vm.Module, linked: Promise<vm.Module> }>} */
  #wrapped = new Map();

  /**
   * @param {InstanceType<typeof import('./program-modules.cjs').ProgramModules>} program
   * @param {import('./exports-lexer.cjs').ParseExports} parseExports
   */
  constructor(program, parseExports) {
    this.#program = program;
    this.#parseExports = parseExports;
  }

  /**
   * @param {ProgramFile} file
   * @returns {Promise<vm.Module>} linked; the file runs when it is evaluated
   */
  get(file) {
    let wrapped = this.#wrapped.get(file.name);
    if (wrapped === undefined) {
      const module = this.#wrap(file);
      wrapped = { module, linked: link(module) };
      this.#wrapped.set(file.name, wrapped);
    }
    return wrapped.linked;
  }

  /** @param {ProgramFile} file */
  isBeingEvaluated(file) {
    return this.#wrapped.get(file.name)?.module.status === "evaluating";
  }

  /**
   * Gives the default export, and those that a script is seen to set.
   * @param {ProgramFile} file
   */
  #wrap(file) {
    const names = file.kind === "script" ? [...this.#exportNames(file, new Set())] : [];
    const load = () => this.#program.require(file);
    return new vm.SyntheticModule(
      ["default", ...names],
      function setExports() {
        const exports = load();
        this.setExport("default", exports);
        for (const name of names) this.setExport(name, exports?.[name]);
      },
      { identifier: file.name },
    );
  }

  /**
   * @param {ProgramFile} file
   * @param {Set<ProgramFile>} seen
   * @returns {Set<string>} without `default`
   */
  #exportNames(file, seen) {
    /** @type {Set<string>} */
    const names = new Set();
    if (file.kind !== "script" || seen.has(file)) return names;
    seen.add(file);
    try {
      const { exports, reexports } = this.#parseExports(file.code);
      for (const name of exports) names.add(name);
      for (const specifier of reexports) {
        const target = this.#program.resolve(specifier, file.name, "MODULE_NOT_FOUND");
        if (target.file === null) continue;
        for (const name of this.#exportNames(target.file, seen)) names.add(name);
      }
    } catch {
      // What it cannot read, or what is missing, comes to light when the script runs.
    }
    names.delete("default");
    return names;
  }
}

/** @param {vm.Module} module */
async function link(module) {
  await module.link(() => {
    throw new Error("A wrapped file imports nothing");
  });
  return module;
}

module.exports = { WrappedFiles };
