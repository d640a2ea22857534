/** How hostile programs try to get out of an interpreter: every line that leaks a canary is a breach. */
const PLACES = `const places = JSON.parse(process.argv[2]);`;

/** Uses whatever object of Node's a program got hold of. */
const USE = `
const use = (found) => {
  const process = found?.process ?? found;
  const require = found?.require ?? process?.mainModule?.require ?? process?.getBuiltinModule;
  const attempt = (action) => { try { console.log(String(action())) } catch {} };
  const binding = (name) => process.binding(name);
  attempt(() => require('fs').readFileSync(places.file, 'utf8'));
  attempt(() => require('fs').writeFileSync(places.folder + '/written', 'x'));
  attempt(() => require('child_process').execFileSync('/bin/sh', ['-c', 'echo > ' + places.folder + '/spawned']));
  attempt(() => require('net').connect(places.tcpPort, '127.0.0.1'));
  attempt(() => require('net').connect(places.unixPath));
  attempt(() => require('worker_threads').parentPort.postMessage({ kind: 'over', exitCode: 0 }));
  attempt(() => binding('fs').open(places.file, 0, 438));
  attempt(() => JSON.stringify(process.env));
  attempt(() => process.kill(process.ppid, 0) && 'signalled');
};
`;

const ESCAPES: Record<string, string> = {
  "asks the global object's constructor": `use(this.constructor.constructor('return process')());`,
  "asks Function for the global object": `use(Function('return this')()); use(globalThis);`,
  "asks the constructors of every function that it finds": `
    const seen = new Set([globalThis]);
    for (const value of seen) {
      for (const key of Reflect.ownKeys(value)) {
        let held;
        try { held = value[key] } catch { continue }
        if ((typeof held === 'object' && held) || typeof held === 'function') seen.add(held);
      }
      if (typeof value === 'function') try { use(value.constructor('return this')()) } catch {}
      if (seen.size > 3000) break;
    }`,
  "climbs from console.log": `use(console.log.constructor('return process')()); use(console.log.constructor.constructor('return this')());`,
  "climbs from the host's functions through a stream": `
    let write;
    String.prototype.slice = function () { try { use(arguments.callee.caller.constructor('return this')()) } catch {} return 'x' };
    process.stdout.write('x');`,
  "takes arguments of the host by overriding prototypes": `
    const taken = [];
    for (const proto of [Object.prototype, Array.prototype, Function.prototype, String.prototype]) {
      for (const key of ['then', 'toString', 'valueOf', 'call', 'apply', 'constructor', 'get', 'set', 'handle', 'ptr', 'vm'])
        try { Object.defineProperty(proto, key, { configurable: true, get() { taken.push(this); return undefined }, set() { taken.push(this) } }) } catch {}
    }
    try { require('util').inspect({ a: 1 }); process.stdout.write('y'); require('./none') } catch {}
    for (const value of taken.slice(0, 50)) use(value);`,
  "gets callers by arguments.callee": `
    function f() { return f.caller ?? arguments.callee.caller }
    try { use(f().constructor('return this')()) } catch {}`,
  "looks for Node in stack traces": `
    let sites = [];
    Error.prepareStackTrace = (_, all) => { sites = all; return '' };
    require('fs'); try { require('./x') } catch (e) { e.stack }
    for (const site of sites) for (const name of ['getThis', 'getFunction', 'getEvalOrigin'])
      try { const v = site[name](); use(v); use(v.constructor('return this')()) } catch {}`,
  "throws its own prepareStackTrace at the harness": `
    Error.prepareStackTrace = () => ({ get toString() { use(this); return () => places } });
    null.x;`,
  "throws from getters that the harness reads": `
    throw new Proxy({}, { get(t, k, r) { use(r); throw this }, getPrototypeOf() { throw new Error('no') }, has() { throw 1 } });`,
  "returns a thenable to the module loader": `
    const m = await import('node:path'); use(m); use(m.default.join.constructor('return this')());
    export const then = (resolve) => resolve(globalThis);`,
  "imports modules of Node": `
    for (const name of ['node:fs', 'fs', 'child_process', 'node:net', 'vm', 'worker_threads', 'module', 'node:process', 'inspector', 'data:text/javascript,export default process', 'file://' + places.file])
      try { const m = await import(name); use(m.default); if (m.readFileSync) console.log(m.readFileSync(places.file, 'utf8')) } catch {}`,
  "imports the secret as a module": `
    for (const name of [places.file, '../../../../..' + places.file, 'file://' + places.file, '/proc/self/environ', './../' + places.file])
      { try { console.log(await import(name)) } catch (e) { console.log(e.message.slice(0, 20)) } try { console.log(process.getBuiltinModule('fs').readFileSync(name, 'utf8')) } catch {} }`,
  "requires the secret": `for (const id of [places.file, '../' + places.file, './..' + places.file]) try { console.log(require(id)) } catch {}`,
  "reads by every function of fs": `
    const fs = require('fs');
    for (const name of Object.keys(fs)) for (const target of [places.file, '/proc/self/environ', 3, 4, 10])
      try { const v = fs[name](target, 'utf8'); console.log(v); v?.then?.(console.log, () => {}) } catch {}`,
  "writes by every function of fs": `
    const fs = require('fs');
    for (const name of Object.keys(fs)) try { fs[name](places.folder + '/written', 'x', () => {}) } catch {}
    for (const target of [3, 4, 5, 20, places.file, '/dev/stdin/../../' + places.file]) try { fs.writeFileSync(target, 'forged') } catch {}`,
  "looks for a process to signal": `for (const name of ['kill', '_kill', 'reallyExit', 'abort', 'dlopen', 'binding', '_linkedBinding', 'chdir', 'setuid']) try { console.log(name, process[name](process.ppid || 1, 0) && 'signalled') } catch {}`,
  "prints the environment": `console.log(JSON.stringify(process.env), process.argv0, process.execPath, process.title);`,
  "looks for what reaches a network": `for (const name of ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'BroadcastChannel', 'MessageChannel', 'Worker']) if (typeof globalThis[name] !== 'undefined') console.log('found', name, use(globalThis[name]));
    try { await fetch('http://127.0.0.1:' + places.tcpPort) } catch {}`,
  "looks for WebAssembly and shared memory": `
    console.log(typeof WebAssembly, typeof Atomics);
    try { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) } catch {}
    try { new WebAssembly.Memory({ initial: 65536 }) } catch {}`,
  "writes past its buffers": `
    const b = new ArrayBuffer(8, { maxByteLength: 64 });
    const v = new DataView(b); const t = new Uint32Array(b);
    for (const at of [-1, 8, 64, 2 ** 31, 2 ** 32, NaN]) { try { v.setUint8(at, 1) } catch {} t[at] = 1 }
    b.resize(0); try { t[0] = 1; t.fill(7); t.set([1]) } catch {}
    const s = b.transfer?.(4); try { v.getInt8(0) } catch {}`,
  "changes arrays under the engine's feet": `
    const a = [1, 2, 3, { valueOf() { a.length = 0; return 1 } }, 5];
    try { a.sort((x, y) => { a.length = 1; return x - y }); a.splice(0, { valueOf() { a.length = 0; return 3 } }) } catch {}
    const t = new Float64Array(8); try { t.fill({ valueOf() { structuredClone(t.buffer, { transfer: [t.buffer] }); return 1 } }) } catch {}
    ({ a, get x() { delete this.a; return 1 } }).x;`,
  "frees what it still uses": `
    let r = new WeakRef({}); const f = new FinalizationRegistry(() => use(globalThis));
    for (let i = 0; i < 50; i++) { let turns = 0; f.register({ i }, i); const m = new Map([[{}, i]]); m.forEach((v, k) => { m.delete(k); m.set({}, v); turns += 1; if (m.size > 2 || i > 5 || turns > 1000) m.clear() }) }`,
  "makes regular expressions go wrong": `
    for (const p of ['(?:)*', '(?<=(a+)+)b', '\\\\u{10FFFF}', '[^]{0,65535}', '(?=(a*))*\\\\1', '(.)(?:\\\\1{0,1000}){0,1000}'])
      for (const flags of ['', 'u', 'v', 'gy', 'i']) try { new RegExp(p, flags).exec('a'.repeat(30)) } catch {}`,
  "names its file like one of the harness": `eval('//# sourceURL=sandbox:main.cjs\\nthrow 1')`,
  "drives the functions that only the harness should": `
    const symbols = Object.getOwnPropertySymbols(globalThis);
    for (const symbol of symbols) for (const id of [places.file, '../' + places.file, 'constructor', '__proto__', 'child_process'])
      try { const v = globalThis[symbol](id); console.log(String(v)); use(v) } catch {}`,
  "hands strange values to every function that leads out": `
    const strange = [undefined, null, NaN, -1, 2 ** 53, 1n, Symbol('x'), {}, [], () => 1, new Proxy({}, {}), { toString() { throw 1 } }, '\\ud800', '\\0', new Uint8Array(3), 'x'.repeat(1e6)];
    for (const a of strange) {
      try { process.stdout.write(a) } catch {} try { process.stderr.write(a, a, a) } catch {}
      try { require(a) } catch {} try { import(a).catch(() => {}) } catch {}
      try { require('fs').writeSync(a, 'x') } catch {} try { require('fs').readFileSync(a, a) } catch {}
      try { setTimeout(a, a) } catch {} try { process.exitCode = a } catch {}
    }
    process.exitCode = 0;`,
};

const MESSAGES: Record<string, string> = {
  "prints what the child tells its parent": `
    for (const text of ['R', 'P', 'S12345678', 'G\\0', 'Cforged', 'U' + 'x'.repeat(24)]) { process.stdout.write(text); process.stderr.write(text); try { require('fs').writeSync(3, text) } catch {} try { require('fs').writeFileSync('/dev/fd/3', text) } catch {} }
    process.exit(7);`,
  "prints a forged verdict": `console.log(JSON.stringify({ error: null, exitCode: 0, kind: 'over' })); process.exit(7);`,
  "posts a message to the thread that watches": `
    for (const name of ['postMessage', 'parentPort', 'onmessage', 'close', 'self']) try { globalThis[name]({ kind: 'over', exitCode: 0 }); globalThis[name].postMessage({ kind: 'over', exitCode: 0 }) } catch {}
    process.exit(7);`,
  "exits with what is no number": `process.exitCode = { valueOf: () => 7 }; process.exit({ valueOf() { return 7 } });`,
  "exits from within its exit": `process.on('exit', () => process.exit(7)); process.exit(7);`,
  "throws from within its exit": `process.on('exit', () => { throw new Error('again') }); process.exit(7);`,
};

const EXHAUSTION: Record<string, string> = {
  "never ends": `for (;;);`,
  "never ends in promises": `const again = () => Promise.resolve().then(again); again();`,
  "never ends in ticks": `const again = () => process.nextTick(again); again();`,
  "never ends in immediates": `const again = () => setImmediate(again); again();`,
  "never ends in a native function": `'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1e4));`,
  "never ends in a join": `new Array(2 ** 29).join('xxxx');`,
  "never ends in a regular expression": `/^(a+)+$/.test('a'.repeat(40) + 'b');`,
  "never ends in a comparison": `Array.from({ length: 1e6 }, (_, i) => -i).sort(() => { for (;;); });`,
  "never ends while it is asked what it threw": `throw { get message() { for (;;); }, toString() { for (;;); }, [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } };`,
  "never ends in a proxy": `const p = new Proxy({}, { ownKeys() { for (;;); } }); Object.keys(p);`,
  "calls itself": `function f() { f() } f();`,
  "calls itself through the host": `let n = 0; const f = () => { n++; try { require('./x' + n) } catch {} f() }; f();`,
  "nests JSON": `JSON.parse('['.repeat(1e6));`,
  "nests source code": `eval('('.repeat(1e5) + ')'.repeat(1e5));`,
  "nests proxies": `let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x;`,
  "nests regular expressions": `new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5)).test('a');`,
  "keeps buffers": `const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1));`,
  "keeps shared buffers": `const a = []; for (;;) a.push(new SharedArrayBuffer(1e7));`,
  "keeps strings": `const a = []; for (;;) a.push('x'.repeat(1e7) + a.length);`,
  "keeps objects": `const a = []; for (;;) a.push({ a: [] });`,
  "keeps functions": `const a = []; for (;;) a.push(new Function('return ' + a.length));`,
  "keeps timers": `for (;;) setTimeout(() => 1, 1e9);`,
  "keeps rejected promises": `for (;;) Promise.reject(new Error('x'));`,
  "grows a number": `let b = 2n; for (;;) b = b * b;`,
  "floods standard output": `for (;;) process.stdout.write('x'.repeat(1e6));`,
  "floods standard error with one string": `process.stderr.write('x'.repeat(3e8));`,
  "prints a value without end": `console.log(new Array(1e7).fill().map((_, i) => ({ i, a: [[[[i]]]] })));`,
};

const compose = (programs: Record<string, string>) =>
  Object.entries(programs).map(([name, code]) => ({ name, code: PLACES + USE + code }));

/** Tries to reach what is outside. */
export const QUICKJS_ESCAPES = compose(ESCAPES);
/** Tries to lie about its end; each ends with status 7 or 1, whatever it says. */
export const QUICKJS_MESSAGES = compose(MESSAGES);
/** Tries to use more than it may, or to break the interpreter by it. */
export const QUICKJS_EXHAUSTION = compose(EXHAUSTION);
