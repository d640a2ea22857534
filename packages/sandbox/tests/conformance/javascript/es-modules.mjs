import assert, { AssertionError } from "node:assert/strict";
import { EventEmitter } from "node:events";
import path from "node:path";
import * as util from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { createRequire } from "node:module";

export const answer = 42;
export default function greet(name) {
  return `hello ${name}`;
}

const started = performance.now();
const value = await sleep(5, "slept");
assert.ok(performance.now() - started >= 4);
console.log(value, greet("module"), answer, typeof module, this);

const { format, default: defaultUtil } = await import("node:util");
console.log(format("%s is %d years and %j", "Ann", 30, { a: 1 }), defaultUtil.format === format);
console.log(
  util.types.isModuleNamespaceObject(util),
  Object.isSealed(util),
  typeof import.meta.url,
);
console.log(path.posix.join("/a", "..", "b", "./c.txt"), path.win32.basename("C:\\x\\y.md", ".md"));
console.log(path.relative("/data/a/b", "/data/c"), path.parse("/home/u/file.tar.gz"));

try {
  assert.deepEqual({ a: [1, 2] }, { a: [1, 3] });
} catch (error) {
  console.log(error instanceof AssertionError, error.code, error.operator);
}
try {
  await import("./does-not-exist.mjs");
} catch (error) {
  console.log(error instanceof Error);
}
const require = createRequire(import.meta.url);
console.log(require("os").EOL === "\n", require("node:url").pathToFileURL("/a b").href);
const emitter = new EventEmitter();
const waiting = new Promise((resolve) => emitter.once("go", resolve));
queueMicrotask(() => emitter.emit("go", "went"));
console.log(await waiting);
(() => {
  try {
    undeclared = 1;
  } catch (error) {
    console.log("strict:", error.name);
  }
})();
for await (const n of (async function* () {
  yield* [1, 2];
})())
  console.log(n);
