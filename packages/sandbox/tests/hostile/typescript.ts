import {
  AMPLE,
  BRIEF,
  ENDLESS,
  HUNGRY,
  JAVASCRIPT_PRELUDE,
  programs,
  type HostileProgram,
} from "./program.js";

/** Of compilers that may take long and need not come to an end. */
const FAIR = { wallMs: 3_000 };

const nest = (open: string, depth: number, close: string, inside = ""): string =>
  open.repeat(depth) + inside + close.repeat(depth);

/** Bombs for the parser and the printer of TypeScript, and what JavaScript can do, said with types. */
export const TYPESCRIPT: HostileProgram[] = [
  ...programs(
    {
      language: "typescript",
      ends: ["COMPILE_ERROR", "OUTPUT_LIMIT", ...HUNGRY, ...ENDLESS],
      limits: FAIR,
    },
    {
      "is a million brackets": "(".repeat(1_000_000),
      "is half a million braces": "{".repeat(500_000),
      "is half a million type arguments": "let a: A" + "<A".repeat(300_000),
      "is an unterminated string": `const a = "${"x".repeat(500_000)}`,
      "is an unterminated template": "`${".repeat(100_000),
      "is an unterminated comment": `/*${"*".repeat(500_000)}`,
      "is an unterminated regular expression": `/${"[".repeat(100_000)}`,
      "is fifty thousand errors": "@ # ".repeat(50_000),
      "is fifty thousand decorators": `${"@a ".repeat(50_000)} 1`,
      "closes what it never opened": "}".repeat(50_000),
    },
  ),
  ...programs(
    // A parser may or may not take it; what counts is that it costs nobody else anything.
    { language: "typescript", limits: FAIR },
    {
      "nests parentheses": nest("(", 50_000, ")", "1"),
      "nests arrays": nest("[", 50_000, "]"),
      "nests blocks": nest("{", 50_000, "}"),
      "nests functions": nest("(()=>", 20_000, ")()", "1"),
      "nests object types": `type A = ${nest("{a:", 50_000, "}", "1")}`,
      "nests conditional types": `type A<T> = ${"T extends 1 ? ".repeat(20_000)}1${" : 0".repeat(20_000)}`,
      "nests template types": `type A = ${nest("`${", 5_000, "}`", "1")}`,
      "unites twenty thousand types": `type A = ${Array.from({ length: 20_000 }, (_, index) => `"m${index}"`).join("|")}; console.log(1)`,
      "has types that would explode": `type D = 0|1|2|3|4|5|6|7|8|9; type B = \`\${D}\${D}\${D}\${D}\${D}\${D}\${D}\${D}\`; type R<T> = [R<[T, T]>, R<[T, T]>]; let a: B | R<1>; console.log("not checked")`,
      "has an enum of ten thousand": `enum A { ${Array.from({ length: 10_000 }, (_, index) => `m${index}`).join()} }; console.log(A.m1)`,
      "has a class of five thousand members": `class A { ${Array.from({ length: 5_000 }, (_, index) => `private m${index}: number = ${index};`).join("")} } console.log(new A())`,
      "chains twenty thousand members": `const a: any = new Proxy(() => a, { get: () => a, apply: () => a }); a${".b".repeat(20_000)}`,
      "adds fifty thousand times": `console.log(${"1 + ".repeat(50_000)}1)`,
      "has thirty thousand lines": "void 0;\n".repeat(30_000),
      "refers to files": `/// <reference path="/etc/passwd" />\n/// <reference types="node" />\nimport a from "/etc/passwd"; console.log(a)`,
      "asks for settings": `// @ts-nocheck\n/** @jsx evil */ /* @jsxImportSource /etc */\nconsole.log(1)\n//# sourceMappingURL=/etc/passwd`,
      "ends with NUL and half characters": `console.log("a\0b\uD800")`,
    },
  ),
  ...programs(
    { language: "typescript", prelude: JAVASCRIPT_PRELUDE, limits: AMPLE },
    {
      "reads a file": `console.log(require('fs').readFileSync(canary.file as string, 'utf8'))`,
      "finds the compiler's own system": `
        for (const { exports } of Object.values(builtin('module')._cache) as any[])
          attempt(() => exports.sys && exports.sys.readFile(canary.file), () => exports.sys && exports.sys.writeFile(canary.folder + '/compiled', 'x'));
      `,
    },
  ),
  ...programs(
    { language: "typescript", ends: ENDLESS, limits: BRIEF },
    { "loops for ever": `for (;;) { const a: number = 1; void a; }` },
  ),
  ...programs(
    { language: "typescript", ends: HUNGRY, limits: AMPLE },
    {
      "fills arrays": `const a: number[][] = []; for (;;) a.push(new Array<number>(1000).fill(1));`,
    },
  ),
];
