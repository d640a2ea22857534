// @ts-check
"use strict";
/** Brings the scripts of `quickjs-guest` into the interpreter, as the CommonJS modules that they are. */
const fs = require("node:fs");
const path = require("node:path");

const GUEST_FOLDER = path.join(__dirname, "quickjs-guest");
const MAIN = "main.cjs";
/** Marks their frames, which stack traces leave out. */
const FILE_NAME_PREFIX = "sandbox:";

/** A loader in the language of the interpreter; takes an object of functions by file name. */
const LOADER = `(function (functions) {
  const loaded = Object.create(null);
  const require = (id) => {
    const name = id.slice(2);
    if (loaded[name] === undefined) {
      const module = { exports: {} };
      loaded[name] = module;
      functions[name](module, module.exports, require);
    }
    return loaded[name].exports;
  };
  return require("./${MAIN}");
})`;

/**
 * @param {import('quickjs-wasi').QuickJS} vm
 * @returns {import('quickjs-wasi').JSValueHandle} what the main script exports
 */
function loadGuest(vm) {
  const functions = vm.newObject();
  for (const name of fs.readdirSync(GUEST_FOLDER).filter((file) => file.endsWith(".cjs"))) {
    const code = fs.readFileSync(path.join(GUEST_FOLDER, name), "utf8");
    const wrapped = `(function (module, exports, require) {${code}\n})`;
    functions.setProp(name, vm.evalCode(wrapped, FILE_NAME_PREFIX + name));
  }
  const load = vm.evalCode(LOADER, `${FILE_NAME_PREFIX}loader`);
  return vm.callFunction(load, vm.undefined, functions);
}

module.exports = { loadGuest };
