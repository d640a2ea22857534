import { expect } from "vitest";
import type { CodeRequest } from "../src/sandbox.js";
import { LIMITS, testInEveryRuntime } from "./every-runtime.js";

interface Case extends Omit<CodeRequest, "language"> {
  name: string;
  stdout?: string | RegExp;
  stderr?: RegExp;
  code: string;
  exitCode?: number;
  error?: string;
}

const JAVASCRIPT: Case[] = [
  {
    name: "prints to both streams",
    code: `console.log('a'); console.error('b')`,
    stdout: "a\n",
    stderr: /^b\n$/,
  },
  {
    name: "formats values like Node",
    code: `console.log({ a: [1, new Map([[1, 2]])] }, '%s', 3)`,
    stdout: `{ a: [ 1, Map(1) { 1 => 2 } ] } %s 3\n`,
  },
  {
    name: "writes to the streams directly",
    code: `process.stdout.write('x'); process.stdout.write(Buffer.from('y'), () => console.log('z'))`,
    stdout: "xyz\n",
  },
  {
    name: "reads standard input at once",
    code: `console.log(require('fs').readFileSync(0, 'utf8').toUpperCase())`,
    stdin: "héllo",
    stdout: "HÉLLO\n",
  },
  {
    name: "reads standard input by its path",
    code: `console.log(require('fs').readFileSync('/dev/stdin', 'utf8'))`,
    stdin: "in",
    stdout: "in\n",
  },
  {
    name: "reads and writes the standard streams by their paths in other ways",
    code: `import fs from 'fs'; import { readFile } from 'fs/promises';
      console.log(await readFile('/dev/stdin', 'utf8'), fs.readFileSync(fs.openSync('/dev/stdin', 'r'), 'utf8') === '');
      fs.writeFileSync('/dev/stdout', 'out\\n');
      fs.writeFile('/dev/stderr', 'error\\n', (error) => console.log(error))`,
    stdin: "in",
    stdout: "in true\nout\nnull\n",
    stderr: /^error\n$/,
  },
  {
    name: "closes what it has opened by the path of a standard stream",
    code: `const fs = require('fs'); const fd = fs.openSync('/dev/stdout', 'w'); fs.writeSync(fd, 'a\\n'); fs.closeSync(fd); console.log('b');
      fs.createWriteStream('/dev/stdout').end('c\\n', () => setTimeout(() => console.log('d'), 10))`,
    stdout: "a\nb\nc\nd\n",
  },
  {
    name: "writes to the standard streams by their paths, with promises",
    code: `import fs from 'fs'; await fs.promises.writeFile('/dev/stdout', 'a\\n'); await fs.promises.appendFile('/dev/stdout', 'b\\n'); console.log(fs.existsSync('/dev/stdin'))`,
    stdout: "a\nb\ntrue\n",
  },
  {
    name: "finds no file and can write none",
    code: `const fs = require('fs'); for (const f of [() => fs.readFileSync('a'), () => fs.writeFileSync('a', ''), () => fs.statSync('a')]) try { f() } catch (error) { console.log(error.code) } console.log(fs.existsSync('/etc/passwd'))`,
    stdout: "ENOENT\nEROFS\nENOENT\nfalse\n",
  },
  {
    name: "gives code of its own a time-out",
    code: `const vm = require('vm'); console.log(vm.runInNewContext('1 + timeout', { timeout: 2 }, { timeout: 100 }), new vm.Script('3').runInThisContext({ timeout: 100 }))`,
    stdout: "3 3\n",
  },
  {
    name: "finds no way to the harness",
    code: `console.log(process.report, process.getBuiltinModule?.('inspector'), Object.keys(require('module')._pathCache)); try { process.dlopen({ exports: {} }, '/x') } catch (error) { console.log(error.message) }`,
    stdout: "undefined undefined []\nprocess.dlopen is not available in the sandbox\n",
  },
  {
    name: "formats stacks itself, without the harness's frames",
    code: `const usual = Error.prepareStackTrace; delete Error.prepareStackTrace; console.log(new Error('a').stack);
Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName()); console.log(new Error('b').stack);
Error.prepareStackTrace = usual; console.log(new Error('c').stack)`,
    stdout:
      /^Error: a\n {4}at .*main\.js:1:\d+\)?\n\[ 'main\.js' \]\nError: c\n {4}at .*main\.js:3:\d+\)?\n$/,
  },
  {
    name: "throws several errors at once",
    code: `throw new AggregateError([new Error('inner')], 'outer')`,
    stderr: /^AggregateError: outer\n[^]*Error: inner\n/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "streams standard input from its path",
    code: `require('fs').createReadStream('/dev/stdin').on('data', (d) => console.log(String(d))).on('end', () => console.log('end'))`,
    stdin: "in",
    stdout: "in\nend\n",
  },
  {
    name: "reads standard input by its path, in a callback",
    code: `require('fs').readFile('/dev/stdin', 'utf8', (error, text) => console.log(error, text))`,
    stdin: "in",
    stdout: "null in\n",
  },
  {
    name: "reads standard input as events",
    code: `let n = 0; process.stdin.on('data', (d) => { n += d.length }).on('end', () => console.log(n))`,
    stdin: "x".repeat(300_000),
    stdout: "300000\n",
  },
  {
    name: "reads standard input by lines",
    code: `const rl = require('readline').createInterface({ input: process.stdin }); rl.on('line', (l) => console.log('>' + l))`,
    stdin: "a\nb\n",
    stdout: ">a\n>b\n",
  },
  {
    name: "iterates over standard input",
    code: `for await (const chunk of process.stdin) console.log(String(chunk))`,
    stdin: "async",
    stdout: "async\n",
  },
  {
    name: "finds its arguments",
    code: `console.log(process.argv.slice(2).join('|'))`,
    args: ["a b", "ü"],
    stdout: "a b|ü\n",
  },
  {
    name: "runs as an ES module",
    code: `import { join } from 'node:path'; import fs, { readFileSync } from 'fs'; export const x = 1; console.log(join('a', 'b'), typeof fs.readFileSync, typeof readFileSync)`,
    stdout: "a/b function function\n",
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
    code: `const process_ = process; console.log(this === module.exports, typeof __filename, require('crypto').createHash('sha256').update('').digest('hex').slice(0, 8)); return`,
    stdout: "true string e3b0c442\n",
  },
  {
    name: "works in the background",
    code: `const { pbkdf2, randomBytes } = require('crypto'); const zlib = require('zlib'); pbkdf2('a', 'b', 10, 8, 'sha1', (e, k) => zlib.gzip(k, (e2, z) => zlib.gunzip(z, (e3, b) => console.log(b.equals(k), randomBytes(4).length))))`,
    stdout: "true 4\n",
  },
  {
    name: "runs timers, ticks and microtasks in order",
    code: `setTimeout(() => console.log(4), 1); process.nextTick(() => console.log(2)); Promise.resolve().then(() => console.log(3)); console.log(1)`,
    stdout: "1\n2\n3\n4\n",
  },
  {
    name: "runs WebAssembly",
    code: `const m = new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,42,11])); console.log(new WebAssembly.Instance(m).exports.f())`,
    stdout: "42\n",
  },
  {
    name: "reads its memory use",
    code: `console.log(process.memoryUsage().rss > 1e6, process.memoryUsage().heapUsed > 1e5)`,
    stdout: "true true\n",
  },
  {
    name: "exits with its own status",
    code: `process.on('exit', (c) => console.log('bye', c)); process.exit(3)`,
    stdout: "bye 3\n",
    exitCode: 3,
    error: "RUNTIME_ERROR",
  },
  {
    name: "shows where it threw, and nothing of the harness",
    code: `\nfunction f() {\n  throw new TypeError('boo');\n}\nf();`,
    stderr:
      /^TypeError: boo\n {4}at f \(main\.js:3:9\)\n {4}at Object\.<anonymous> \(main\.js:5:1\)\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "shows what a module threw",
    code: `\nawait 0;\nthrow new Error('late')`,
    stderr: /^Error: late\n {4}at main\.js:3:7\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "fails on an unhandled rejection",
    code: `Promise.reject(new Error('lost'))`,
    stderr: /^Error: lost/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "may throw anything",
    code: `throw { toString() { throw 1 } }`,
    stderr: /Uncaught/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "may handle what is uncaught itself",
    code: `process.on('uncaughtException', (e) => console.log('got', e.message)); throw new Error('x')`,
    stdout: "got x\n",
  },
  {
    name: "fails when a top-level await never settles",
    code: `await new Promise(() => {})`,
    stderr: /never settled/,
    exitCode: 13,
    error: "RUNTIME_ERROR",
  },
  {
    name: "does not compile",
    code: `let a = 1;\nlet b = ;`,
    stderr: /main\.js:2\nlet b = ;\n[^]*SyntaxError: Unexpected token ';'\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "does not compile as a module",
    code: `import x from 'fs';\nlet = = 1`,
    stderr: /main\.js:2/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "is told of modules that it cannot have",
    code: `require('left-pad')`,
    stderr: /Module 'left-pad' is not available/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  { name: "may be empty", code: "", stdout: "" },
];

const TYPESCRIPT: Case[] = [
  {
    name: "strips types",
    code: `interface A { a: number }\nconst a: A = { a: 1 };\nconsole.log(a.a as number)`,
    stdout: "1\n",
  },
  { name: "has enums", code: `enum E { A = 2, B }\nconsole.log(E.B, E[2])`, stdout: "3 A\n" },
  {
    name: "has namespaces",
    code: `namespace N { export const x = 5 }\nconsole.log(N.x)`,
    stdout: "5\n",
  },
  {
    name: "has parameter properties",
    code: `class P { constructor(private readonly x: number) {} get() { return this.x } }\nconsole.log(new P(7).get())`,
    stdout: "7\n",
  },
  {
    name: "has generics and satisfies",
    code: `const id = <T,>(t: T): T => t;\nconsole.log(id({ a: 1 } satisfies Record<string, number>).a!)`,
    stdout: "1\n",
  },
  {
    name: "has decorators",
    code: `function log(value: Function, context: { name: string | symbol }) { console.log(String(context.name)); return value as any }\nclass D { @log m() {} }\nnew D().m()`,
    stdout: "m\n",
  },
  {
    name: "imports",
    code: `import { format } from 'node:util';\nimport type { X } from './nowhere';\nconsole.log(format('%s', 'f'))`,
    stdout: "f\n",
  },
  {
    name: "awaits at the top level",
    code: `const n: number = await Promise.resolve(3);\nconsole.log(n);\nexport {}`,
    stdout: "3\n",
  },
  {
    name: "does not check types",
    code: `const n: number = 'text';\nconsole.log(n)`,
    stdout: "text\n",
  },
  {
    name: "shows lines as they were written",
    code: `interface Gone {\n  a: number;\n}\ntype Also = string;\n\nfunction f(g: Gone): never {\n  throw new RangeError('here');\n}\nf({ a: 1 });`,
    stderr:
      /^RangeError: here\n {4}at f \(main\.ts:7:9\)\n {4}at Object\.<anonymous> \(main\.ts:9:1\)\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "reads standard input and arguments",
    code: `const args: string[] = process.argv.slice(2);\nprocess.stdin.on('data', (d: Buffer) => console.log(args[0], String(d)))`,
    args: ["x"],
    stdin: "y",
    stdout: "x y\n",
  },
  {
    name: "does not compile",
    code: `const a: number = 1;\nconst b: = 2;`,
    stderr: /^main\.ts:2:10 - error TS1110: Type expected\.\n$/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "exits with its own status",
    code: `process.exit(4 as number)`,
    exitCode: 4,
    error: "RUNTIME_ERROR",
  },
];

const PYTHON: Case[] = [
  {
    name: "prints to both streams",
    code: `import sys\nprint("a")\nprint("b", file=sys.stderr)`,
    stdout: "a\n",
    stderr: /^b\n$/,
  },
  { name: "prints beyond ASCII", code: `print("héllo 🎉")`, stdout: "héllo 🎉\n" },
  {
    name: "reads standard input",
    code: `import sys\nprint(input(), sys.stdin.read())`,
    stdin: "één\ntwo",
    stdout: "één two\n",
  },
  {
    name: "finds its arguments",
    code: `import sys\nprint(sys.argv)`,
    args: ["a b"],
    stdout: "['main.py', 'a b']\n",
  },
  {
    name: "is the main module",
    code: `if __name__ == "__main__":\n    print("main")`,
    stdout: "main\n",
  },
  {
    name: "imports the standard library",
    code: `import json, re, math, random, datetime, decimal, fractions, statistics, itertools, functools, collections, heapq, bisect, dataclasses, typing, enum, string, textwrap, hashlib, base64, zlib, io, csv, copy, operator, uuid, time, calendar, unittest, pprint, contextlib, abc, queue, struct, array, secrets, html, difflib, graphlib, inspect, logging, xml.etree.ElementTree, email.message, urllib.parse\nprint(json.dumps({"a": math.sqrt(4)}), hashlib.sha256(b"").hexdigest()[:8])`,
    stdout: '{"a": 2.0} e3b0c442\n',
  },
  {
    name: "runs asyncio",
    code: `import asyncio\nasync def main():\n    await asyncio.sleep(0.01)\n    print("async")\nasyncio.run(main())`,
    stdout: "async\n",
  },
  {
    name: "gathers tasks and times out",
    code: `import asyncio\nasync def main():\n    print(await asyncio.gather(*[asyncio.sleep(0.01 * n, n) for n in range(3)]))\n    try:\n        await asyncio.wait_for(asyncio.sleep(5), 0.01)\n    except asyncio.TimeoutError:\n        print("late")\nasyncio.run(main())`,
    stdout: "[0, 1, 2]\nlate\n",
  },
  {
    name: "uses classes and pickles",
    code: `import pickle, dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\nprint(pickle.loads(pickle.dumps(P(3))))`,
    stdout: "P(x=3)\n",
  },
  {
    name: "exits with its own status",
    code: `import sys, atexit\natexit.register(lambda: print("bye"))\nsys.exit(3)`,
    stdout: "bye\n",
    exitCode: 3,
    error: "RUNTIME_ERROR",
  },
  {
    name: "exits with a message",
    code: `raise SystemExit("no")`,
    stderr: /^no\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "shows where it raised, and nothing of the harness",
    code: `def f():\n    raise ValueError("boo")\n\nf()`,
    stderr:
      /^Traceback \(most recent call last\):\n {2}File "main\.py", line 4, in <module>\n {4}f\(\)\n(?: {4}[~^]+\n)? {2}File "main\.py", line 2, in f\n {4}raise ValueError\("boo"\)\nValueError: boo\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "does not compile",
    code: `def f(:\n    pass`,
    stderr: /File "main\.py", line 1\n[^]*SyntaxError/,
    exitCode: 1,
    error: "COMPILE_ERROR",
  },
  {
    name: "may begin with a byte order mark",
    code: `\uFEFFprint("marked")\r\nprint("lines")\r\n`,
    stdout: "marked\nlines\n",
  },
  { name: "may be empty", code: "", stdout: "" },
];

/** Only where the interpreter of the host runs it. */
const NATIVE_PYTHON: Case[] = [
  {
    name: "starts threads",
    code: `import threading\nt = threading.Thread(target=lambda: print("thread"))\nt.start()\nt.join()`,
    stdout: "thread\n",
  },
  {
    name: "hands work to threads from asyncio",
    code: `import asyncio, time\nasync def main():\n    print(await asyncio.to_thread(lambda: time.sleep(0.02) or "done"))\nasyncio.run(main())`,
    stdout: "done\n",
  },
  {
    name: "leaves its daemons what they use",
    code: `import threading, time\nstarted = threading.Event()\ndef work():\n    started.set()\n    while True:\n        time.sleep(0)\n        len(str(started))\nthreading.Thread(target=work, daemon=True).start()\nstarted.wait()\nprint("end")`,
    stdout: "end\n",
  },
  {
    name: "waits for threads at its end",
    code: `import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), print("late"))).start()`,
    stdout: "late\n",
  },
  {
    name: "starts a hundred threads",
    code: `from concurrent.futures import ThreadPoolExecutor\nimport time\nwith ThreadPoolExecutor(max_workers=100) as pool:\n    print(sum(pool.map(lambda n: time.sleep(0.2) or 1, range(100))))`,
    stdout: "100\n",
  },
  {
    name: "finds no file, which it can handle",
    code: `import os\nfrom pathlib import Path\ntry:\n    open("nope.txt")\nexcept FileNotFoundError as error:\n    print(error)\nprint(os.path.exists("/etc/passwd"), Path("nope").exists())`,
    stdout: "[Errno 2] No such file or directory: 'nope.txt'\nFalse False\n",
  },
  {
    name: "does not handle that a file is missing, and is shown its own lines",
    code: `def read():\n    return open("nope.txt")\nread()`,
    stderr:
      /^Traceback [^]*File "main\.py", line 3[^]*File "main\.py", line 2, in read\n.*\n(?: +[~^]+\n)?FileNotFoundError: .*nope\.txt'\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "can write no file",
    code: `open("x.txt", "w")`,
    stderr: /OSError: \[Errno 30\] Read-only file system: 'x\.txt'\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
  {
    name: "asks what its standard streams are",
    code: `import os, stat\nprint(os.read(0, os.fstat(0).st_size or 65536), stat.S_ISREG(os.stat(1).st_mode))`,
    stdin: "in",
    stdout: "b'in' False\n",
  },
  {
    name: "has alarms, and signals itself",
    code: `import os, signal\nrung = []\nsignal.signal(signal.SIGALRM, lambda *_: rung.append("alarm"))\nsignal.signal(signal.SIGUSR1, lambda *_: print("signal"))\nos.kill(os.getpid(), signal.SIGUSR1)\nsignal.setitimer(signal.ITIMER_REAL, 0.01)\nwhile not rung:\n    pass\nprint(rung)`,
    stdout: "signal\n['alarm']\n",
  },
  {
    name: "maps memory of its own",
    code: `import mmap\nwith mmap.mmap(-1, 4096) as memory:\n    memory[:3] = b"abc"\n    print(type(memory), bytes(memory[:3]))`,
    stdout: "<class 'mmap.mmap'> b'abc'\n",
  },
  {
    name: "recurses far, and is told of the last thousand calls",
    code: `import sys\nsys.setrecursionlimit(100_000)\ndef f(n):\n    return f(n + 1)\nf(0)`,
    stderr:
      /\[Previous line repeated 997 more times\]\nRecursionError: maximum recursion depth exceeded.*\n$/,
    exitCode: 1,
    error: "RUNTIME_ERROR",
  },
];

testInEveryRuntime(
  { javascript: JAVASCRIPT, typescript: TYPESCRIPT, python: PYTHON, cpython: NATIVE_PYTHON },
  async (sandbox, language, program) => {
    const { name: _name, stdout, stderr, exitCode = 0, error = null, ...request } = program;
    const verdict = await sandbox.run({ language, limits: LIMITS, ...request });
    expect(verdict).toMatchObject({
      error: error === null ? null : { code: error },
      exitCode,
      signal: null,
      truncated: false,
    });
    if (typeof stdout === "string") expect(verdict.stdout).toBe(stdout);
    else if (stdout !== undefined) expect(verdict.stdout).toMatch(stdout);
    expect(verdict.stderr).toMatch(stderr ?? /^$/);
    expect(verdict.output).toHaveLength(verdict.stdout.length + verdict.stderr.length);
  },
);
