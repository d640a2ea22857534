// @ts-check
"use strict";
/**
 * What `import` finds: the program's own files, and code that stands for CommonJS and built-in
 * modules.
 */
const BUILTIN_PREFIX = "node:";
/** Under this symbol the harness inside keeps the function that such code calls. */
const IMPORT_SYMBOL = "sandbox.import";
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const EXPORTED_NAME = /\bexports\.([A-Za-z_$][\w$]*)\s*=/g;

/** An error that shows nothing of this side. @param {string} message */
function plainError(message) {
  return Object.assign(new Error(message), { stack: "" });
}

/** @param {string} id @param {string[]} names */
function standIn(id, names) {
  const usable = [...new Set(names)].filter((name) => IDENTIFIER.test(name) && name !== "default");
  const get = `globalThis[Symbol.for("${IMPORT_SYMBOL}")](${JSON.stringify(id)})`;
  const locals = usable.map((name, index) => `const e${index} = m[${JSON.stringify(name)}];`);
  const exported = usable.map((name, index) => `e${index} as ${name}`).join(", ");
  return `const m = ${get}; export default m; ${locals.join(" ")} export { ${exported} };`;
}

/**
 * @param {InstanceType<typeof import('./quickjs-sources.cjs').Sources>} sources
 * @param {InstanceType<typeof import('./quickjs-program.cjs').QuickjsProgram>} program
 */
function createModuleLoader(sources, program) {
  return {
    /** @param {string} importer @param {string} specifier */
    normalize(importer, specifier) {
      const file = sources.resolve(specifier, importer);
      if (file !== null) return file;
      const id = specifier.replace(/^node:/, "");
      if (program.listExports(id).length > 0) return BUILTIN_PREFIX + id;
      throw plainError(`Module '${specifier}' is not available in the sandbox`);
    },
    /** @param {string} name normalized */
    load(name) {
      if (name.startsWith(BUILTIN_PREFIX)) {
        const id = name.slice(BUILTIN_PREFIX.length);
        return standIn(id, program.listExports(id));
      }
      const code = sources.read(name);
      if (name.endsWith(".json")) return standIn(name, []);
      if (!sources.runnable.includes(name)) throw plainError(`Cannot import '${name}'`);
      if (!program.isScript(name)) return code;
      return standIn(
        name,
        Array.from(code.matchAll(EXPORTED_NAME), ([, exported = ""]) => exported),
      );
    },
  };
}

module.exports = { createModuleLoader, plainError };
