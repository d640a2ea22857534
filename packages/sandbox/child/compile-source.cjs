// @ts-check
"use strict";
/** JavaScript text to something that V8 can run: a CommonJS script or an ES module. */
const vm = require("node:vm");

/**
 * @typedef {"script" | "module"} SourceFormat
 *
 * @typedef {object} SourceHooks what a file asks for while it runs
 * @property {(specifier: string) => Promise<vm.Module>} importDynamically
 * @property {(meta: ImportMeta) => void} initializeImportMeta
 *
 * @typedef {{ kind: "script", script: Function } | { kind: "module", module: vm.SourceTextModule }} CompiledSource
 */

const SCRIPT_PARAMETERS = ["exports", "require", "module", "__filename", "__dirname"];

/**
 * @param {string} code
 * @param {string} name
 * @param {SourceHooks} hooks
 * @returns {CompiledSource}
 */
function compileScript(code, name, { importDynamically }) {
  const script = vm.compileFunction(code, SCRIPT_PARAMETERS, {
    filename: name,
    importModuleDynamically: /** @type {any} */ (importDynamically),
  });
  return { kind: "script", script };
}

/**
 * @param {string} code
 * @param {string} name
 * @param {SourceHooks} hooks
 * @returns {CompiledSource}
 */
function compileModule(code, name, { importDynamically, initializeImportMeta }) {
  const module = new vm.SourceTextModule(code, {
    identifier: name,
    importModuleDynamically: /** @type {any} */ (importDynamically),
    initializeImportMeta,
  });
  return { kind: "module", module };
}

/** What V8 says of a script that would be right as a module. */
const MODULE_SYNTAX =
  /Cannot use import statement|Unexpected token 'export'|Cannot use 'import\.meta'|await is only valid|Unexpected reserved word/;

const STRICT_ASYNC_PREFIX = '"use strict"; async () => {';

/**
 * V8 does not say where a module's syntax error is. Finds out from a script that is the same but
 * for its imports and exports, blanked out in place.
 * @param {unknown} moduleError
 * @param {string} code
 * @param {string} name
 * @returns {unknown} the error with its position, or as it was
 */
function locateModuleError(moduleError, code, name) {
  const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");
  const script = code
    .replace(/^[ \t]*(?:import|export)\b(?!\s*\()[^'"`;]*\bfrom\s*(['"])[^'"\n]*\1;?/gm, blank)
    .replace(/^[ \t]*import\s*(['"])[^'"\n]*\1;?/gm, blank)
    .replace(/^[ \t]*export\s+(?:default\s+)?/gm, blank);
  try {
    // Only compiled, never run.
    void new vm.Script(`${STRICT_ASYNC_PREFIX}${script}\n}`, {
      filename: name,
      columnOffset: -STRICT_ASYNC_PREFIX.length,
    });
  } catch (scriptError) {
    if (String(scriptError) === String(moduleError)) return scriptError;
  }
  return moduleError;
}

/**
 * @param {string} code
 * @param {string} name
 * @param {SourceFormat | null} format null: a script or, when only that compiles, a module
 * @param {SourceHooks} hooks
 * @returns {CompiledSource}
 * @throws what V8 says of it, with a position where that can be found
 */
function compileSource(code, name, format, hooks) {
  let scriptError;
  if (format !== "module") {
    try {
      return compileScript(code, name, hooks);
    } catch (error) {
      if (format === "script") throw error;
      scriptError = error;
    }
  }
  try {
    return compileModule(code, name, hooks);
  } catch (moduleError) {
    const isScript = scriptError !== undefined && !MODULE_SYNTAX.test(String(scriptError));
    throw isScript ? scriptError : locateModuleError(moduleError, code, name);
  }
}

module.exports = { compileSource };
