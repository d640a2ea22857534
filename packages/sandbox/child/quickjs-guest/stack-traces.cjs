// @ts-check
"use strict";
/** Stack traces with the program's own files and lines, and nothing of the harness. */
const { inspect } = require("./inspect.cjs");

/** File names of the harness itself begin with it. */
const HARNESS_PREFIX = "sandbox:";

/** @param {any} site @param {import("./host.d.ts").Host} host */
function describeSite(site, host) {
  const fileName = site.getFileName();
  const name = site.getFunctionName();
  const where =
    fileName === null || fileName === undefined || site.isNative()
      ? "<anonymous>"
      : `${fileName}:${host.mapPosition(fileName, site.getLineNumber(), site.getColumnNumber())}`;
  return name === null || name === "" || name === "<anonymous>" || name === "<eval>"
    ? `    at ${where}`
    : `    at ${name} (${where})`;
}

/** @param {Error} error */
function describeHeader(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/** @param {import("./host.d.ts").Host} host */
function installStackTraces(host) {
  // By assignment: QuickJS keeps it behind a setter.
  /** @type {any} */ (Error).prepareStackTrace = (
    /** @type {Error} */ error,
    /** @type {any[]} */ sites,
  ) => {
    const own = sites.filter((site) => !String(site.getFileName()).startsWith(HARNESS_PREFIX));
    // Up to the program's outermost: what called it is the harness's.
    const outermost = own.findLastIndex((site) => !site.isNative());
    const lines = own.slice(0, outermost + 1).map((site) => describeSite(site, host));
    return [describeHeader(error), ...lines].join("\n");
  };
}

/** Describes whatever a program threw. Never throws. @param {unknown} thrown */
function describeThrown(thrown) {
  try {
    if (!(thrown instanceof Error)) return `Uncaught ${inspect(thrown)}`;
    // One that came from too deep has none.
    return typeof thrown.stack === "string" ? inspect(thrown) : describeHeader(thrown);
  } catch {
    return "Uncaught value that cannot be shown";
  }
}

module.exports = { installStackTraces, describeThrown };
