// @ts-check
"use strict";
/**
 * The thread of a QuickJS child that interprets the program. It makes the interpreter ready, waits
 * for the program, and tells the watching thread how it goes.
 */
const { parentPort, workerData } = require("node:worker_threads");
const { loadGuest } = require("./quickjs-guest-loader.cjs");
const { createHost, writeFully } = require("./quickjs-host.cjs");
const { createModuleLoader } = require("./quickjs-modules.cjs");
const { QuickjsProgram } = require("./quickjs-program.cjs");
const { Sources } = require("./quickjs-sources.cjs");
const { createInterpreter } = require("./quickjs-vm.cjs");
const { TYPESCRIPT_EXTENSIONS, createTypeStripper } = require("./strip-types.cjs");

/** Agreed with the parent, see `node-program.cjs`. */
const OUT_OF_MEMORY_EXIT_CODE = 94;
const FAILURE_EXIT_CODE = 1;

/** @typedef {import("./control-channel.cjs").Program} Program */

/** What the first program would otherwise have to wait for. */
const REHEARSAL =
  'process.getBuiltinModule("util").format("%s", 1, { a: [new Map(), new Error("warm")] })';

/** @type {import("./program-modules.cjs").NodeLanguage} */
const JAVASCRIPT = {
  extensions: [".js", ".mjs", ".cjs"],
  transpile: ({ content }) => ({ code: content, mapPosition: null }),
};

/** @type {import('./quickjs.cjs').QuickjsPlan} */
const plan = workerData;

/** @param {import('./quickjs.cjs').InterpreterMessage} message */
function tell(message) {
  parentPort?.postMessage(message);
}

/** Ends the program; this thread does nothing more. @param {number} exitCode @returns {never} */
function leave(exitCode) {
  tell({ kind: "over", exitCode });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error("The process should have ended");
}

/**
 * Ends a run that failed in a way that is not for the program to handle.
 * @param {unknown} error
 */
function fail(error) {
  const { name, message } = /** @type {Error} */ (error);
  writeFully(2, Buffer.from(`${name}: ${message}\n`));
  return leave(isOutOfMemory(error) ? OUT_OF_MEMORY_EXIT_CODE : FAILURE_EXIT_CODE);
}

/** @param {unknown} error */
function isOutOfMemory(error) {
  const { message } = /** @type {Error} */ (error);
  return message === "out of memory" || message === "wasm_malloc failed";
}

/** Where and what. @param {any} error of the compiler or the interpreter */
function describeCompileError(error) {
  if (error.handle === undefined) return String(error.stack);
  const text = `${error.name}: ${error.message}`;
  const place = /([^\s(]+:\d+:\d+)\)?\s*$/.exec(String(error.stack ?? ""))?.[1];
  return place === undefined ? text : `${place}\n${text}`;
}

/**
 * Asked for before anything else: a thread whose event loop has nothing to wait for would wait for
 * V8's compilers instead, which are busy with the interpreter for a long time.
 * @type {Promise<Program>}
 */
const received = new Promise((resolve) => {
  parentPort?.once("message", resolve);
});

async function main() {
  const language =
    plan.typescriptPath === undefined
      ? JAVASCRIPT
      : {
          extensions: TYPESCRIPT_EXTENSIONS,
          transpile: createTypeStripper(plan.typescriptPath, !plan.isAwaited),
        };

  const { vm, rejections, setModuleLoader } = await createInterpreter(plan);
  let sources = new Sources([], language);
  /** @type {InstanceType<typeof QuickjsProgram> | undefined} */
  let running;
  const host = createHost(vm, {
    exit: leave,
    mapPosition: (name, line, column) => sources.mapPosition(name, line, column),
    resolve: (specifier, importer) => sources.resolve(specifier, importer) ?? "",
    compile: (name) => running?.compileScript(name) ?? vm.undefined,
  });
  const guest = vm.callFunction(loadGuest(vm).getProp("start"), vm.undefined, host);
  if (!plan.isAwaited) vm.evalCode(REHEARSAL).dispose();

  /** @param {Program} program @returns {() => number} runs it, and returns its exit status */
  const compile = ({ files, args }) => {
    sources = new Sources(files, language);
    running = new QuickjsProgram({ vm, guest, sources, rejections });
    setModuleLoader(createModuleLoader(sources, running));
    running.load(JSON.stringify({ files, args }));
    return running.compile(files[0]?.name ?? "");
  };
  // Whatever fails from now on shows nothing of this side.
  Error.stackTraceLimit = 0;
  tell({ kind: "ready" });

  const program = await received;
  let run;
  try {
    run = compile(program);
  } catch (error) {
    if (isOutOfMemory(error)) fail(error);
    const text = describeCompileError(error);
    writeFully(2, Buffer.from(`${text}\n`));
    tell({ kind: "compileError", text });
    return;
  }
  tell({ kind: "started", atNs: process.hrtime.bigint() });
  try {
    leave(run());
  } catch (error) {
    fail(error);
  }
}

void main();
