// @ts-check
"use strict";
/**
 * Boots Pyodide once and writes its memory to a file, from which children start five times faster.
 * Runs only this package's own code, unlocked: `node build-pyodide-snapshot.cjs PYODIDE_FOLDER FILE`.
 */
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

/** Imported into the snapshot, so that programs which use them start at once. */
const PRELOADED = `
import asyncio, atexit, bisect, collections, dataclasses, datetime, enum, functools, heapq, itertools, json
import linecache, math, random, re, statistics, string, threading, traceback, types, typing
`;

async function main() {
  const [folder = "", target = ""] = process.argv.slice(2);
  const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
  const pyodide = await loadPyodide({ indexURL: folder + path.sep, _makeSnapshot: true });
  pyodide.runPython(PRELOADED);
  const temporary = `${target}.${process.pid}`;
  fs.writeFileSync(temporary, pyodide.makeMemorySnapshot());
  fs.renameSync(temporary, target);
}

void main();
