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

/** A position as V8 writes it; only names without these characters are found in evaluated code. */
const POSITION = /([^\s():,]+):(\d+):(\d+)/;

/**
 * @param {NodeJS.CallSite} site
 * @param {Map<string, PositionMap>} positions
 */
function formatSite(site, positions) {
  const text = String(site);
  const name = site.getFileName();
  const [, origin = "", originLine, originColumn] = POSITION.exec(site.getEvalOrigin() ?? "") ?? [];
  const fileName = name ?? origin;
  const mapPosition = positions.get(fileName);
  if (mapPosition === undefined) return text;
  const line = name == null ? Number(originLine) : (site.getLineNumber() ?? 1);
  const column = name == null ? Number(originColumn) : (site.getColumnNumber() ?? 1);
  const original = mapPosition(line, column);
  return text
    .split(`${fileName}:${line}:${column}`)
    .join(`${fileName}:${original.line}:${original.column}`);
}

/**
 * @param {Map<string, PositionMap>} positions by file name, of files that are not executed as they
 *   were written; may be added to later
 */
function installStackTraces(positions) {
  /** @typedef {(error: Error, sites: NodeJS.CallSite[]) => unknown} Formatter */
  /** @type {Formatter} */
  const format = (error, sites) => {
    let header;
    try {
      header = Error.prototype.toString.call(error);
    } catch {
      header = "Error";
    }
    const frames = sites.map((site) => `\n    at ${formatSite(site, positions)}`);
    return header + frames.join("");
  };
  /** @type {Formatter} a program may have one of its own */
  let current = format;
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: false,
    enumerable: false,
    get() {
      const formatter = current;
      return (/** @type {Error} */ error, /** @type {NodeJS.CallSite[]} */ sites) =>
        formatter(
          error,
          sites.filter((site) => !isHarness(site)),
        );
    },
    set(/** @type {unknown} */ value) {
      current = typeof value === "function" ? /** @type {Formatter} */ (value) : format;
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
      // What only inspection shows.
      const extra =
        Object.keys(thrown).length > 0 ||
        thrown.cause !== undefined ||
        thrown instanceof AggregateError;
      return extra ? inspect(thrown) : thrown.stack;
    }
    return `Uncaught ${inspect(thrown)}`;
  } catch {
    return "Uncaught value that cannot be shown";
  }
}

/** How V8 begins when it knows where: the line's number, the line, a mark below it. */
const EXCERPT = /^(\d+)\n.*\n( *)(\^+)/;

/**
 * Where and what, as the user wrote it and without the stack of the compiler.
 * @param {unknown} thrown
 * @param {import('./control-channel.cjs').SourceFile} file
 * @param {Map<string, PositionMap>} positions
 */
function describeCompileError(thrown, { name, content }, positions) {
  const text = describeThrown(thrown).replace(/\n {4}at .*/s, "");
  if (!text.startsWith(`${name}:`)) return `${name}: ${text}`;
  const mapPosition = positions.get(name);
  const lines = content.split("\n");
  const excerpt = text.slice(name.length + 1).replace(EXCERPT, (_excerpt, line, indent, mark) => {
    const written = mapPosition?.(Number(line), indent.length + 1);
    if (written === undefined) return `${line}\n${lines[line - 1]}\n${indent}${mark}`;
    return `${written.line}\n${lines[written.line - 1]}\n${" ".repeat(written.column - 1)}^`;
  });
  return `${name}:${excerpt}`;
}

/** Whether the runtime could not get memory that a program asked for. @param {unknown} thrown */
function isOutOfMemory(thrown) {
  try {
    return (
      thrown instanceof Error &&
      /allocation failed|malloc failure|deserialize cloned data|(?:failed|unable|could not) (?:to )?(?:allocate|grow)|out of memory/i.test(
        thrown.message,
      )
    );
  } catch {
    return false;
  }
}

module.exports = { installStackTraces, describeCompileError, describeThrown, isOutOfMemory };
