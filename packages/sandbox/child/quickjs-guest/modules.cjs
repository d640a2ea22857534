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
  /** @type {Map<string, { exports: any }>} */
  const loaded = new Map();

  /** @param {string} name @returns {any} */
  const runFile = (name) => {
    const cached = loaded.get(name);
    if (cached !== undefined) return cached.exports;
    const folder = path.dirname(name);
    const module = {
      exports: {},
      id: `/${name}`,
      filename: `/${name}`,
      loaded: false,
      children: [],
    };
    loaded.set(name, module);
    if (name.endsWith(".json")) {
      module.exports = JSON.parse(files.get(name) ?? "");
      return module.exports;
    }
    try {
      const run = host.compile(name);
      const require = createRequire(folder);
      run.call(
        module.exports,
        module.exports,
        require,
        module,
        `/${name}`,
        path.resolve("/", folder),
      );
    } catch (error) {
      loaded.delete(name);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };

  /** @param {string} folder */
  const createRequire = (folder) => {
    const require = (/** @type {unknown} */ id) => {
      const name = String(id).replace(/^node:/, "");
      const builtin = builtins.get(name);
      if (builtin !== undefined) return builtin;
      const file = host.resolve(name, folder);
      if (file === "") throw unavailable(String(id));
      return runFile(file);
    };
    return Object.assign(require, { cache: {}, resolve: (/** @type {string} */ id) => id });
  };

  return {
    /** @param {{ name: string, content: string }[]} added */
    addFiles(added) {
      for (const { name, content } of added) files.set(name, content);
    },
    runFile,
    /** @param {unknown} id */
    getBuiltin: (id) => builtins.get(String(id).replace(/^node:/, "")),
  };
}

module.exports = { createModules };
