// @ts-check
"use strict";
/**
 * What every program finds in its interpreter, and the few functions by which the harness outside
 * drives it. Runs inside QuickJS, before the program.
 */
const { Buffer } = require("./buffer.cjs");
const { createConsole } = require("./console.cjs");
const { createModules } = require("./modules.cjs");
const { createProcess } = require("./process.cjs");
const { installStackTraces } = require("./stack-traces.cjs");
const { runTicks, timers, turn } = require("./timers.cjs");

/** @param {string} name @param {unknown} value */
function defineGlobal(name, value) {
  Object.defineProperty(globalThis, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

/** @param {import("./host.d.ts").Host} host */
function start(host) {
  installStackTraces(host);
  const { process, finish, handleUncaught, handleRejection } = createProcess(host);
  const console = createConsole(process.stdout, process.stderr);
  const globals = { ...timers, console, process, Buffer, global: globalThis };
  for (const [name, value] of Object.entries(globals)) defineGlobal(name, value);
  const modules = createModules(host, process);
  Object.assign(process, { getBuiltinModule: modules.getBuiltin });
  // For the code that stands for a CommonJS or built-in module where one is imported.
  Object.defineProperty(globalThis, Symbol.for("sandbox.import"), {
    value: (/** @type {string} */ id) => modules.getBuiltin(id) ?? modules.runFile(id),
  });

  return {
    /** @param {string} json the program's files and arguments */
    load(json) {
      const { files, args } = JSON.parse(json);
      modules.addFiles(files);
      process.argv = ["node", `/${files[0].name}`, ...args];
    },
    /** @param {string} name */
    runFile: (name) => void modules.runFile(name),
    /** Names that a built-in module exports, separated by commas. @param {string} id */
    listExports: (id) => Object.keys(modules.getBuiltin(id) ?? {}).join(","),
    runTicks,
    turn,
    finish,
    handleUncaught,
    handleRejection,
  };
}

module.exports = { start };
