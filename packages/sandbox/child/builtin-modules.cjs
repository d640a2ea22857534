// @ts-check
"use strict";
/** What `require` and `import` give a program: built-in modules that need neither files nor network. */
const fs = require("node:fs");
const vm = require("node:vm");

const AVAILABLE = new Set([
  "assert",
  "assert/strict",
  "async_hooks",
  "buffer",
  "console",
  "constants",
  "crypto",
  "diagnostics_channel",
  "events",
  "fs",
  "fs/promises",
  "module",
  "os",
  "path",
  "path/posix",
  "path/win32",
  "perf_hooks",
  "process",
  "punycode",
  "querystring",
  "readline",
  "readline/promises",
  "stream",
  "stream/consumers",
  "stream/promises",
  "stream/web",
  "string_decoder",
  "timers",
  "timers/promises",
  "tty",
  "url",
  "util",
  "util/types",
  "v8",
  "vm",
  "zlib",
]);

/** @param {string} specifier */
function isBuiltin(specifier) {
  return AVAILABLE.has(specifier.replace(/^node:/, ""));
}

/** @param {string} specifier one that is built in */
function requireBuiltin(specifier) {
  const name = specifier.replace(/^node:/, "");
  // The same object, but this way it is made to know the program's own files.
  return name === "fs/promises" ? fs.promises : require(`node:${name}`);
}

/**
 * What a program is told that asks for any other module. The filter is what protects; the list
 * only makes for a clear message.
 * @param {string} specifier
 * @param {string} code as Node calls it, for `require` or for `import`
 */
function unavailableModule(specifier, code) {
  const error = new Error(`Module '${specifier}' is not available in the sandbox`);
  return Object.assign(error, { code });
}

/** By name, so that all files see the same one. @type {Map<string, Promise<vm.Module>>} */
const imported = new Map();

/**
 * @param {string} specifier one that is built in
 * @returns {Promise<vm.Module>} linked and evaluated
 */
function importBuiltin(specifier) {
  const name = specifier.replace(/^node:/, "");
  const module = imported.get(name) ?? wrapBuiltin(name);
  imported.set(name, module);
  return module;
}

/** @param {string} builtin */
async function wrapBuiltin(builtin) {
  const exports = requireBuiltin(builtin);
  const names = Object.keys(exports).filter((name) => name !== "default");
  const module = new vm.SyntheticModule(
    ["default", ...names],
    function setExports() {
      this.setExport("default", exports);
      for (const name of names) this.setExport(name, exports[name]);
    },
    { identifier: `node:${builtin}` },
  );
  await module.link(() => {
    throw new Error("A built-in module imports nothing");
  });
  await module.evaluate();
  return module;
}

module.exports = { isBuiltin, requireBuiltin, importBuiltin, unavailableModule };
