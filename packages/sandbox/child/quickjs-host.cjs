// @ts-check
"use strict";
/**
 * Everything that leads out of the interpreter: a handful of functions of strings and numbers (one
 * answers with a function of the interpreter's own). No object of Node's, and no error with its
 * stack, ever goes in.
 *
 * @typedef {import('quickjs-wasi').QuickJS} Interpreter
 * @typedef {import('quickjs-wasi').JSValueHandle} Handle
 */
const fs = require("node:fs");

const STDIN_CHUNK_BYTES = 65_536;
const OUTPUT_DESCRIPTORS = new Set([1, 2]);

/** @param {number} descriptor @param {Uint8Array} bytes */
function writeFully(descriptor, bytes) {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(descriptor, bytes, written);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") return;
    }
  }
}

/** @returns {string} the next bytes of standard input as characters; empty at its end */
function readStdin() {
  const chunk = Buffer.allocUnsafe(STDIN_CHUNK_BYTES);
  for (;;) {
    try {
      return chunk.toString("latin1", 0, fs.readSync(0, chunk, 0, chunk.length, null));
    } catch (error) {
      // Windows calls the end of a pipe an error.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") return "";
    }
  }
}

/** Text of a value that is text already: anything else would have to be asked. @param {Handle | undefined} handle */
function textOf(handle) {
  return handle?.isString === true ? handle.toString() : "";
}

/** @param {Handle | undefined} handle */
function numberOf(handle) {
  return handle?.isNumber === true ? handle.toNumber() : 0;
}

/**
 * @typedef {object} HostActions
 * @property {(exitCode: number) => never} exit
 * @property {(name: string, line: number, column: number) => { line: number, column: number }} mapPosition
 * @property {(specifier: string, importer: string) => string} resolve empty when there is no such file
 * @property {(name: string) => Handle} compile throws only what the interpreter threw
 */

/**
 * Makes the object that the harness inside the interpreter keeps to itself.
 * @param {Interpreter} vm
 * @param {HostActions} actions
 * @returns {Handle}
 */
function createHost(vm, actions) {
  /** @param {Handle | undefined} descriptor @param {Uint8Array} bytes */
  const write = (descriptor, bytes) => {
    const number = numberOf(descriptor);
    if (OUTPUT_DESCRIPTORS.has(number)) writeFully(number, bytes);
    return vm.undefined;
  };
  /** @type {Record<string, (...values: Handle[]) => Handle>} */
  const functions = {
    write: (descriptor, text) => write(descriptor, Buffer.from(textOf(text), "utf8")),
    writeBytes: (descriptor, bytes) => write(descriptor, Buffer.from(textOf(bytes), "latin1")),
    read: () => vm.newString(readStdin()),
    exit: (code) => actions.exit(numberOf(code)),
    mapPosition(name, line, column) {
      const position = actions.mapPosition(textOf(name), numberOf(line), numberOf(column));
      return vm.newString(`${position.line}:${position.column}`);
    },
    resolve: (specifier, importer) =>
      vm.newString(actions.resolve(textOf(specifier), textOf(importer))),
    compile: (name) => actions.compile(textOf(name)),
  };
  const host = vm.newObject();
  for (const [name, action] of Object.entries(functions)) {
    host.setProp(name, vm.newFunction(name, action));
  }
  return host;
}

module.exports = { createHost, writeFully };
