// @ts-check
"use strict";
/**
 * Takes from Node what would show a program the harness, and what aborts the process because it
 * starts a thread or opens something after the lock. The filter is what protects.
 */
const vm = require("node:vm");
const { isBuiltin, requireBuiltin } = require("./builtin-modules.cjs");

/** @param {string} what */
function unavailable(what) {
  const error = new Error(`${what} is not available in the sandbox`);
  return Object.assign(error, { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
}

/** From Node 22 on, another way to what `require` refuses. */
function limitBuiltins() {
  if (!("getBuiltinModule" in process)) return;
  Object.assign(process, {
    getBuiltinModule: (/** @type {string} */ name) =>
      isBuiltin(name) ? requireBuiltin(name) : undefined,
  });
}

/**
 * A time-out of `vm` takes a thread that watches, without which Node aborts. The program's own limits
 * hold instead.
 */
function leaveOutTimeouts() {
  const script = vm.Script.prototype;
  const module = vm.SourceTextModule?.prototype;
  for (const [prototype, name, position] of /** @type {[any, string, number][]} */ ([
    [script, "runInThisContext", 0],
    [script, "runInContext", 1],
    [script, "runInNewContext", 1],
    [module, "evaluate", 0],
  ])) {
    const original = prototype?.[name];
    if (original === undefined) continue;
    prototype[name] = function run(/** @type {any[]} */ ...args) {
      if (position in args) args[position] = withoutTimeout(args[position]);
      return original.apply(this, args);
    };
  }
}

/** @param {any} options of whatever kind */
function withoutTimeout(options) {
  if (options === null || typeof options !== "object") return options;
  return { ...options, timeout: undefined, breakOnSigint: undefined };
}

/** Node's own would print a dump that names the harness. */
function abortQuietly() {
  process.abort = () => {
    process.kill(process.pid, "SIGABRT");
    throw unavailable("Surviving process.abort");
  };
}

/** Restricts Node for the program that is to come. */
function restrictNode() {
  limitBuiltins();
  leaveOutTimeouts();
  abortQuietly();
}

module.exports = { restrictNode };
