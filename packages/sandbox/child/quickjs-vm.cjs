// @ts-check
"use strict";
/** Makes an interpreter: QuickJS, compiled to WebAssembly, within the limits of its plan. */
const fs = require("node:fs");
const { pathToFileURL } = require("node:url");
const { plainError } = require("./quickjs-modules.cjs");
const { Rejections } = require("./quickjs-rejections.cjs");

const CLOCK_REALTIME = 0;
const BAD_DESCRIPTOR = 8;
const NS_PER_MS = 1_000_000n;

/** @typedef {ReturnType<typeof import('./quickjs-modules.cjs').createModuleLoader>} ModuleLoader */

/**
 * What is left of the system for the interpreter: two clocks, and numbers for `Math.random`.
 * @param {{ readonly buffer: ArrayBuffer }} memory
 */
function createSystem(memory) {
  return {
    /** @param {number} clock @param {bigint} _precision @param {number} pointer */
    clock_time_get(clock, _precision, pointer) {
      const now =
        clock === CLOCK_REALTIME ? BigInt(Date.now()) * NS_PER_MS : process.hrtime.bigint();
      new DataView(memory.buffer).setBigUint64(pointer, now, true);
      return 0;
    },
    fd_write: () => BAD_DESCRIPTOR,
    fd_fdstat_get: () => BAD_DESCRIPTOR,
  };
}

/** Before there is a program there is nothing to import. @type {ModuleLoader} */
const NO_MODULES = {
  normalize(_importer, specifier) {
    throw plainError(`Module '${specifier}' is not available in the sandbox`);
  },
  load: () => "",
};

/** @param {import('./quickjs.cjs').QuickjsPlan} plan */
async function createInterpreter(plan) {
  /** @type {typeof import('quickjs-wasi')} */
  const { MAX_STACK_SIZE, QuickJS } = await import(pathToFileURL(plan.libraryPath).href);
  const rejections = new Rejections();
  let modules = NO_MODULES;
  /** @type {import('quickjs-wasi').QuickJSOptions} */
  const options = {
    wasm: fs.readFileSync(plan.modulePath),
    wasi: createSystem,
    memoryLimit: plan.programBytes,
    maxStackSize: MAX_STACK_SIZE,
    timezoneOffset: 0,
    extensions: Object.entries(plan.extensionPaths).map(([name, file]) => ({
      name,
      wasm: fs.readFileSync(file),
    })),
    onUnhandledRejection: (promise, reason, isHandled) =>
      rejections.note(promise, reason, isHandled),
    moduleLoader: {
      normalize: (importer, specifier) => modules.normalize(importer, specifier),
      load: (name) => modules.load(name),
    },
  };
  const vm = await QuickJS.create(options);
  return {
    vm,
    rejections,
    /** @param {ModuleLoader} loader */
    setModuleLoader(loader) {
      modules = loader;
    },
  };
}

module.exports = { createInterpreter };
