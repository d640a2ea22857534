// @ts-check
"use strict";
/** `process`: arguments, streams, events and the ways to end. */
const { EventEmitter } = require("./events.cjs");
const { InputStream, OutputStream } = require("./streams.cjs");
const { describeThrown } = require("./stack-traces.cjs");
const { nextTick } = require("./timers.cjs");

const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1000;
const UNCAUGHT_EXIT_CODE = 1;

/** @param {[number, number]} [since] @returns {[number, number]} seconds and nanoseconds */
function hrtime(since) {
  const ns = Math.round(performance.now() * NS_PER_MS);
  const elapsed = since === undefined ? ns : ns - (since[0] * 1e9 + since[1]);
  return [Math.floor(elapsed / 1e9), elapsed % 1e9];
}
hrtime.bigint = () => BigInt(Math.round(performance.now() * NS_PER_MS));

/** @param {unknown} code */
function toExitCode(code) {
  return Number(code ?? 0) & 255;
}

/** @param {import("./host.d.ts").Host} host */
function createProcess(host) {
  const events = new EventEmitter();
  const startedAt = performance.now();
  let isExiting = false;
  const process = Object.assign(events, {
    argv: ["node", "main"],
    execArgv: [],
    env: {},
    exitCode: /** @type {number | string | undefined} */ (undefined),
    pid: 1,
    ppid: 0,
    platform: "quickjs",
    arch: "wasm32",
    versions: {},
    title: "node",
    stdin: new InputStream(host),
    stdout: new OutputStream(host, 1),
    stderr: new OutputStream(host, 2),
    nextTick,
    hrtime,
    cwd: () => "/",
    uptime: () => (performance.now() - startedAt) / MS_PER_SECOND,
    emitWarning: (/** @type {unknown} */ warning) => void process.stderr.write(`${warning}\n`),
    exit: (/** @type {unknown} */ code) => {
      if (code !== undefined) process.exitCode = Number(code);
      return host.exit(finish());
    },
  });
  Object.defineProperty(process, Symbol.toStringTag, { value: "process" });

  /** Lets the program's own listeners run. @returns the exit status */
  const finish = () => {
    if (!isExiting) {
      isExiting = true;
      process.emit("exit", toExitCode(process.exitCode));
    }
    return toExitCode(process.exitCode);
  };

  /** What to do with what nobody caught. @param {unknown} thrown */
  const handleUncaught = (thrown) => {
    if (!isExiting && process.emit("uncaughtException", thrown, "uncaughtException")) return;
    process.stderr.write(`${describeThrown(thrown)}\n`);
    process.exitCode = UNCAUGHT_EXIT_CODE;
    host.exit(finish());
  };

  /** The same for the reason of a rejection. @param {unknown} reason @param {Promise<unknown>} promise */
  const handleRejection = (reason, promise) => {
    if (process.emit("unhandledRejection", reason, promise)) return;
    handleUncaught(reason);
  };
  return { process, finish, handleUncaught, handleRejection };
}

module.exports = { createProcess };
