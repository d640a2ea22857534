import {
  AMPLE,
  BRIEF,
  ENDLESS,
  JAVASCRIPT_PRELUDE,
  programs,
  type HostileProgram,
} from "./program.js";

/** Floods of both streams, through every way to a descriptor. */
export const JAVASCRIPT_OUTPUT: HostileProgram[] = [
  ...programs(
    { language: "javascript", prelude: JAVASCRIPT_PRELUDE, ends: ["OUTPUT_LIMIT"] },
    {
      "prints without end": `for (;;) console.log('x'.repeat(1000));`,
      "prints errors without end": `for (;;) console.error('x'.repeat(1000));`,
      "writes a huge piece": `process.stdout.write('x'.repeat(5e7));`,
      "writes to the descriptor": `const fs = require('fs'); for (;;) fs.writeSync(1, 'x'.repeat(1000));`,
      "writes vectors to the descriptor": `const fs = require('fs'); const piece = Buffer.alloc(1000, 'x'); for (;;) fs.writevSync(2, [piece, piece, piece]);`,
      "writes asynchronously": `const fs = require('fs'); const again = () => fs.write(1, 'x'.repeat(1000), again); again();`,
      "writes past the console": `for (;;) process._rawDebug('x'.repeat(1000));`,
      "prints empty lines": `for (;;) process.stderr.write('\\n'.repeat(10_000));`,
      "prints what is no UTF-8": `const fs = require('fs'); const junk = Buffer.alloc(1000, 0xff); for (;;) fs.writeSync(1, junk);`,
      "prints halves of characters": `const fs = require('fs'); const junk = Buffer.from([0xe2, 0x82, 0xf0, 0x9f, 0x98]); for (;;) fs.writeSync(1, junk);`,
      "prints NUL": `const fs = require('fs'); const junk = Buffer.alloc(1000); for (;;) fs.writeSync(1, junk);`,
      "prints terminal commands": `for (;;) process.stdout.write('\\x1b[2J\\x1b]0;owned\\x07\\x1b[6n');`,
      "prints a table without end": `const rows = new Array(1000).fill({ a: 'x'.repeat(100) }); for (;;) console.table(rows);`,
      "traces without end": `for (;;) console.trace('x');`,
      "warns without end": `for (let i = 0; ; i += 1) process.stderr.write('warning ' + i + '\\n');`,
      "prints in an exit listener": `process.on('exit', () => { for (;;) console.log('x'.repeat(1000)); });`,
      "prints from a stream": `require('stream').Readable.from((function* () { for (;;) yield 'x'.repeat(1000); })()).pipe(process.stdout);`,
    },
  ),
  ...programs(
    {
      language: "javascript",
      prelude: JAVASCRIPT_PRELUDE,
      ends: ["OUTPUT_LIMIT"],
      limits: { ...AMPLE, outputBytes: 20_000 },
    },
    {
      "prints one byte at a time": `const fs = require('fs'); for (;;) fs.writeSync(1, 'x');`,
      "prints empty lines one at a time": `for (;;) console.error();`,
    },
  ),
  ...programs(
    {
      language: "javascript",
      prelude: JAVASCRIPT_PRELUDE,
      ends: ["RUNTIME_ERROR", "OUTPUT_LIMIT"],
    },
    {
      "throws a huge error": `throw new Error('x'.repeat(3e7));`,
      "throws an error of a million lines": `throw new Error('\\n \\n'.repeat(1e6));`,
      "throws an object without end": `const a = {}; for (let i = 0; i < 1e5; i += 1) a['key' + i] = 'x'.repeat(100); throw a;`,
    },
  ),
  ...programs(
    {
      language: "javascript",
      prelude: JAVASCRIPT_PRELUDE,
      ends: ENDLESS,
      limits: BRIEF,
    },
    {
      "floods the control channel": `const fs = require('fs'); const junk = Buffer.alloc(65536, 'G'); for (;;) try { fs.writeSync(3, junk); } catch {}`,
      "floods standard input": `const fs = require('fs'); const junk = Buffer.alloc(65536, 'x'); for (;;) try { fs.writeSync(0, junk); } catch {}`,
    },
  ),
];
