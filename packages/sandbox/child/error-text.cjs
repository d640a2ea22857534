// @ts-check
"use strict";
/** Stack traces that show the program's own files and lines, and nothing of the harness. */
const path = require("node:path");
const { inspect } = require("node:util");

const HARNESS_FOLDER = __dirname + path.sep;

/**
 * @typedef {(line: number, column: number) => { line: number, column: number }} PositionMap
 *   from what was executed to what the user wrote, both counted from 1
 */

/** @param {NodeJS.CallSite} site */
function isHarness(site) {
  const fileName = site.getFileName() ?? "";
  return fileName.startsWith(HARNESS_FOLDER) || fileName.startsWith("node:internal/");
}

/**
 * @param {string} fileName the program's
 * @param {PositionMap | null} mapPosition
 */
function installStackTraces(fileName, mapPosition) {
  const position = new RegExp(`${fileName.replaceAll(".", "\\.")}:(\\d+):(\\d+)`);
  const format = (/** @type {NodeJS.CallSite} */ site) => {
    const text = String(site);
    if (mapPosition === null) return text;
    return text.replace(position, (_match, line, column) => {
      const original = mapPosition(Number(line), Number(column));
      return `${fileName}:${original.line}:${original.column}`;
    });
  };
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    enumerable: false,
    writable: true,
    value(/** @type {Error} */ error, /** @type {NodeJS.CallSite[]} */ sites) {
      let header;
      try {
        header = Error.prototype.toString.call(error);
      } catch {
        header = "Error";
      }
      const frames = sites
        .filter((site) => !isHarness(site))
        .map((site) => `\n    at ${format(site)}`);
      return header + frames.join("");
    },
  });
}

/**
 * Describes whatever a program threw. Never throws, but may loop for as long as a hostile getter
 * does; the parent's time limit covers that.
 * @param {unknown} thrown
 */
function describeThrown(thrown) {
  try {
    if (thrown instanceof Error && typeof thrown.stack === "string") {
      const extra = Object.keys(thrown).length > 0 || thrown.cause !== undefined;
      return extra ? inspect(thrown) : thrown.stack;
    }
    return `Uncaught ${inspect(thrown)}`;
  } catch {
    return "Uncaught value that cannot be shown";
  }
}

/** Where and what, without the stack of the compiler. @param {unknown} thrown */
function describeCompileError(thrown) {
  return describeThrown(thrown).replace(/\n {4}at .*/s, "");
}

/** Whether the runtime could not get memory that a program asked for. @param {unknown} thrown */
function isOutOfMemory(thrown) {
  try {
    return (
      thrown instanceof RangeError &&
      /allocation failed|failed to allocate|out of memory/i.test(thrown.message)
    );
  } catch {
    return false;
  }
}

module.exports = { installStackTraces, describeCompileError, describeThrown, isOutOfMemory };
