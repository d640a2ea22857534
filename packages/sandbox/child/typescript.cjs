// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");
const { stripTypes } = require("./strip-types.cjs");

/** @type {import('./lock.cjs').LockPlan & { typescriptPath: string, lexerPath: string }} */
const plan = JSON.parse(String(process.argv[2]));
/** @type {typeof import('typescript')} */
const ts = require(plan.typescriptPath);

/** @type {import('./program-modules.cjs').NodeLanguage["transpile"]} */
function transpile(file, format) {
  if (!file.name.endsWith("ts")) return { code: file.content, mapPosition: null };
  return stripTypes(ts, file, format);
}

// The first call compiles much of the compiler itself.
transpile(
  {
    name: "main.ts",
    content:
      "enum Warm { A }\nconst a: number = Warm.A;\nclass B<T> { constructor(private b: T) {} }",
  },
  null,
);
void serveProgram({ extensions: [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"], transpile }, plan);
