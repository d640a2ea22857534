// @ts-check
"use strict";
/**
 * A child in which QuickJS interprets the program. This thread watches and never runs any of it:
 * it tells the parent what the process uses, and ends the process when the parent has gone, even
 * while the interpreter's thread is busy for ever.
 *
 * Runs as `node quickjs.cjs PLAN`, where PLAN is the JSON of a {@link QuickjsPlan}.
 *
 * @typedef {object} QuickjsPlan
 * @property {string} libraryPath
 * @property {string} modulePath the interpreter, as WebAssembly
 * @property {Record<string, string>} extensionPaths
 * @property {number} heapMebibytes V8's heap of the interpreter's thread
 * @property {number} programBytes what the program may allocate in the interpreter
 * @property {string} [typescriptPath]
 * @property {{ uid: number, gid: number } | null} identity who to become; null keeps the identity
 * @property {boolean} isAwaited whether a program waits for this child already
 *
 * @typedef {{ kind: "ready" }
 *   | { kind: "started", atNs: bigint }
 *   | { kind: "compileError", text: string }
 *   | { kind: "over", exitCode: number }} InterpreterMessage
 */
const path = require("node:path");
const { Worker } = require("node:worker_threads");
const control = require("./control-channel.cjs");

/** Agreed with the parent, see `node-program.cjs`. */
const OUT_OF_MEMORY_EXIT_CODE = 94;
const REPORT_INTERVAL_MS = 20;
/**
 * The interpreter counts a stack of its own, of half a mebibyte; V8's frames for the same calls
 * are many times larger and must not run out first, since that leaves the interpreter broken.
 */
const STACK_MEBIBYTES = 64;

/** @type {QuickjsPlan} */
const plan = JSON.parse(String(process.argv[2]));

const interpreter = new Worker(path.join(__dirname, "quickjs-interpreter.cjs"), {
  workerData: plan,
  argv: [],
  env: {},
  resourceLimits: { maxOldGenerationSizeMb: plan.heapMebibytes, stackSizeMb: STACK_MEBIBYTES },
});

/** Once everything is loaded, since files may be readable for the parent's user alone. */
function changeIdentity() {
  if (plan.identity === null) return;
  process.setgroups?.([]);
  process.setgid?.(plan.identity.gid);
  process.setuid?.(plan.identity.uid);
}

/** @param {number} exitCode @returns {never} */
function leave(exitCode) {
  control.sayUsage();
  control.sayOver(exitCode);
  return process.exit(exitCode);
}

function serve() {
  changeIdentity();
  control.sayUsage();
  control.sayReady();
  const program = control.receiveProgram();
  if (program === null) process.exit(0);
  setInterval(() => {
    try {
      control.sayUsage();
    } catch {
      // The parent has gone.
      process.exit(1);
    }
  }, REPORT_INTERVAL_MS);
  interpreter.postMessage(program);
}

interpreter.on("message", (/** @type {InterpreterMessage} */ message) => {
  switch (message.kind) {
    case "ready":
      return serve();
    case "started":
      return control.sayStarted(message.atNs);
    case "compileError":
      control.sayCompileError(message.text);
      return process.exit(1);
    case "over":
      return leave(message.exitCode);
  }
});

interpreter.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  process.stderr.write(`${error.stack}\n`);
  leave(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? OUT_OF_MEMORY_EXIT_CODE : 1);
});
