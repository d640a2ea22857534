// @ts-check
"use strict";
/**
 * Runs one program inside a Node child: prepares, locks itself, says it is ready, waits for the
 * program, runs it as a CommonJS script or as an ES module.
 */
const fs = require("node:fs");
const util = require("node:util");
const v8 = require("node:v8");
const vm = require("node:vm");
const control = require("./control-channel.cjs");
const { installProgramIo, writeFully } = require("./program-io.cjs");
const { requireAvailable, importAvailable } = require("./program-modules.cjs");
const {
  installStackTraces,
  describeCompileError,
  describeThrown,
  isOutOfMemory,
} = require("./error-text.cjs");
const { prepareLock } = require("./lock.cjs");

/** Agreed with the parent; a program that exits with it itself is only taken for a hungry one. */
const OUT_OF_MEMORY_EXIT_CODE = 94;
const UNSETTLED_AWAIT_EXIT_CODE = 13;

/**
 * @typedef {object} Compiled
 * @property {string} code JavaScript
 * @property {import('./error-text.cjs').PositionMap | null} mapPosition
 *
 * @typedef {object} NodeLanguage
 * @property {string} fileName shown in stack traces
 * @property {(code: string) => Compiled} compile throws with a readable message
 */

/** Makes everything resident that later would have to be opened or started. */
async function warmUp(/** @type {string} */ fileName) {
  process.cwd();
  new Date().toString();
  new Intl.DateTimeFormat().format(0);
  util.inspect(new Map([[{ a: [1] }, new Error("warm")]]));
  compileScript("exports.a = 1;", fileName).call({}, {}, null, {}, "", "");
  const module = compileModule("export const a = 1; await 0;", fileName);
  await module.link(() => Promise.reject(new Error("No imports")));
  await module.evaluate();
  await importAvailable("path");
  // The first signal listener and the first asynchronous file call create pipes and threads.
  const ignore = () => undefined;
  process.on("SIGUSR2", ignore).off("SIGUSR2", ignore);
  await fs.promises.stat("/");
  await new Promise((resolve) => setImmediate(resolve));
}

/**
 * @param {string} code
 * @param {string} fileName
 */
function compileScript(code, fileName) {
  return vm.compileFunction(code, ["exports", "require", "module", "__filename", "__dirname"], {
    filename: fileName,
    importModuleDynamically: /** @type {any} */ (importAvailable),
  });
}

/**
 * @param {string} code
 * @param {string} fileName
 */
function compileModule(code, fileName) {
  return new vm.SourceTextModule(code, {
    identifier: fileName,
    importModuleDynamically: /** @type {any} */ (importAvailable),
    initializeImportMeta(meta) {
      meta.url = `file:///${fileName}`;
      meta.filename = `/${fileName}`;
      meta.dirname = "/";
    },
  });
}

/** What V8 says of a script that would be right as a module. */
const MODULE_SYNTAX =
  /Cannot use import statement|Unexpected token 'export'|Cannot use 'import\.meta'|await is only valid|Unexpected reserved word/;

const STRICT_ASYNC_PREFIX = '"use strict"; async () => {';

/**
 * V8 does not say where a module's syntax error is. Finds out from a script that is the same but
 * for its imports and exports, blanked out in place.
 * @param {unknown} moduleError
 * @param {string} code
 * @param {string} fileName
 * @returns {unknown} the error with its position, or as it was
 */
function locateModuleError(moduleError, code, fileName) {
  const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");
  const script = code
    .replace(/^[ \t]*(?:import|export)\b(?!\s*\()[^'"`;]*\bfrom\s*(['"])[^'"\n]*\1;?/gm, blank)
    .replace(/^[ \t]*import\s*(['"])[^'"\n]*\1;?/gm, blank)
    .replace(/^[ \t]*export\s+(?:default\s+)?/gm, blank);
  try {
    // Only compiled, never run.
    void new vm.Script(`${STRICT_ASYNC_PREFIX}${script}\n}`, {
      filename: fileName,
      columnOffset: -STRICT_ASYNC_PREFIX.length,
    });
  } catch (scriptError) {
    if (String(scriptError) === String(moduleError)) return scriptError;
  }
  return moduleError;
}

/**
 * Compiles a program as a script or, when only that works, as a module.
 * @param {string} code
 * @param {string} fileName
 * @returns {() => void | Promise<void>}
 */
function compileProgram(code, fileName) {
  try {
    const main = compileScript(code, fileName);
    return () => {
      const module = {
        exports: {},
        id: ".",
        filename: `/${fileName}`,
        loaded: false,
        children: [],
      };
      const require = Object.assign((/** @type {string} */ id) => requireAvailable(id), {
        main: module,
        cache: {},
        resolve: (/** @type {string} */ id) => id,
      });
      main.call(module.exports, module.exports, require, module, module.filename, "/");
    };
  } catch (scriptError) {
    let module;
    try {
      module = compileModule(code, fileName);
    } catch (moduleError) {
      if (!MODULE_SYNTAX.test(String(scriptError))) throw scriptError;
      throw locateModuleError(moduleError, code, fileName);
    }
    return async () => {
      await module.link(importAvailable);
      await module.evaluate();
    };
  }
}

/** Reports the same figures as Node's, which reads them from /proc. */
function memoryUsage() {
  const heap = v8.getHeapStatistics();
  return {
    rss: process.resourceUsage().maxRSS * 1024,
    heapTotal: heap.total_heap_size,
    heapUsed: heap.used_heap_size,
    external: heap.external_memory,
    arrayBuffers: heap.external_memory,
  };
}

/**
 * Hides how the child was started and makes every way of ending tell the parent first.
 * @param {(code: number) => never} exitNow
 */
function prepareProcess(exitNow) {
  process.argv = ["node", "main"];
  process.execArgv = [];
  Object.defineProperty(process, "mainModule", { value: undefined, configurable: true });
  process.memoryUsage = Object.assign(memoryUsage, { rss: () => memoryUsage().rss });

  let saidGoodbye = false;
  const sayGoodbye = () => {
    if (!saidGoodbye) control.sayGoodbye();
    saidGoodbye = true;
  };
  const leave = (/** @type {number | string | undefined} */ code) => {
    sayGoodbye();
    return exitNow(Number(code ?? 0));
  };
  // @ts-expect-error Node's own last step of process.exit, left out of its types.
  process.reallyExit = leave;
  return { sayGoodbye, leave };
}

/**
 * @param {NodeLanguage} language
 * @param {import('./lock.cjs').LockPlan} plan
 */
async function serveProgram(language, plan) {
  const { lock, exitNow } = prepareLock(plan);
  installProgramIo();
  const { sayGoodbye, leave } = prepareProcess(exitNow);
  installStackTraces(language.fileName, null);
  await warmUp(language.fileName);
  lock();
  control.sayReady();

  const program = control.receiveProgram();
  if (program === null) return exitNow(0);
  process.argv = ["node", `/${language.fileName}`, ...program.args];

  /** @type {() => void | Promise<void>} */
  let run;
  try {
    const { code, mapPosition } = language.compile(program.code);
    installStackTraces(language.fileName, mapPosition);
    run = compileProgram(code, language.fileName);
  } catch (error) {
    const text = describeCompileError(error);
    writeFully(2, Buffer.from(`${text}\n`));
    control.sayCompileError(text);
    return exitNow(1);
  }

  let isUnsettled = false;
  let hasDrained = false;
  process.on("beforeExit", () => {
    hasDrained = true;
  });
  process.on("uncaughtException", (thrown) => {
    // The program handles them itself.
    if (process.listenerCount("uncaughtException") > 1) return;
    writeFully(2, Buffer.from(`${describeThrown(thrown)}\n`));
    process.exit(isOutOfMemory(thrown) ? OUT_OF_MEMORY_EXIT_CODE : 1);
  });
  process.on("exit", () => {
    if (isUnsettled && hasDrained) {
      writeFully(2, Buffer.from("Top-level await never settled\n"));
      process.exitCode = UNSETTLED_AWAIT_EXIT_CODE;
    }
    // Without listeners of the program's own there is nothing left to wait for.
    if (process.listenerCount("exit") === 1) leave(process.exitCode);
    sayGoodbye();
  });

  // From the event loop, so that what the program throws is uncaught as it would be elsewhere.
  setImmediate(() => {
    control.sayStarted();
    const running = run();
    if (running === undefined) return;
    isUnsettled = true;
    running.then(
      () => {
        isUnsettled = false;
      },
      (thrown) => {
        isUnsettled = false;
        setImmediate(() => {
          throw thrown;
        });
      },
    );
  });
  return undefined;
}

module.exports = { serveProgram };
