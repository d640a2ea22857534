import { HUNGRY, JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Bombs of every kind of memory that JavaScript knows; none may end well. */
export const JAVASCRIPT_MEMORY: HostileProgram[] = programs(
  { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: HUNGRY },
  {
    "fills arrays": `const a = []; for (;;) a.push(new Array(1000).fill(1));`,
    "fills objects": `const kept = []; for (let i = 0; ; i += 1) kept.push({ a: i, b: { c: [i, i] }, ['key' + (i % 100)]: new Array(100).fill(i) });`,
    "fills maps and sets": `const maps = []; for (;;) { const map = new Map(); for (let i = 0; i < 1e5; i += 1) map.set(i, {}); maps.push(map); }`,
    "fills typed arrays": `const a = []; for (;;) a.push(new Float64Array(1e6).fill(1));`,
    "asks for a huge typed array": `new Uint8Array(2 ** 33).fill(1); console.log('BREACH got it'); process.exit(1);`,
    "fills Buffers": `const a = []; for (;;) a.push(Buffer.allocUnsafeSlow(1e7).fill(1));`,
    "fills Buffers from the pool": `const a = []; for (;;) a.push(Buffer.from('x'.repeat(1000)));`,
    "shares memory": `const a = []; for (;;) a.push(new Uint8Array(new SharedArrayBuffer(1e7)).fill(1));`,
    "grows shared memory": `
      const buffer = new SharedArrayBuffer(1, { maxByteLength: 2 ** 31 });
      for (let size = 1e7; ; size += 1e7) { const at = buffer.byteLength; buffer.grow(size); new Uint8Array(buffer, at).fill(1); }
    `,
    "resizes a buffer": `
      const buffer = new ArrayBuffer(1, { maxByteLength: 2 ** 31 });
      for (let size = 1e7; ; size += 1e7) { const at = buffer.byteLength; buffer.resize(size); new Uint8Array(buffer, at).fill(1); }
    `,
    "grows WebAssembly memory": `
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
      for (;;) { const at = memory.buffer.byteLength; memory.grow(256); new Uint8Array(memory.buffer, at).fill(1); }
    `,
    "makes many WebAssembly memories": `const a = []; for (;;) { const memory = new WebAssembly.Memory({ initial: 160 }); new Uint8Array(memory.buffer).fill(1); a.push(memory); }`,
    "shares WebAssembly memory": `
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
      for (;;) { const at = memory.buffer.byteLength; memory.grow(256); new Uint8Array(memory.buffer, at).fill(1); }
    `,
    "fills a WebAssembly table": `const a = []; for (;;) a.push(new WebAssembly.Table({ initial: 1e6, element: 'externref' }, {}));`,
    "compiles WebAssembly without end": `
      const body = []; for (let i = 0; i < 20_000; i += 1) body.push(0x41, 1, 0x1a);
      const leb = (n) => { const out = []; do { out.push((n & 127) | (n > 127 ? 128 : 0)); n >>>= 7; } while (n > 0); return out; };
      const code = [0, ...body, 0x0b];
      const section = [1, ...leb(code.length), ...code];
      const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, ...leb(section.length), ...section]);
      const kept = [];
      for (let i = 0; ; i += 1) { bytes[9] = bytes[9]; const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes.slice())); instance.exports.f(); kept.push(instance, new Uint8Array(1e5).fill(i)); }
    `,
    "repeats a string": `const a = []; for (let i = 0; ; i += 1) a.push(Buffer.from(String(i).repeat(1e6)).toString('latin1'));`,
    "concatenates and flattens strings": `let text = 'x'.repeat(1e6); const kept = []; for (;;) { text += text.slice(0, 1e6) + Math.random(); kept.push(text, text.charCodeAt(text.length - 1)); Number(text); kept.push([...text.slice(0, 1e5)]); }`,
    "joins without end": `const a = []; for (;;) a.push(new Array(1e5).fill('yyyyyyyyyy').join(String(a.length)));`,
    "makes huge integers": `const a = []; for (let i = 0n; ; i += 1n) a.push((1n << 30_000_000n) + i);`,
    "makes an impossible integer": `2n ** (2n ** 30n); console.log('BREACH made it'); process.exit(1);`,
    "makes symbols that stay": `for (let i = 0; ; i += 1) Symbol.for('x'.repeat(1000) + i);`,
    "makes closures": `const a = []; for (let i = 0; ; i += 1) { const big = new Array(100).fill(i); a.push(() => big); }`,
    "floods with promises": `const a = []; for (;;) a.push(new Promise(() => {}).then(() => {}));`,
    "floods with async functions that wait": `const wait = async (i) => { await new Promise(() => {}); return i; }; const a = []; for (let i = 0; ; i += 1) a.push(wait(i));`,
    "floods with timers": `for (let i = 0; ; i += 1) setTimeout(() => i, 1e9);`,
    "floods with ticks": `for (;;) process.nextTick(() => {}, new Array(100).fill(1));`,
    "floods a channel with messages": `const { port1 } = new MessageChannel(); const message = new Uint8Array(1e5).fill(1); for (;;) port1.postMessage(message);`,
    "floods a broadcast channel": `const [one, two] = [new BroadcastChannel('x'), new BroadcastChannel('x')]; two.onmessage = () => {}; for (;;) one.postMessage('x'.repeat(1e5));`,
    "keeps objects from being collected": `const registry = new FinalizationRegistry(() => {}); const kept = []; for (;;) { const object = new Array(1000).fill(1); registry.register(object, object.slice()); kept.push(new WeakRef(object), object); }`,
    "clones structures": `const value = new Uint8Array(1e7).fill(1); const kept = []; for (;;) kept.push(structuredClone(value), require('v8').serialize(value));`,
    "parses a bomb of JSON": `const text = '[' + new Array(1e6).fill('{}').join() + ']'; const kept = []; for (;;) kept.push(JSON.parse(text));`,
    "stringifies what doubles": `let value = ['x'.repeat(1e5)]; const kept = []; for (;;) { value = [value, value]; kept.push(JSON.stringify(value)); }`,
    "unpacks a bomb": `
      const zlib = require('zlib');
      const packed = zlib.deflateSync(Buffer.alloc(5e7));
      const kept = [];
      for (;;) kept.push(zlib.inflateSync(packed, { maxOutputLength: 1e9 }).fill(1));
    `,
    "unpacks a Brotli bomb": `
      const zlib = require('zlib');
      const packed = zlib.brotliCompressSync(Buffer.alloc(5e7), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } });
      const kept = [];
      for (;;) kept.push(zlib.brotliDecompressSync(packed).fill(1));
    `,
    "derives keys with all memory": `require('crypto').scryptSync('x', 'y', 64, { N: 2 ** 20, r: 32, p: 1, maxmem: 2 ** 33 }); console.log('BREACH derived'); process.exit(1);`,
    "asks for random bytes": `const crypto = require('crypto'); const kept = []; for (;;) kept.push(crypto.randomBytes(5e7));`,
    "keeps blobs": `const { Blob } = require('buffer'); const kept = []; for (let i = 0; ; i += 1) kept.push(new Blob([new Uint8Array(1e7).fill(i)]));`,
    "compiles code without end": `const kept = []; for (let i = 0; ; i += 1) kept.push(new Function('a', ('a = a * ' + i + ' + 1;').repeat(2000) + 'return a'), new Array(10_000).fill(i));`,
    "compiles regular expressions": `const kept = []; for (let i = 0; ; i += 1) { const expression = new RegExp('(' + 'a|b'.repeat(1000) + i + ')'); expression.test('abc'); kept.push(expression, new Array(1e4).fill(i)); }`,
    "makes contexts": `const vm = require('vm'); const kept = []; for (;;) kept.push(vm.createContext({}));`,
    "raises its own heap limit": `require('v8').setFlagsFromString('--max-old-space-size=100000'); require('v8').setFlagsFromString('--max-heap-size=100000'); const a = []; for (;;) a.push(new Array(1000).fill(1));`,
    "buffers what nobody reads": `const { PassThrough } = require('stream'); const stream = new PassThrough({ highWaterMark: 1e12 }); for (;;) stream.write(Buffer.alloc(1e6, 1));`,
    "records performance": `const { performance } = require('perf_hooks'); for (let i = 0; ; i += 1) performance.mark('mark' + i, { detail: new Uint8Array(1e6).fill(i) });`,
    "collects stacks": `Error.stackTraceLimit = 100; const kept = []; const dive = (n) => { if (n === 0) for (;;) kept.push(new Error('x'.repeat(100_000) + kept.length).stack, new Array(10_000).fill(n)); dive(n - 1); }; dive(100);`,
    "nests arrays": `let nest = []; for (;;) nest = [nest, new Array(1000).fill(1)];`,
  },
);
