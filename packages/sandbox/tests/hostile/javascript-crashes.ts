import { HUNGRY, JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Ways to bring the runtime down; none may end well. */
export const JAVASCRIPT_CRASHES: HostileProgram[] = [
  ...programs(
    // Newer engines get along without the stack.
    { language: "javascript", ends: ["RUNTIME_ERROR", null] },
    {
      "recurses in JSON": `let v = []; for (let i = 0; i < 1e5; i += 1) v = [v]; JSON.stringify(v);`,
    },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ["RUNTIME_ERROR"] },
    {
      aborts: `process.abort();`,
      "trips an assertion of the runtime": `process.binding('crypto').timingSafeEqual?.(); load('fs').open(); process.reallyExit('x');
        process.abort();`,
      "recurses without end": `(function again() { again(); })();`,
      "recurses in a proxy": `const proxy = new Proxy({}, {}); Object.setPrototypeOf(Object.getPrototypeOf(proxy) ?? {}, null); const a = new Proxy({}, { get: (target, key) => a[key] }); a.x;`,
      "recurses in a parser": `JSON.parse('['.repeat(1e6)); `,
      "recurses in eval": `eval('('.repeat(1e5) + ')'.repeat(1e5));`,
      "recurses in toString": `const a = []; a.toString = () => String(a); String(a);`,
      "recurses in getters": `const a = { get b() { return this.b; } }; a.b;`,
      "breaks a promise of the engine": `
        require('v8').setFlagsFromString('--allow-natives-syntax');
        attempt(() => new Function('%SystemBreak()')(), () => new Function('%DebugPrint({})')(), () => new Function('%AbortJS("x")')());
        process.abort();
      `,
      "switches the engine over while it runs": `
        const v8 = require('v8');
        for (const flag of ['--jitless', '--no-opt', '--always-turbofan', '--stress-compaction', '--gc-interval=10', '--stack-size=100000', '--no-lazy', '--interpreted-frames-native-stack', '--harmony', '--single-threaded', '--fuzzing', '--no-wasm-bounds-checks', '--no-enforce-bounds-checks'])
          attempt(() => v8.setFlagsFromString(flag));
        const dive = (n) => (n === 0 ? 0 : 1 + dive(n - 1));
        dive(1e7);
        process.exit(1);
      `,
      "signals itself": `
        attempt(() => process.kill(process.pid, 'SIGKILL'), () => process.kill(process.pid, 'SIGSEGV'), () => process.kill(process.pid, 'SIGSTOP'));
        process.abort();
      `,
    },
  ),
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: HUNGRY },
    {
      "crashes at the heap limit": `const a = []; for (;;) a.push({}, [], 'x' + a.length);`,
      "runs out of memory while it describes an error": `const a = []; try { for (;;) a.push(new Uint8Array(1e6).fill(1)); } catch { throw new Error('x'.repeat(5e8)); }`,
    },
  ),
];
