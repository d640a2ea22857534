import { BRIEF, ENDLESS, JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Loops of every form, and waiting; all end by a limit. */
const ENDLESS_PROGRAMS = programs(
  { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ENDLESS, limits: BRIEF },
  {
    "loops for ever": `for (;;);`,
    "loops in microtasks": `const again = () => Promise.resolve().then(again); again();`,
    "loops in ticks": `const again = () => process.nextTick(again); again();`,
    "loops in immediates": `const again = () => setImmediate(again); again();`,
    "loops in await": `(async () => { for (;;) await null; })();`,
    "loops in a regular expression": `/(a+)+$/.test('a'.repeat(40) + 'b');`,
    "loops in a sort": `const values = new Array(1e5).fill(1); for (;;) values.sort(() => Math.random() - 0.5);`,
    "loops in a generator": `const endless = (function* () { for (;;) yield 1; })(); for (const value of endless) void value;`,
    "loops in a proxy": `const trap = new Proxy({}, { get: (target, key, self) => { for (;;); } }); trap.x;`,
    "loops in an iterator that is spread": `Math.max(...{ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }.x ?? (function* () { for (;;); })());`,
    "loops in WebAssembly": `
      const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 0x40, 0x0c, 0, 0x0b, 0x0b]);
      new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
    `,
    "loops on an atomic": `const cell = new Int32Array(new SharedArrayBuffer(4)); while (Atomics.load(cell, 0) === 0) Atomics.notify(cell, 0);`,
    "sleeps on an atomic": `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
    "waits for an atomic": `Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0).value.then(() => {}); setInterval(() => {}, 1e6);`,
    "loops in JSON": `const text = JSON.stringify(new Array(1e5).fill({ a: 1 })); for (;;) JSON.parse(text, (key, value) => value);`,
    "loops in a toJSON": `JSON.stringify({ toJSON() { for (;;); } });`,
    "loops in Intl": `const format = new Intl.DateTimeFormat('en', { dateStyle: 'full' }); for (;;) format.format(new Date());`,
    "loops in structuredClone": `const value = new Array(1e5).fill({ a: 1 }); for (;;) structuredClone(value);`,
    "computes a huge power": `let x = 3n ** 2_000_000n; for (;;) x = (x * x) % (2n ** 4_000_000n);`,
    "prints a huge integer": `const x = 3n ** 3_000_000n; for (;;) String(x);`,
    "derives keys": `require('crypto').pbkdf2Sync('x', 'y', 2 ** 31 - 1, 64, 'sha512');`,
    "derives keys with scrypt": `for (;;) require('crypto').scryptSync('x', 'y', 64, { N: 2 ** 16, maxmem: 2 ** 28 });`,
    "generates primes": `require('crypto').generatePrimeSync(16_384, { safe: true });`,
    "derives keys in the thread pool": `const { pbkdf2 } = require('crypto'); for (let i = 0; i < 9; i += 1) pbkdf2('x', 'y', 2 ** 31 - 1, 64, 'sha512', () => {});`,
    packs: `const data = require('crypto').randomBytes(1e7); for (;;) require('zlib').brotliCompressSync(data);`,
    "loops in a getter of what it throws": `throw { get [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); }, toString() { for (;;); } };`,
    "loops in the message of what it throws": `throw Object.defineProperty(new Error(), 'stack', { get() { for (;;); } });`,
    "loops in the cause of what it throws": `throw new Error('x', { cause: { get a() { for (;;); }, [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } } });`,
    "loops while a stack is prepared": `Error.prepareStackTrace = () => { for (;;); }; throw new Error('x');`,
    "loops in a rejection": `Promise.reject(new Proxy(new Error('x'), { get() { for (;;); } }));`,
    "loops in an exit listener": `process.on('exit', () => { for (;;); });`,
    "loops before it exits": `process.on('beforeExit', () => setImmediate(() => {}));`,
    "loops in a listener of uncaught errors": `process.on('uncaughtException', () => setImmediate(() => { throw 1; })); throw 1;`,
    "loops in a module": `export const a = 1; for (;;) await null;`,
    "loops in an import of itself": `const again = () => import('data:text/javascript,' + Math.random()).then(again, again); again();`,
    "loops in a then": `(async () => { await { then() { for (;;); } }; })();`,
    "loops while it is described": `console.log({ [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } });`,
    "deoptimises without end": `const f = (a, b) => a + b; for (let i = 0; ; i += 1) f([i, {}, 'x', 1n, null][i % 3], i);`,
    "collects garbage without end": `require('v8').setFlagsFromString('--expose-gc'); const gc = require('vm').runInNewContext('gc'); for (;;) gc();`,
    "ignores every signal": `
      for (const signal of Object.keys(require('os').constants.signals)) attempt(() => void process.on(signal, () => {}));
      setInterval(() => {}, 1000);
    `,
    "reads input that does not come": `const fs = require('fs'); for (;;) fs.readSync(0, Buffer.alloc(1));`,
    "sleeps for ever": `setTimeout(() => {}, 2 ** 31 - 1);`,
    "keeps its harness from ending": `process.exit = () => {}; process.reallyExit = () => {}; setInterval(() => {}, 1000);`,
  },
);

const CPU_PROGRAMS = programs(
  {
    language: "javascript",
    prelude: JAVASCRIPT_PRELUDE,
    ends: ["CPU_LIMIT"],
    limits: { wallMs: 30_000, cpuMs: 100 },
  },
  {
    "uses more processor time than it may": `for (;;);`,
    "hides its processor time in the thread pool": `require('crypto').pbkdf2('x', 'y', 2 ** 31 - 1, 64, 'sha512', () => {});`,
  },
);

export const JAVASCRIPT_TIME: HostileProgram[] = [...ENDLESS_PROGRAMS, ...CPU_PROGRAMS];
