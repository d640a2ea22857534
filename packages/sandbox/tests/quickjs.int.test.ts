import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createQuickjsJavascript } from "../src/languages/quickjs-javascript.js";
import { QUICKJS_PROBE } from "../src/languages/quickjs-probe.js";
import { findQuickjsRuntimes } from "../src/languages/runtimes.js";
import { childLimits, DEFAULT_CAPS, DEFAULT_LIMITS } from "../src/limits.js";
import { createSandbox, type CodeRequest, type Sandbox } from "../src/sandbox.js";
import { createQuickjsTier } from "../src/tiers/quickjs.js";
import { findProcesses, makeCage, runUnprotected } from "./hostile/canaries.js";
import { JAVASCRIPT_FILES } from "./hostile/javascript-files.js";
import { JAVASCRIPT_PROCESSES } from "./hostile/javascript-processes.js";
import { eventually } from "./eventually.js";

interface Outcome {
  stdout?: string;
  stderr?: RegExp;
  exitCode?: number;
  error?: string;
}

interface Case extends Omit<CodeRequest, "language">, Outcome {
  name: string;
}

interface FilesCase extends Outcome {
  name: string;
  language: "javascript" | "typescript";
  /** Contents by name, the file to start with first. */
  files: Record<string, string>;
}

const BUILT_MODULE = path.resolve(import.meta.dirname, "../dist/sandbox.js");
const TIMEOUT_MS = 60_000;
/** Beyond what a busy machine takes. */
const LIMITS = { wallMs: 30_000, cpuMs: 30_000 };

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

const JAVASCRIPT: Case[] = [
  {
    name: "prints to both streams",
    code: `console.log('a'); console.error('b'); console.info('c'); console.warn('d'); console.debug('e')`,
    stdout: "a\nc\ne\n",
    stderr: /^b\nd\n$/,
  },
  {
    name: "formats values like Node",
    code: `console.log({ a: [1, new Map([[1, 2]])], b: 'x', c: { d: { e: {} } } }, '%s', -0, [undefined, null], new Set(['x']), 1n, Symbol('s'))`,
    stdout: `{ a: [ 1, Map(1) { 1 => 2 } ], b: 'x', c: { d: { e: {} } } } %s -0 [ undefined, null ] Set(1) { 'x' } 1n Symbol(s)\n`,
  },
  {
    name: "puts long values on lines like Node",
    code: `console.log([1, 2, 3, 4, 5, 6, 7]); console.log({ name: 'x'.repeat(40), other: 'y'.repeat(40) }); console.log('%d %i %j %o|%%', '2', 3.7, { a: 1 }, 'x')`,
    stdout: `[\n  1, 2, 3, 4,\n  5, 6, 7\n]\n{\n  name: '${"x".repeat(40)}',\n  other: '${"y".repeat(40)}'\n}\n2 3 {"a":1} 'x'|%\n`,
  },
  {
    name: "shows classes, functions, errors and what refers to itself",
    code: `class A { constructor() { this.x = 1 } } class B extends A {} const c = { a: 1 }; c.self = c; console.log(new B(), B, () => 1, function f() {}, c, [1,,3], Object.create(null))`,
    stdout: `B { x: 1 } [class B extends A] [Function (anonymous)] [Function: f] <ref *1> { a: 1, self: [Circular *1] } [ 1, <1 empty item>, 3 ] [Object: null prototype] {}\n`,
  },
  {
    name: "writes to the streams directly",
    code: `process.stdout.write('x'); process.stdout.write(Buffer.from('y€'), () => console.log('z')); require('fs').writeSync(1, '1'); require('fs').writeFileSync('/dev/stdout', '2')`,
    stdout: "xy€12z\n",
  },
  {
    name: "reads standard input at once",
    code: `console.log(require('fs').readFileSync(0, 'utf8').toUpperCase())`,
    stdin: "héllo",
    stdout: "HÉLLO\n",
  },
  {
    name: "reads standard input by its path, as bytes",
    code: `console.log(require('fs').readFileSync('/dev/stdin').toString())`,
    stdin: "in €",
    stdout: "in €\n",
  },
  {
    name: "reads much standard input as events",
    code: `let n = 0; process.stdin.on('data', (d) => { n += d.length }).on('end', () => console.log(n))`,
    stdin: "x".repeat(300_000),
    stdout: "300000\n",
  },
  {
    name: "reads standard input by lines",
    code: `const rl = require('readline').createInterface({ input: process.stdin }); rl.on('line', (l) => console.log('>' + l)).on('close', () => console.log('end'))`,
    stdin: "a\nb\n",
    stdout: ">a\n>b\nend\n",
  },
  {
    name: "iterates over lines and chunks",
    code: `import readline from 'node:readline'; for await (const line of readline.createInterface({ input: process.stdin })) console.log(line + '!')`,
    stdin: "a\nb",
    stdout: "a!\nb!\n",
  },
  {
    name: "finds its arguments",
    code: `console.log(process.argv.slice(2).join('|'))`,
    args: ["a b", "ü"],
    stdout: "a b|ü\n",
  },
  {
    name: "runs as an ES module",
    code: `import { join } from 'node:path'; import fs, { readFileSync } from 'fs'; export const x = 1; console.log(join('a', '..', 'b'), typeof fs.readFileSync, typeof readFileSync)`,
    stdout: "b function function\n",
  },
  {
    name: "awaits at the top level",
    code: `const v = await new Promise((r) => setTimeout(() => r(5), 10)); console.log(v)`,
    stdout: "5\n",
  },
  {
    name: "imports dynamically from a script",
    code: `import('node:util').then((m) => console.log(m.format('%d', 4)))`,
    stdout: "4\n",
  },
  {
    name: "has the scope of a CommonJS file",
    code: `console.log(this === module.exports, typeof __filename, arguments.length, require.main === module); return`,
    stdout: "true string 5 true\n",
  },
  {
    name: "runs timers, ticks and microtasks in order",
    code: `setImmediate(() => { console.log(5); setTimeout(() => console.log(6), 1) }); process.nextTick(() => console.log(2)); Promise.resolve().then(() => console.log(3)).then(() => process.nextTick(() => console.log(4))); console.log(1)`,
    stdout: "1\n2\n3\n4\n5\n6\n",
  },
  {
    name: "clears timers",
    code: `const t = setInterval(() => { console.log('tick'); clearInterval(t) }, 1); clearTimeout(setTimeout(() => console.log('no'), 1)); clearImmediate(setImmediate(() => console.log('no'))); setTimeout(() => console.log('no'), 60_000).unref()`,
    stdout: "tick\n",
  },
  {
    name: "has the usual modules",
    code: `const { EventEmitter, once } = require('events'); const e = new EventEmitter(); e.once('x', (v) => console.log(v)); e.emit('x', 1); e.emit('x', 2); require('assert').deepStrictEqual({ a: [1] }, { a: [1] }); require('util').promisify((a, done) => done(null, a))(3).then(console.log); require('timers/promises').setTimeout(1, 4).then(console.log)`,
    stdout: "1\n3\n4\n",
  },
  {
    name: "encodes and decodes",
    code: `console.log(Buffer.from('héllo').toString('base64'), Buffer.from('aGk=', 'base64').toString(), Buffer.concat([Buffer.from('a'), Buffer.from('6263', 'hex')]).toString('latin1'), new TextDecoder().decode(new TextEncoder().encode('€')), btoa('x'), Buffer.from([1, 255]))`,
    stdout: "aMOpbGxv hi abc € eA== <Buffer 01 ff>\n",
  },
  {
    name: "clones structures and measures time",
    code: `const a = performance.now(); while (performance.now() === a); console.log(structuredClone(new Map([[1, { b: 2 }]])), Math.abs(Date.now() - new Date()) < 1000, new Date(0).getHours())`,
    stdout: "Map(1) { 1 => { b: 2 } } true 0\n",
  },
  {
    name: "exits with its own status",
    code: `process.on('exit', (c) => console.log('bye', c)); process.exit(3); console.log('not here')`,
    stdout: "bye 3\n",
    exitCode: 3,
    error: "RUNTIME_ERROR",
  },
  {
    name: "sets its status and ends",
    code: `process.exitCode = 4; console.log('end')`,
    stdout: "end\n",
    exitCode: 4,
    error: "RUNTIME_ERROR",
  },
  {
    name: "shows where it threw, and nothing of the harness",
    code: `\nfunction f() {\n  throw new TypeError('boo');\n}\nf();`,
    stderr: /^TypeError: boo\n {4}at f \(main\.js:3:\d+\)\n {4}at main\.js:5:\d+\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "shows a cause and what else an error has",
    code: `throw Object.assign(new Error('outer', { cause: new RangeError('inner') }), { code: 'X' })`,
    stderr: /^Error: outer\n[^]*code: 'X',\n {2}\[cause\]: RangeError: inner\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "throws what is no error",
    code: `throw { a: 1 }`,
    stderr: /^Uncaught \{ a: 1 \}\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "fails by a rejection that nobody handles",
    code: `Promise.reject(new Error('lost')); setTimeout(() => console.log('not here'), 10_000)`,
    stderr: /^Error: lost\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "handles its own rejections and errors",
    code: `const p = Promise.reject(new Error('a')); p.catch(() => console.log('caught')); process.on('uncaughtException', (e) => console.log(e.message)); process.on('unhandledRejection', (r) => console.log(r)); Promise.reject(1); setTimeout(() => { throw new Error('b') }, 1)`,
    stdout: "caught\n1\nb\n",
  },
  {
    name: "fails in a module after an await",
    code: `await null;\nthrow new Error('late')`,
    stderr: /^Error: late\n {4}at main\.js:2:\d+\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "awaits what never comes",
    code: `await new Promise(() => {})`,
    stderr: /^Top-level await never settled\n$/,
    exitCode: 13,
    error: "RUNTIME_ERROR",
  },
  {
    name: "catches too deep a recursion",
    code: `const f = () => f(); try { f() } catch (e) { console.log(e instanceof RangeError) }`,
    stdout: "true\n",
  },
  {
    name: "does not compile",
    code: `let a = 1;\nlet b = ;`,
    stderr: /^main\.js:2:\d+\nSyntaxError: /,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "asks for what is not there",
    code: `require('net')`,
    stderr: /Module 'net' is not available in the sandbox/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "reads a file",
    code: `require('fs').readFileSync('/etc/passwd')`,
    stderr: /EACCES: permission denied/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
];

const TYPESCRIPT: Case[] = [
  {
    name: "has its types stripped",
    code: `enum A { B = 2 }\ninterface I { x: number }\nclass C<T> { constructor(private t: T) {} get() { return this.t } }\nconst i: I = { x: A.B };\nconsole.log(i, new C<string>('c').get())`,
    stdout: "{ x: 2 } c\n",
  },
  {
    name: "imports, reads and awaits",
    code: `import { readFileSync } from 'node:fs';\nconst text: string = readFileSync(0, 'utf8');\nawait null;\nconsole.log(text.length satisfies number)`,
    stdin: "four",
    stdout: "4\n",
  },
  {
    name: "shows the lines as written",
    code: `interface Gone { a: number }\n\ntype Also = Gone;\nfunction f(x: number): never {\n  throw new Error('ts ' + x);\n}\nf(1);`,
    stderr: /^Error: ts 1\n {4}at f \(main\.ts:5:\d+\)\n {4}at main\.ts:7:\d+\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "does not compile",
    code: `const a = 1;\nlet x: = 3`,
    stderr: /^main\.ts:2:8 - error TS1110: Type expected\.\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
];

const SEVERAL_FILES: FilesCase[] = [
  {
    name: "requires files, folders and JSON, once each",
    language: "javascript",
    files: {
      "main.js": `const a = require('./a'); console.log(a.x, require('./dir'), require('./data').k, require('./pkg'), require('./a.js') === a, require.main === module, __filename, require.resolve('./a'))`,
      "a.js": `console.log('once'); exports.x = 1`,
      "dir/index.js": `module.exports = 'dir ' + require('../a').x`,
      "data.json": `{"k": [2]}`,
      "pkg/package.json": `{"main": "./lib/start"}`,
      "pkg/lib/start.js": `module.exports = 'started'`,
    },
    stdout: "once\n1 dir 1 [ 2 ] started true true /main.js /a.js\n",
  },
  {
    name: "sees what a file in a cycle has exported so far",
    language: "javascript",
    files: {
      "main.js": `console.log(require('./a'))`,
      "a.js": `exports.early = 1; exports.b = require('./b'); exports.late = 2`,
      "b.js": `module.exports = Object.keys(require('./a')).join()`,
    },
    stdout: "{ early: 1, b: 'early', late: 2 }\n",
  },
  {
    name: "imports live bindings, CommonJS, JSON and folders",
    language: "javascript",
    files: {
      "main.mjs": `import what, { n, add } from './count.mjs'; import all, { x } from './c.cjs'; import data from './data.json' with { type: 'json' }; add(); console.log(what, n, x, all.x, data.k); console.log((await import('./dir')).default)`,
      "count.mjs": `export let n = 1; export function add() { n += 1 } export default 'count'`,
      "c.cjs": `exports.x = 1`,
      "data.json": `{"k": 3}`,
      "dir/index.mjs": `export default 'folder'`,
    },
    stdout: "count 2 1 1 3\nfolder\n",
  },
  {
    name: "may declare what its files are",
    language: "javascript",
    files: { "main.js": `console.log(typeof require)`, "package.json": `{"type": "module"}` },
    stdout: "undefined\n",
  },
  {
    name: "reads its own files, and no others",
    language: "javascript",
    files: {
      "main.js": `const fs = require('fs'); console.log(fs.readFileSync('data.txt', 'utf8'), fs.readFileSync(require('path').join(__dirname, 'd/x.bin')).length, fs.existsSync('/etc/passwd')); fs.promises.readFile('data.txt', 'utf8').then(console.log)`,
      "data.txt": "tëxt",
      "d/x.bin": "é",
    },
    stdout: "tëxt 2 false\ntëxt\n",
  },
  {
    name: "runs only when all of it compiles",
    language: "javascript",
    files: {
      "main.js": `console.log('ran')`,
      "lib/a.mjs": `import x from 'fs';\nexport const y = ;`,
    },
    stderr: /^lib\/a\.mjs:2:\d+\nSyntaxError: /,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "shows the files that an error came through",
    language: "typescript",
    files: {
      "main.ts": `interface A {\n  a: number\n}\nimport { f } from './lib/f.js';\nf({ a: 1 } as A)`,
      "lib/f.ts": `import { g } from './g';\ntype Gone = {\n  x: string\n}\nexport function f(a: unknown): void {\n  g(a)\n}`,
      "lib/g.ts": `import type { T } from '../types';\nexport const g = (t: unknown): never => {\n  throw new Error('deep')\n}`,
      "types.d.ts": `export interface T { n: number } this is not read`,
    },
    stderr:
      /^Error: deep\n {4}at g \(lib\/g\.ts:3:\d+\)\n {4}at f \(lib\/f\.ts:6:\d+\)\n {4}at main\.ts:5:\d+\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "may be CommonJS",
    language: "typescript",
    files: {
      "main.ts": `import d = require('./d');\nimport { e } from './e';\nconsole.log(d.n as number, e, __filename)`,
      "d.cts": `const d = { n: 4 };\nexport = d`,
      "e.cts": `export const e: number = 5`,
    },
    stdout: "4 5 /main.ts\n",
  },
];

describe("in QuickJS", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({
      tier: "quickjs",
      poolSizes: { javascript: 2, typescript: 1, python: 0 },
    });
  }, TIMEOUT_MS);

  afterAll(() => sandbox.close());

  const check = async (
    program: Parameters<Sandbox["run"]>[0],
    { stdout, stderr, exitCode = 0, error }: Outcome,
  ) => {
    const verdict = await sandbox.run({ ...program, limits: LIMITS });
    if (stderr !== undefined) expect(verdict.stderr).toMatch(stderr);
    else expect(verdict.stderr).toBe("");
    expect(verdict.stdout).toBe(stdout ?? "");
    expect(verdict).toMatchObject({ exitCode, signal: null, isolation: "quickjs" });
    expect(verdict.error?.code).toBe(error);
  };

  const checkCode =
    (language: "javascript" | "typescript") =>
    ({ code, stdin = "", args = [], ...outcome }: Case) =>
      check({ language, code, stdin, args }, outcome);

  it.for(JAVASCRIPT)("JavaScript that $name", { timeout: TIMEOUT_MS }, checkCode("javascript"));
  it.for(TYPESCRIPT)("TypeScript that $name", { timeout: TIMEOUT_MS }, checkCode("typescript"));
  it.for(SEVERAL_FILES)(
    "$language of several files that $name",
    { timeout: TIMEOUT_MS },
    ({ language, files, ...outcome }) => {
      const list = Object.entries(files).map(([name, content]) => ({ name, content }));
      return check({ language, files: list }, outcome);
    },
  );

  it("Python is refused with the reason", async () => {
    expect(sandbox.languages().at(-1)).toMatchObject({
      language: "python",
      isAvailable: false,
      reason: expect.stringContaining("kernel") as string,
    });
    await expect(sandbox.run({ language: "python", code: "print(1)" })).rejects.toThrow(/kernel/);
  });

  it("no program finds anything of the one before", { timeout: TIMEOUT_MS }, async () => {
    const run = async (code: string) =>
      (await sandbox.run({ language: "javascript", code, limits: LIMITS })).stdout;
    await run(`globalThis.left = 1; Object.prototype.left = 1; require('util').left = 1`);
    expect(await run(`console.log(globalThis.left, {}.left, require('util').left)`)).toBe(
      "undefined undefined undefined\n",
    );
  });

  it("what it runs is taken from it when it is cancelled", { timeout: TIMEOUT_MS }, async () => {
    const controller = new AbortController();
    const verdict = await sandbox.run(
      { language: "javascript", code: "console.log('on'); for (;;);", limits: LIMITS },
      { signal: controller.signal, onOutput: () => controller.abort() },
    );
    expect(verdict).toMatchObject({ error: { code: "CANCELLED" }, stdout: "on\n" });
  });
});

describe("behind the interpreter", () => {
  it.for(["reads a file", "writes a file", "spawns a process"])(
    "Node's permission model stops a script that %s",
    { timeout: TIMEOUT_MS },
    async (name) => {
      const limits = childLimits(DEFAULT_LIMITS.memoryBytes, DEFAULT_CAPS);
      const runtimeCommand = createQuickjsJavascript().buildCommand(limits);
      const cage = await makeCage();
      try {
        const hostile = [...JAVASCRIPT_FILES, ...JAVASCRIPT_PROCESSES].find(
          (one) => one.name === name,
        );
        if (hostile === undefined) throw new Error(`no hostile program ${name}`);
        const program = ["-e", hostile.code, "main.js"];
        const { command, args } = createQuickjsTier({
          findRuntimes: findQuickjsRuntimes,
        }).buildCommand({
          runtimeCommand: { ...runtimeCommand, args: program },
          limits,
          identity: null,
          isAwaited: true,
        });
        const places = JSON.stringify(cage.places);
        const output = await runUnprotected(command, [...args.slice(0, -1), places]);
        expect(await cage.findBreaches(output)).toEqual([]);
        expect(output).not.toMatch(/bad option/);
      } finally {
        await cage.remove();
      }
    },
  );
});

it("the self-test's probe notices what Node would let it do", { timeout: TIMEOUT_MS }, async () => {
  const cage = await makeCage();
  try {
    const { file, folder, tcpPort, unixPath } = cage.places;
    const output = await runUnprotected(process.execPath, [
      "-e",
      QUICKJS_PROBE,
      "main.js",
      file,
      folder,
      String(tcpPort),
      unixPath,
    ]);
    const found = JSON.parse(/^\["read".*$/m.exec(output)?.[0] ?? "[]") as string[];
    expect(found).toEqual(
      expect.arrayContaining(["read", "list", "write", "spawn", "kill", "environment"]),
    );
    expect(await cage.findBreaches(output)).toEqual(
      expect.arrayContaining(["TCP socket", "UNIX socket", "file written"]),
    );
  } finally {
    await cage.remove();
  }
});

it(
  "no child outlives a caller that is killed, however busy it is",
  { timeout: TIMEOUT_MS },
  async () => {
    const script = `
      import { createSandbox } from ${JSON.stringify(BUILT_MODULE)};
      const sandbox = await createSandbox({ tier: "quickjs", poolSizes: { javascript: 1, typescript: 0, python: 0 } });
      await sandbox.fillPools();
      sandbox.run(
        { language: "javascript", code: "console.log(1); for (;;);", limits: ${JSON.stringify(LIMITS)} },
        { onOutput: async () => { await sandbox.fillPools(); console.log("begun"); } },
      );
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise<void>((resolve) => parent.stdout.once("data", () => resolve()));
    const own = findProcesses("quickjs.cjs").filter((pid) => parentOf(pid) === parent.pid);
    // The busy one, and the one that waits.
    expect(own).toHaveLength(2);
    parent.kill("SIGKILL");
    await eventually(() => {
      expect(findProcesses("quickjs.cjs").filter((pid) => own.includes(pid))).toEqual([]);
    });
  },
);
