// @ts-check
"use strict";
/** Finds out what a CommonJS file exports without running it, the way Node does. */
const fs = require("node:fs");
const vm = require("node:vm");

/** @typedef {typeof import('cjs-module-lexer').parse} ParseExports */

/**
 * Reads the lexer while files can be opened. It is compiled by the first program that needs it:
 * few do, and all would wait for it.
 * @param {string} path of `cjs-module-lexer`
 * @returns {ParseExports}
 */
function readExportsLexer(path) {
  const source = fs.readFileSync(path, "utf8");
  /** @type {{ parse?: ParseExports }} */
  const exports = {};
  return (code) => {
    if (exports.parse === undefined) {
      vm.compileFunction(source, ["exports", "module"], { filename: path })(exports, { exports });
    }
    return /** @type {ParseExports} */ (exports.parse)(code);
  };
}

module.exports = { readExportsLexer };
