// @ts-check
"use strict";
/** What `require` gives a program: its own files and the built-in modules that exist here. */
const assert = require("./assert.cjs");
const { Buffer } = require("./buffer.cjs");
const EventEmitter = require("./events.cjs");
const { createFs } = require("./fs.cjs");
const path = require("./path.cjs");
const readline = require("./readline.cjs");
const { timers } = require("./timers.cjs");
const util = require("./util.cjs");

const timerPromises = {
  setTimeout: (/** @type {number} */ delayMs, /** @type {unknown} */ value) =>
    new Promise((resolve) => {
      timers.setTimeout(() => resolve(value), delayMs);
    }),
  setImmediate: (/** @type {unknown} */ value) =>
    new Promise((resolve) => {
      timers.setImmediate(() => resolve(value));
    }),
};

/** @param {string} id */
function unavailable(id) {
  return Object.assign(new Error(`Module '${id}' is not available in the sandbox`), {
    code: "MODULE_NOT_FOUND",
  });
}

/**
 * @param {import("./host.d.ts").Host} host
 * @param {object} process
 */
function createModules(host, process) {
  /** @type {Map<string, string>} */
  const files = new Map();
  const fs = createFs(host, files);
  const builtins = new Map(
    /** @type {[string, any][]} */ ([
      ["assert", assert],
      ["assert/strict", assert.strict],
      ["buffer", { Buffer, constants: { MAX_LENGTH: 2 ** 31 - 1 } }],
      ["console", globalThis.console],
      ["events", EventEmitter],
      ["fs", fs],
      ["fs/promises", fs.promises],
      ["os", { EOL: "\n", platform: () => "quickjs", cpus: () => [], tmpdir: () => "/tmp" }],
      ["path", path],
      ["path/posix", path],
      ["perf_hooks", { performance }],
      ["process", process],
      ["readline", readline],
      ["readline/promises", readline.promises],
      ["timers", { ...timers, promises: timerPromises }],
      ["timers/promises", timerPromises],
      ["util", util],
      ["util/types", util.types],
    ]),
  );
  /** Modules by file name; programs may take some out. @type {Record<string, { exports: any }>} */
  const cache = Object.create(null);
  /** @type {object | undefined} */
  let main;

  /** @param {string} name @returns {any} what a file exports, run once */
  const runFile = (name) => {
    const filename = `/${name}`;
    const cached = cache[filename];
    if (cached !== undefined) return cached.exports;
    const executed = { exports: {}, id: filename, filename, loaded: false, children: [] };
    cache[filename] = executed;
    main ??= executed;
    try {
      if (name.endsWith(".json")) {
        executed.exports = JSON.parse(files.get(name) ?? "");
      } else {
        const run = host.compile(name);
        const folder = path.dirname(filename);
        run.call(
          executed.exports,
          executed.exports,
          createRequire(name),
          executed,
          filename,
          folder,
        );
      }
    } catch (error) {
      delete cache[filename];
      throw error;
    }
    executed.loaded = true;
    return executed.exports;
  };

  /** @param {string} importer */
  const createRequire = (importer) => {
    const find = (/** @type {string} */ id) => {
      const file = host.resolve(id, importer);
      if (file === "") throw unavailable(id);
      return file;
    };
    const require = (/** @type {unknown} */ id) => getBuiltin(id) ?? runFile(find(String(id)));
    return Object.assign(require, {
      main,
      cache,
      resolve: (/** @type {unknown} */ id) =>
        getBuiltin(id) === undefined ? `/${find(String(id))}` : String(id),
    });
  };

  const getBuiltin = (/** @type {unknown} */ id) => builtins.get(String(id).replace(/^node:/, ""));

  return {
    /** @param {{ name: string, content: string }[]} added */
    addFiles(added) {
      for (const { name, content } of added) files.set(name, content);
    },
    runFile,
    getBuiltin,
  };
}

module.exports = { createModules };
