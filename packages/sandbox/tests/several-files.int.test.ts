import { expect, it } from "vitest";
import { createSandbox } from "../src/sandbox.js";
import { LIMITS, testInEveryRuntime } from "./every-runtime.js";

interface Case {
  name: string;
  /** Contents by name, the file to start with first. */
  files: Record<string, string>;
  args?: string[];
  stdout?: string;
  stderr?: RegExp;
  exitCode?: number;
  error?: string;
}

const FILES = 64;

/** A program of as many files as there may be: the first, then `1`, `2` and so on. */
function chain(extension: string, content: (index: number) => string): Record<string, string> {
  const name = (index: number): string => `${index === 0 ? "main" : `m${index}`}.${extension}`;
  return Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [name(index), content(index)]),
  );
}

const JAVASCRIPT: Case[] = [
  {
    name: "requires files, folders and JSON, without extensions",
    files: {
      "main.js": `console.log(require('./a').x, require('./dir'), require('./data').k, require('./pkg'))`,
      "a.js": `exports.x = 1`,
      "dir/index.js": `module.exports = 'dir ' + require('../a').x`,
      "data.json": `{"k": [2]}`,
      "pkg/package.json": `{"main": "./lib/start"}`,
      "pkg/lib/start.js": `module.exports = 'started'`,
    },
    stdout: "1 dir 1 [ 2 ] started\n",
  },
  {
    name: "runs each file once, and knows which is the main one",
    files: {
      "src/main.js": `const a = require('../lib/a'); console.log(require('../lib/a.js') === a, require.main === module, __filename, process.argv[1], Object.keys(require.cache).join())`,
      "lib/a.js": `console.log('once', require.main === module, module.parent.filename, __filename, __dirname)`,
    },
    stdout:
      "once false /src/main.js /lib/a.js /lib\ntrue true /src/main.js /src/main.js /src/main.js,/lib/a.js\n",
  },
  {
    name: "sees what a file in a cycle has exported so far",
    files: {
      "main.js": `console.log(require('./a'))`,
      "a.js": `exports.early = 1; exports.b = require('./b'); exports.late = 2`,
      "b.js": `module.exports = Object.keys(require('./a')).join()`,
    },
    stdout: "{ early: 1, b: 'early', late: 2 }\n",
  },
  {
    name: "runs a file again that it took out of the cache, or that failed",
    files: {
      "main.js": `const a = require('./a'); delete require.cache[require.resolve('./a')]; console.log(require('./a') === a); for (const i of [1, 2]) try { require('./b') } catch (e) { console.log(e.message) }`,
      "a.js": `module.exports = {}`,
      "b.js": `globalThis.n = (globalThis.n ?? 0) + 1; throw new Error('time ' + n)`,
    },
    stdout: "false\ntime 1\ntime 2\n",
  },
  {
    name: "imports live bindings, namespaces, JSON and folders",
    files: {
      "main.js": `import what, { n, add } from './count.js'; import * as all from './count'; import data from './data.json' with { type: 'json' }; add(); console.log(what, n, all.n, data.k, import.meta.url, import.meta.dirname, import.meta.resolve('./dir')); console.log((await import('./dir')).default)`,
      "count.js": `export let n = 1; export function add() { n += 1 } export default 'count'`,
      "data.json": `{"k": 3}`,
      "dir/index.mjs": `export default import.meta.filename`,
    },
    stdout: "count 2 2 3 file:///main.js / file:///dir/index.mjs\n/dir/index.mjs\n",
  },
  {
    name: "imports in a cycle",
    files: {
      "main.mjs": `import { a } from './a.mjs'; console.log(a())`,
      "a.mjs": `import { b } from './b.mjs'; export const a = () => 'a' + b(); export const late = 'c'`,
      "b.mjs": `import { late } from './a.mjs'; export const b = () => 'b' + late`,
    },
    stdout: "abc\n",
  },
  {
    name: "imports CommonJS in order, with default and named exports",
    files: {
      "main.mjs": `import './first.mjs'; import all, { x, y } from './c.cjs'; import { z } from './again.cjs'; import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); console.log(x, y(), z, all === require('./c.cjs'), require.main)`,
      "first.mjs": `console.log('first')`,
      "c.cjs": `console.log('then'); exports.x = 1; exports.y = () => 2; module.exports.z = 3`,
      "again.cjs": `module.exports = require('./c.cjs')`,
    },
    stdout: "first\nthen\n1 2 3 true undefined\n",
  },
  {
    name: "requires an ES module that does not wait",
    files: {
      "main.js": `const m = require('./m.mjs'); console.log(m.default, m.x, require('./m.mjs') === m); try { require('./waits.mjs') } catch (e) { console.log(e.code) } import('./waits.mjs').then((n) => console.log(n.v, require('./waits.mjs').v))`,
      "m.mjs": `console.log('once'); export default 1; export const x = 2`,
      "waits.mjs": `export const v = await new Promise((r) => setTimeout(r, 1, 5))`,
    },
    stdout: "once\n1 2 true\nERR_REQUIRE_ASYNC_MODULE\n5 5\n",
  },
  {
    name: "cannot require an ES module that is being evaluated",
    files: {
      "main.mjs": `import './c.cjs'; console.log('end')`,
      "c.cjs": `for (const name of ['./main.mjs', './d.mjs']) try { require(name) } catch (e) { console.log(e.code) } import('./d.mjs').then((d) => console.log(d.default.x)); exports.x = 1`,
      "d.mjs": `import c from './c.cjs'; export default c`,
    },
    stdout: "ERR_REQUIRE_CYCLE_MODULE\nERR_REQUIRE_CYCLE_MODULE\nend\n1\n",
  },
  {
    name: "imports the same from several places at once",
    files: {
      "main.js": `Promise.all(['./a.mjs', './b.mjs', './c.cjs', './c.cjs', 'util', 'util'].map((name) => import(name))).then(([a, b, c, d, e, f]) => console.log(a.s === b.s, c === d, e === f))`,
      "a.mjs": `export { s } from './s.mjs'`,
      "b.mjs": `export { s } from './s.mjs'`,
      "s.mjs": `await 0; export const s = {}`,
      "c.cjs": `exports.q = 1`,
    },
    stdout: "true true true\n",
  },
  {
    name: "may declare what its files are",
    files: {
      "main.js": `console.log(typeof require, this)`,
      "package.json": `{"type": "module"}`,
      "old/package.json": `{"type": "commonjs"}`,
      "old/x.js": `console.log('not run')`,
    },
    stdout: "undefined undefined\n",
  },
  {
    name: "gets built-in modules by their names, and files by their paths",
    files: {
      "main.js": `console.log(require('fs').x, require('./fs').x, require('node:fs').x, require('./node:fs.js'), require('./__proto__').a, require('./constructor').b)`,
      "fs.js": `exports.x = 'file'`,
      "node:fs": ``,
      "node:fs.js": `module.exports = 'odd'`,
      "__proto__.js": `exports.a = 1`,
      "constructor.js": `exports.b = 2`,
    },
    stdout: "undefined file undefined odd 1 2\n",
  },
  {
    name: "reads its own files, and no others",
    files: {
      "main.js": `const fs = require('fs'); console.log(fs.readFileSync('data.txt', 'utf8'), fs.readFileSync(require('path').join(__dirname, 'd/x.bin')).length); try { fs.readFileSync('/etc/passwd') } catch (e) { console.log(e.code) } try { require('./data.txt') } catch (e) { console.log(e.code) } fs.promises.readFile(new URL('file:///data.txt'), { encoding: 'utf8' }).then((text) => { console.log(text, fs.existsSync('d/x.bin'), fs.existsSync('/etc/passwd')); fs.readFile('data.txt', 'utf8', (error, text) => { console.log(error, text); fs.readFile('/etc/passwd', (error) => console.log(error.code)) }) })`,
      "data.txt": "tëxt",
      "d/x.bin": "é",
    },
    stdout: "tëxt 2\nENOENT\nERR_UNKNOWN_FILE_EXTENSION\ntëxt true false\nnull tëxt\nENOENT\n",
  },
  {
    name: "requires through as many files as it can have",
    files: chain("js", (index) =>
      index === FILES - 1
        ? "module.exports = 1"
        : `module.exports = require('./m${index + 1}') + 1; if (require.main === module) console.log(module.exports)`,
    ),
    stdout: `${FILES}\n`,
  },
  {
    name: "imports in a cycle through as many files as it can have",
    files: chain("mjs", (index) => {
      const next = index === FILES - 1 ? "main" : `m${index + 1}`;
      const start = index === 0 ? "console.log(f(0))" : "";
      return `import { f as g } from './${next}.mjs'; export function f(n) { return n < 200 ? g(n + 1) : n } ${start}`;
    }),
    stdout: "200\n",
  },
  {
    name: "is told which file asks for one that is missing",
    files: { "main.js": `require('./lib/a')`, "lib/a.js": `\nrequire('../nope.json')` },
    stderr:
      /^Error: Cannot find module '\.\.\/nope\.json' imported from lib\/a\.js\n {4}at Object\.<anonymous> \(lib\/a\.js:2:1\)\n {4}at Object\.<anonymous> \(main\.js:1:1\) \{\n {2}code: 'MODULE_NOT_FOUND'\n\}\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "may handle that an imported file is missing",
    files: {
      "main.mjs": `for (const name of ['./a.mjs', './b.mjs', 'left-pad']) await import(name).catch((e) => console.log(e.code, e.message))`,
      "a.mjs": `import './nope.mjs'`,
      "b.mjs": `import { nope } from './c.mjs'`,
      "c.mjs": `export const c = 1`,
    },
    stdout:
      "ERR_MODULE_NOT_FOUND Cannot find module './nope.mjs' imported from a.mjs\n" +
      "undefined The requested module './c.mjs' does not provide an export named 'nope' (imported from b.mjs)\n" +
      "ERR_MODULE_NOT_FOUND Module 'left-pad' is not available in the sandbox\n",
  },
  {
    name: "runs only when all of it compiles",
    files: {
      "main.js": `console.log('ran')`,
      "lib/a.mjs": `import x from 'fs';\nexport const y = ;`,
    },
    stdout: "",
    stderr: /^lib\/a\.mjs:2\nexport const y = ;\n {17}\^\n\nSyntaxError: Unexpected token ';'\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "shows the files that an error came through",
    files: {
      "main.mjs": `import { f } from './lib/f.mjs';\nawait f()`,
      "lib/f.mjs": `import g from './g.cjs';\nexport async function f() {\n  await 0;\n  g()\n}`,
      "lib/g.cjs": `module.exports = function g() {\n  null.x\n}`,
    },
    stderr: /^TypeError: [^\n]*\n {4}at g \(lib\/g\.cjs:2:8\)\n {4}at f \(lib\/f\.mjs:4:3\)\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
];

const TYPESCRIPT: Case[] = [
  {
    name: "imports files by whichever name, and leaves declarations alone",
    files: {
      "main.ts": `import { a } from './a'; import { b } from './b.js'; import { E } from './c.ts'; import m from './m.mjs'; import { j } from './plain.js'; import type { T } from './types'; import data from './data.json'; import { Shape } from './shape';\nconst t: T = { n: 1 }; const s: Shape = t; console.log(a, b, E.B, m, j, s, data, await a)`,
      "a.ts": `export const a: number = 1`,
      "b.ts": `export const b: string = 'b'`,
      "c.ts": `export const enum E { A = 2, B }`,
      "m.mts": `export default 'm' as string`,
      "plain.js": `export const j = 'js'`,
      "types.d.ts": `export interface T { n: number } this is not read`,
      "data.json": `[1]`,
      "shape.ts": `export interface Shape { n: number }`,
    },
    stdout: "1 b 3 m js { n: 1 } [ 1 ] 1\n",
  },
  {
    name: "has classes that need each other",
    files: {
      "main.ts": `import { A } from './a'; console.log(new A().b().a().name)`,
      "a.ts": `import { B } from './b'; export class A { name = 'A'; b(): B { return new B() } }`,
      "b.ts": `import { A } from './a'; export class B { a(): A { return new A() } }`,
    },
    stdout: "A\n",
  },
  {
    name: "may be CommonJS",
    files: {
      "main.ts": `import d = require('./d');\nimport m from './m.mjs';\nimport { e } from './e';\nconsole.log(d.n as number, m, e, __filename)`,
      "d.cts": `const d = { n: 4 };\nexport = d`,
      "m.mts": `export default 'm'`,
      "e.ts": `export const e: number = 5`,
    },
    stdout: "4 m 5 /main.ts\n",
  },
  {
    name: "shows the lines of each file as they were written",
    files: {
      "main.ts": `interface A {\n  a: number\n}\nimport { f } from './lib/f';\nf({ a: 1 } as A)`,
      "lib/f.ts": `type Gone = {\n  x: string\n}\n\nexport function f(a: unknown): never {\n  return eval('fail()')\n}\n\ninterface Gone2 {\n  y: 1\n}\n\nfunction fail(): never { throw new Error('deep') }`,
    },
    stderr:
      /^Error: deep\n {4}at fail \(lib\/f\.ts:13:32\)\n {4}at eval \(eval at f \(lib\/f\.ts:6:10\), <anonymous>:1:1\)\n {4}at f \(lib\/f\.ts:6:10\)\n {4}at main\.ts:5:1\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "runs only when all of it compiles",
    files: {
      "main.ts": `console.log('ran')`,
      "lib/x.ts": `interface A {\n  a: number\n}\nconst b: = 2;`,
    },
    stdout: "",
    stderr: /^lib\/x\.ts:4:10 - error TS1110: Type expected\.\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "is shown its own lines of what only the runtime refuses",
    files: {
      "main.ts": `import './x'`,
      "x.ts": `interface A {\n  a: number\n}\nexport const b: A = { a: 1 };\nexport const b: A = { a: 2 };`,
    },
    stderr:
      /^x\.ts:5\nexport const b: A = \{ a: 2 \};\n {13}\^\n\nSyntaxError: Identifier 'b' has already been declared\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
];

const PYTHON: Case[] = [
  {
    name: "imports modules, packages and folders",
    files: {
      "main.py": `import helper\nfrom pkg.mod import f\nfrom pkg import sub\nimport folder.inner\nprint(helper.x, f(), sub.NAME, folder.inner.q, helper.__file__, __file__)`,
      "helper.py": `print("once")\nimport helper\nx = 1`,
      "pkg/__init__.py": `from .mod import f as g`,
      "pkg/mod.py": `from . import util\nfrom .sub import deep\ndef f():\n    return util.k + deep.v`,
      "pkg/util.py": `k = 1`,
      "pkg/sub/__init__.py": `NAME = __name__`,
      "pkg/sub/deep.py": `from ..util import k\nv = k + 1`,
      "folder/inner.py": `q = 3`,
    },
    stdout: "once\n1 3 pkg.sub 3 helper.py main.py\n",
  },
  {
    name: "has its own in place of standard modules, as far as Python lets it",
    files: {
      "main.py": `import random, json.tool, time, ast, html\nprint(random.x, json.tool.y, time.time() > 1, ast.z, html.escape("<"))\nprint((1 +\n  1) / 0)`,
      "random.py": `x = 5`,
      "json/__init__.py": ``,
      "json/tool.py": `y = 6`,
      "time.py": `raise ValueError("built in")`,
      "ast.py": `z = 7`,
      "html/page.txt": `only a folder`,
      "threading.py": ``,
      "traceback.py": ``,
    },
    stdout: "5 6 True 7 &lt;\n",
    stderr: /^Traceback [^]*ZeroDivisionError: division by zero\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "looks beside the file that it starts with, and where it says",
    files: {
      "src/main.py": `import sys, helper\nsys.path.append("lib")\nimport other\nprint(helper.v, other.v, sys.argv, __file__)`,
      "src/helper.py": `v = 1`,
      "helper.py": `v = 2`,
      "lib/other.py": `v = 3`,
    },
    args: ["a"],
    stdout: "1 3 ['src/main.py', 'a'] src/main.py\n",
  },
  {
    name: "reads its own files in every usual way",
    files: {
      "main.py": `import importlib.resources, json, os, pathlib, pkgutil\nprint(open("data.txt").read(), json.load(open("d/x.json")), pkgutil.get_data("pkg", "t.txt"))\nprint((importlib.resources.files("pkg") / "t.txt").read_text())\nprint(pathlib.Path(__file__).parent.joinpath("data.txt").read_text())\nprint(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data.txt"), "rb").read())\nprint([line for line in open("lines.txt")])\ntry:\n    open("/etc/passwd")\nexcept OSError:\n    print("refused")`,
      "data.txt": "héllo",
      "d/x.json": `{"a": 1}`,
      "pkg/__init__.py": "",
      "pkg/t.txt": "text",
      "lines.txt": "a\r\nb\n",
    },
    stdout: "héllo {'a': 1} b'text'\ntext\nhéllo\nb'h\\xc3\\xa9llo'\n['a\\n', 'b\\n']\nrefused\n",
  },
  {
    name: "shows the files that an error came through",
    files: {
      "main.py": `try:\n    import pkg.m\nexcept ZeroDivisionError as error:\n    raise RuntimeError("late") from error`,
      "pkg/__init__.py": "",
      "pkg/m.py": `text = "\u2028"\n\n1 / 0`,
    },
    stderr:
      /^Traceback \(most recent call last\):\n {2}File "main\.py", line 2, in <module>\n {4}import pkg\.m\n {2}File "pkg\/m\.py", line 3, in <module>\n {4}1 \/ 0\n(?: {4}~~\^~~\n)?ZeroDivisionError: division by zero\n\nThe above [^]*\n\nTraceback \(most recent call last\):\n {2}File "main\.py", line 4, in <module>\n {4}raise RuntimeError\("late"\) from error\nRuntimeError: late\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "runs only when all of it compiles",
    files: { "main.py": `print("ran")`, "lib/a.py": `x = 1\ny = = 2` },
    stdout: "",
    stderr: /^ {2}File "lib\/a\.py", line 2\n {4}y = = 2\n {8}\^\nSyntaxError: invalid syntax\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "is told of modules that are missing",
    files: { "main.py": `import helper`, "helper.py": `import nope` },
    stderr: /File "helper\.py", line 1, in <module>\n[^]*No module named 'nope'\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "imports through as many files as it can have, and in a cycle",
    files: chain("py", (index) => {
      const next = index === FILES - 1 ? "main" : `m${index + 1}`;
      return `import ${next}\nif __name__ == "__main__":\n    print(m1.m2.m3.__name__, len([m for m in __import__("sys").modules if m[0] == "m" and m[1:].isdigit()]))`;
    }),
    stdout: `m3 ${FILES - 1}\n`,
  },
  {
    name: "may have files with names that mean something elsewhere",
    files: {
      "main.py": `import __proto__, constructor, sys\nprint(__proto__.a, constructor.b, sys.argv)`,
      "__proto__.py": `a = 1`,
      "constructor.py": `b = 2`,
      "sys.py": `print("never")`,
      "python_program.py": `print("never")`,
      "node:fs": "",
    },
    stdout: "1 2 ['main.py']\n",
  },
];

testInEveryRuntime(
  { javascript: JAVASCRIPT, typescript: TYPESCRIPT, python: PYTHON },
  async (sandbox, language, program) => {
    const { files, args = [], stdout, stderr, exitCode = 0, error = null } = program;
    const verdict = await sandbox.run({
      language,
      files: Object.entries(files).map(([name, content]) => ({ name, content })),
      args,
      limits: LIMITS,
    });
    if (stdout !== undefined) expect(verdict.stdout).toBe(stdout);
    expect(verdict.stderr).toMatch(stderr ?? /^$/);
    expect(verdict).toMatchObject({ error: error === null ? null : { code: error }, exitCode });
  },
);

it("a program with names that are no paths is refused without starting it", async () => {
  const sandbox = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
  const files = [
    { name: "main.js", content: "" },
    { name: "../x.js", content: "" },
  ];
  const verdict = await sandbox.run({ language: "javascript", files });
  await sandbox.close();
  expect(verdict).toMatchObject({ error: { code: "COMPILE_ERROR" }, exitCode: null });
  expect(verdict.error?.message).toContain('"../x.js"');
});
