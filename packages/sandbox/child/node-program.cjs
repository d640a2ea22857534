// @ts-check
"use strict";
/**
 * Runs one program inside a Node child: prepares, locks itself, says it is ready, waits for the
 * program, compiles all its files, runs the first.
 */
const fs = require("node:fs");
const util = require("node:util");
const control = require("./control-channel.cjs");
const { describeCompileError, installStackTraces } = require("./error-text.cjs");
const { readExportsLexer } = require("./exports-lexer.cjs");
const { prepareLock } = require("./lock.cjs");
const { offerFiles } = require("./program-files.cjs");
const { installProgramIo, rehearseConsole, writeFully } = require("./program-io.cjs");
const { restrictNode } = require("./node-restrictions.cjs");
const { CompileFailure, ProgramModules } = require("./program-modules.cjs");
const { prepareProcess, startProgram } = require("./program-process.cjs");

/** @typedef {import('./program-modules.cjs').NodeLanguage} NodeLanguage */

/** A program of each kind, run before the real one. */
const REHEARSALS = [
  [
    { name: "main.cjs", content: "require('./a')" },
    { name: "a.js", content: "exports.a = 1;" },
  ],
  [
    { name: "main.mjs", content: "import 'path'; await import('./a.mjs');" },
    { name: "a.mjs", content: "export default import.meta.url;" },
  ],
];

/** Starts and opens what after the lock could no longer be. */
async function prepareForLock() {
  process.cwd();
  // The first signal listener and the first asynchronous file call create pipes and threads.
  const ignore = () => undefined;
  process.on("SIGUSR2", ignore).off("SIGUSR2", ignore);
  await new Promise((resolve) => fs.stat("/", resolve));
}

/**
 * Uses once what programs often use, which makes V8 compile it and Node load it.
 * @param {NodeLanguage} language
 * @param {import('./exports-lexer.cjs').ParseExports} parseExports
 */
async function rehearse(language, parseExports) {
  rehearseConsole();
  new Date().toString();
  new Intl.DateTimeFormat().format(0);
  util.inspect(new Map([[{ a: [1] }, new Error("warm")]]));
  await fs.promises.stat("/");
  for (const files of REHEARSALS) {
    const positions = new Map();
    const modules = new ProgramModules({ language, files, positions, parseExports });
    await modules.link();
    await modules.run();
  }
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * @param {NodeLanguage} language
 * @param {import('./lock.cjs').LockPlan & { lexerPath: string }} plan
 */
async function serveProgram(language, plan) {
  const { lock, exitNow } = prepareLock(plan);
  const parseExports = readExportsLexer(plan.lexerPath);
  const positions = new Map();
  installProgramIo();
  const ending = prepareProcess(exitNow);
  installStackTraces(positions);
  await prepareForLock();
  restrictNode();
  if (!plan.isAwaited) await rehearse(language, parseExports);
  lock();
  control.sayReady();

  const program = control.receiveProgram();
  if (program === null) return exitNow(0);
  const { files, args } = program;
  process.argv = ["node", `/${files[0]?.name}`, ...args];
  offerFiles(files);
  try {
    const modules = new ProgramModules({ language, files, positions, parseExports });
    await modules.link();
    startProgram(() => modules.run(), ending);
  } catch (error) {
    if (!(error instanceof CompileFailure)) throw error;
    const text = describeCompileError(error.cause, error.file, positions);
    writeFully(2, Buffer.from(`${text}\n`));
    control.sayCompileError(text);
    return exitNow(1);
  }
  return undefined;
}

module.exports = { serveProgram };
