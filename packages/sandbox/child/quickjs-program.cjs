// @ts-check
"use strict";
/**
 * Runs one program in an interpreter that is ready: as a CommonJS script or as an ES module, then
 * whatever that leaves to be done, until there is nothing more.
 *
 * @typedef {import('quickjs-wasi').QuickJS} Interpreter
 * @typedef {import('quickjs-wasi').JSValueHandle} Handle
 * @typedef {InstanceType<typeof import('./quickjs-sources.cjs').Sources>} Sources
 * @typedef {InstanceType<typeof import('./quickjs-rejections.cjs').Rejections>} Rejections
 */

const { writeFully } = require("./quickjs-host.cjs");

const UNSETTLED_AWAIT_EXIT_CODE = 13;
const PENDING = 0;
/** `JS_EVAL_*` flags of QuickJS. */
const AS_MODULE = 1;
const COMPILE_ONLY = 32;

/** Whether a file that does not compile as a script may be a module. */
const MODULE_SYNTAX = /\b(?:import|export|await)\b/;

class QuickjsProgram {
  #vm;
  #guest;
  #sources;
  #rejections;
  #sleeper = new Int32Array(new SharedArrayBuffer(4));
  /** The result of a module's evaluation. @type {Handle | null} */
  #evaluation = null;

  /**
   * @param {{ vm: Interpreter, guest: Handle, sources: Sources, rejections: Rejections }} parts
   */
  constructor({ vm, guest, sources, rejections }) {
    this.#vm = vm;
    this.#guest = guest;
    this.#sources = sources;
    this.#rejections = rejections;
  }

  /**
   * Compiles a file to the function of a CommonJS module.
   * @param {string} name
   * @returns {Handle}
   */
  compileScript(name) {
    this.#sources.setScript(name, true);
    return this.#vm.evalCode(this.#sources.wrap(name), name);
  }

  /** Hands over the files and arguments. @param {string} json */
  load(json) {
    this.#call("load", this.#vm.newString(json)).dispose();
  }

  /** Names that a built-in module exports; none when there is no such module. @param {string} id */
  listExports(id) {
    const names = this.#call("listExports", this.#vm.newString(id)).consume((n) => n.toString());
    return names === "" ? [] : names.split(",");
  }

  /** @param {string} name */
  #checkModule(name) {
    this.#sources.setScript(name, false);
    this.#vm.evalCode(this.#sources.read(name), name, AS_MODULE | COMPILE_ONLY).dispose();
  }

  /**
   * Whether a file is a CommonJS script. It is a module when only that compiles.
   * @param {string} name
   * @throws what the interpreter says of a file that does not compile
   */
  isScript(name) {
    const format = this.#sources.formatOf(name);
    if (format === "module") {
      this.#checkModule(name);
      return false;
    }
    try {
      this.compileScript(name).dispose();
      return true;
    } catch (error) {
      if (format === "script" || !MODULE_SYNTAX.test(this.#sources.read(name))) throw error;
      this.#checkModule(name);
      return false;
    }
  }

  /**
   * Compiles every file of a program.
   * @param {string} name of the one to start with
   * @returns {() => number} runs it to its end, and returns the exit status
   * @throws what the interpreter says of a file that does not compile
   */
  compile(name) {
    const scripts = this.#sources.runnable.filter((file) => this.isScript(file));
    const isScript = scripts.includes(name);
    return () => {
      this.#attempt(() => {
        if (isScript) this.#call("runFile", this.#vm.newString(name)).dispose();
        else this.#evaluation = this.#vm.evalCode(this.#sources.read(name), name, AS_MODULE);
      });
      this.#runToEnd();
      return this.#finish();
    };
  }

  /** @param {string} name of a function of the harness inside @param {Handle[]} values */
  #call(name, ...values) {
    return this.#vm.callFunction(this.#guest.getProp(name), this.#vm.undefined, ...values);
  }

  /**
   * Runs a piece of the program. What it throws goes to the program's own listeners, or ends it.
   * @template Result
   * @param {() => Result} piece
   * @returns {Result | null}
   */
  #attempt(piece) {
    try {
      return piece();
    } catch (error) {
      const { handle } = /** @type {{ handle?: Handle }} */ (error);
      const isProgramsOwn =
        handle !== undefined && !(/** @type {any} */ (this.#vm).isInterrupt(error));
      if (!isProgramsOwn) throw error;
      this.#call("handleUncaught", handle).dispose();
      return null;
    }
  }

  /** Runs ticks, promise reactions and what they lead to, then sees to rejections. */
  #drain() {
    for (;;) {
      const ticks = this.#attempt(() => this.#call("runTicks").consume((n) => n.toNumber()));
      const jobs = this.#attempt(() => this.#vm.executePendingJobs());
      if (ticks !== 0 || jobs !== 0) continue;
      const rejection = this.#rejections.take();
      if (rejection === null) return;
      const { reason, promise } = rejection;
      this.#attempt(() => this.#call("handleRejection", reason, promise).dispose());
    }
  }

  #runToEnd() {
    for (;;) {
      this.#drain();
      const waitMs = this.#attempt(() => this.#call("turn").consume((n) => n.toNumber())) ?? 0;
      if (waitMs < 0) return;
      if (waitMs > 0) Atomics.wait(this.#sleeper, 0, 0, waitMs);
    }
  }

  #finish() {
    const exitCode = this.#attempt(() => this.#call("finish").consume((n) => n.toNumber())) ?? 1;
    const isUnsettled = exitCode === 0 && this.#evaluation?.promiseState === PENDING;
    if (!isUnsettled) return exitCode;
    writeFully(2, Buffer.from("Top-level await never settled\n"));
    return UNSETTLED_AWAIT_EXIT_CODE;
  }
}

module.exports = { QuickjsProgram };
