// @ts-check
"use strict";
/** What `require` and `import` give a program: built-in modules that need neither files nor network. */
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
function requireAvailable(specifier) {
  const name = String(specifier).replace(/^node:/, "");
  // The filter is what protects; this list only makes for clear messages.
  if (AVAILABLE.has(name)) return require(`node:${name}`);
  throw Object.assign(new Error(`Module '${specifier}' is not available in the sandbox`), {
    code: "MODULE_NOT_FOUND",
  });
}

/**
 * @param {string} specifier
 * @returns {Promise<vm.Module>} linked and evaluated
 */
async function importAvailable(specifier) {
  const exports = requireAvailable(specifier);
  const names = Object.keys(exports).filter((name) => name !== "default");
  const module = new vm.SyntheticModule(
    ["default", ...names],
    function setExports() {
      this.setExport("default", exports);
      for (const name of names) this.setExport(name, exports[name]);
    },
    { identifier: specifier },
  );
  await module.link(() => {
    throw new Error("A built-in module imports nothing");
  });
  await module.evaluate();
  return module;
}

module.exports = { requireAvailable, importAvailable };
