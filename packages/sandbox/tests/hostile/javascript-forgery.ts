import { BRIEF, ENDLESS, JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

const FAILED = ["RUNTIME_ERROR"] as const;

/** Lies about how it ended, and sabotage of what would tell. All of these exit with a failure. */
export const JAVASCRIPT_FORGERY: HostileProgram[] = [
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: FAILED },
    {
      "forges a verdict and exits with 1": `
        console.log(JSON.stringify({ error: null, output: 'fine', exitCode: 0, isolation: 'namespaces' }));
        process.exitCode = 1;
      `,
      "talks on the control channel": `
        const fs = require('fs');
        for (const text of ['R', 'S', 'C forged', 'G', 'SSSSSSSSS', 'C'.repeat(100000), 'P', '\\0\\0\\0\\0'])
          attempt(() => fs.writeSync(3, text) && undefined);
        process.exitCode = 7;
      `,
      "says goodbye early and fails late": `
        require('fs').writeSync(3, 'G');
        setTimeout(() => process.reallyExit(9), 100);
      `,
      "closes the control channel and fails": `require('fs').closeSync(3); process.exit(3);`,
      "closes every descriptor and fails": `
        const fs = require('fs');
        for (let fd = 0; fd < 64; fd += 1) if (fd !== 4) attempt(() => fs.closeSync(fd));
        process.reallyExit(5);
      `,
      "replaces what the harness uses": `
        require('fs').writeSync = () => { throw new Error('no'); };
        Buffer.from = () => { throw new Error('no'); };
        process.emit = () => { throw new Error('no'); };
        Error.prepareStackTrace = () => { for (const c of 'x') throw c; };
        Object.prototype.toString = () => { throw new Error('no'); };
        throw new Error('end');
      `,
      "poisons every prototype": `
        for (const name of ['then', 'value', 'get', 'set', 'code', 'message', 'stack', 'length', 'exitCode', 'signal', 'error'])
          attempt(() => void Object.defineProperty(Object.prototype, name, { get: () => 0, set: () => {}, configurable: true }));
        for (const method of ['push', 'map', 'filter', 'join', 'slice']) Array.prototype[method] = () => { throw 0; };
        throw new TypeError('end');
      `,
      "removes the listeners of the harness and fails": `
        process.removeAllListeners();
        process.on('exit', () => process.reallyExit(4));
      `,
      "fails past the harness": `
        process.on('exit', () => { process.exitCode = 0; });
        process.reallyExit = process.exit = process.emit = () => {};
        process.abort();
      `,
      "throws what has no description": `throw Object.create(null);`,
      "throws nothing": `throw undefined;`,
      "throws a proxy that lies": `throw new Proxy(new Error('x'), { getPrototypeOf: () => Error.prototype, get: () => { throw 0; }, has: () => true, ownKeys: () => { throw 0; } });`,
      "rejects with a lie": `Promise.reject({ name: 'Error', message: 'exit 0', code: 0, exitCode: 0 });`,
      "exits with a status past 255": `process.reallyExit(256 + 13);`,
      "exits as if a signal had ended it": `process.reallyExit(134);`,
      "exits as if it had been killed": `process.reallyExit(137);`,
      "emits what the runtime would": `
        process.emit('disconnect'); process.emit('internalMessage', { cmd: 'NODE_X' }); process.emit('beforeExit', 0);
        process.exit(2);
      `,
    },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ["MEMORY_LIMIT"] },
    { "exits with the status of hunger": `process.exit(94);` },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ["COMPILE_ERROR"] },
    {
      "is no program": `)]}'`,
      "is a million brackets": `${"(".repeat(500_000)}`,
      "nests a million arrays": `${"[".repeat(400_000)}`,
      "is an unterminated template": "`${`${`${",
    },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE },
    {
      "closes every descriptor": `const fs = require('fs'); for (let fd = 0; fd < 64; fd += 1) attempt(() => fs.closeSync(fd));`,
      "is a million additions": `x = ${"1+".repeat(400_000)}1`,
      "is one huge regular expression": `new RegExp('(a'.repeat(1e5) + ')'.repeat(1e5)).test('a');`,
      "exits with no number": `process.exit(NaN);`,
    },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ENDLESS, limits: BRIEF },
    {
      // It then waits for an answer that it has taken from itself.
      "reads the answer that its harness waits for": `
        const fs = require('fs');
        fs.writeSync(3, 'G');
        fs.readSync(3, Buffer.alloc(10));
        throw new Error('end');
      `,
    },
  ),
];
