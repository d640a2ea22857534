// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");
const { readPositions } = require("./source-positions.cjs");

/** @type {import('./lock.cjs').LockPlan & { typescriptPath: string, lexerPath: string }} */
const plan = JSON.parse(String(process.argv[2]));
/** @type {typeof import('typescript')} */
const ts = require(plan.typescriptPath);

/** What only CommonJS can express. */
const COMMONJS_SYNTAX = /(?:^|;)[ \t]*(?:export\s*=|import\s+[\w$]+\s*=\s*require\b)/m;

/**
 * Strips the types; a file with syntax errors is refused, type errors are not looked for.
 * @type {import('./program-modules.cjs').NodeLanguage["transpile"]}
 */
function transpile({ name, content }, format) {
  if (!name.endsWith("ts")) return { code: content, mapPosition: null };
  const isScript = format === "script" || (format === null && COMMONJS_SYNTAX.test(content));
  const {
    outputText,
    sourceMapText,
    diagnostics = [],
  } = ts.transpileModule(content, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: isScript ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const errors = diagnostics.filter((entry) => entry.category === ts.DiagnosticCategory.Error);
  if (errors.length > 0) {
    const text = errors.map((error) => describe(error, name)).join("\n");
    throw Object.assign(new SyntaxError(text), { stack: text });
  }
  return {
    code: outputText,
    mapPosition: readPositions(JSON.parse(String(sourceMapText)).mappings),
  };
}

/**
 * @param {import('typescript').Diagnostic} diagnostic
 * @param {string} name
 */
function describe(diagnostic, name) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${name}:${line + 1}:${character + 1} - error TS${diagnostic.code}: ${text}`;
}

// The first call compiles much of the compiler itself.
transpile(
  {
    name: "main.ts",
    content:
      "enum Warm { A }\nconst a: number = Warm.A;\nclass B<T> { constructor(private b: T) {} }",
  },
  null,
);
void serveProgram({ extensions: [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"], transpile }, plan);
