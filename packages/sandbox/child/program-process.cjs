// @ts-check
"use strict";
/** The process as a program sees it, and every way in which the two can end. */
const control = require("./control-channel.cjs");
const { describeThrown, isOutOfMemory } = require("./error-text.cjs");
const { writeFully } = require("./program-io.cjs");

/** Agreed with the parent; a program that exits with it itself is only taken for a hungry one. */
const OUT_OF_MEMORY_EXIT_CODE = 94;
const UNSETTLED_AWAIT_EXIT_CODE = 13;

/** Reports the same figures as Node's, which reads them from /proc. */
function memoryUsage() {
  // Few programs ask, and it takes a millisecond to load.
  const heap = require("node:v8").getHeapStatistics();
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
 * Starts a program from the event loop, so that what it throws is uncaught as it would be
 * elsewhere, and sees to its end.
 * @param {() => Promise<unknown> | undefined} run
 * @param {ReturnType<typeof prepareProcess>} ending
 */
function startProgram(run, { sayGoodbye, leave }) {
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
}

module.exports = { prepareProcess, startProgram };
