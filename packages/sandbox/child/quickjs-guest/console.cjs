// @ts-check
"use strict";
/** `console`, upon the program's standard streams. */
const { format } = require("./format.cjs");
const { inspect } = require("./inspect.cjs");

const GROUP_INDENTATION = 2;

/** @typedef {{ write(text: string): unknown }} Output */

/** @param {Output} stdout @param {Output} stderr */
function createConsole(stdout, stderr) {
  let indentation = "";
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Map<string, number>} */
  const startTimes = new Map();
  const print = (/** @type {Output} */ stream, /** @type {string} */ text) => {
    stream.write(`${indentation}${text.replaceAll("\n", `\n${indentation}`)}\n`);
  };
  const log = (/** @type {unknown[]} */ ...values) => print(stdout, format(...values));
  const error = (/** @type {unknown[]} */ ...values) => print(stderr, format(...values));
  const group = (/** @type {unknown[]} */ ...values) => {
    if (values.length > 0) log(...values);
    indentation += " ".repeat(GROUP_INDENTATION);
  };
  const elapsed = (label = "default") => {
    const ms = performance.now() - (startTimes.get(label) ?? performance.now());
    return `${label}: ${ms.toFixed(3)}ms`;
  };
  return {
    log,
    info: log,
    debug: log,
    error,
    warn: error,
    trace: (/** @type {unknown[]} */ ...values) => {
      const { stack = "" } = new Error();
      error(`Trace: ${format(...values)}${stack.slice(stack.indexOf("\n"))}`);
    },
    dir: (/** @type {unknown} */ value, /** @type {{ depth?: number | null }} */ options) =>
      print(stdout, inspect(value, options)),
    // Without borders; the values are all there.
    table: log,
    assert: (/** @type {unknown} */ condition, /** @type {unknown[]} */ ...values) => {
      if (condition) return;
      error(values.length === 0 ? "Assertion failed" : `Assertion failed: ${format(...values)}`);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indentation = indentation.slice(GROUP_INDENTATION);
    },
    time: (label = "default") => void startTimes.set(label, performance.now()),
    timeLog: (/** @type {string | undefined} */ label) => log(elapsed(label)),
    timeEnd: (/** @type {string | undefined} */ label) => {
      log(elapsed(label));
      startTimes.delete(label ?? "default");
    },
  };
}

module.exports = { createConsole };
