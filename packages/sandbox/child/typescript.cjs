// @ts-check
"use strict";
const { serveProgram } = require("./node-program.cjs");
const { readPositions } = require("./source-positions.cjs");

const FILE_NAME = "main.ts";

/** @type {import('./lock.cjs').LockPlan & { typescriptPath: string }} */
const plan = JSON.parse(String(process.argv[2]));
/** @type {typeof import('typescript')} */
const ts = require(plan.typescriptPath);

/** Strips the types; a program with syntax errors is refused, type errors are not looked for. */
function compile(/** @type {string} */ code) {
  const {
    outputText,
    sourceMapText,
    diagnostics = [],
  } = ts.transpileModule(code, {
    fileName: FILE_NAME,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true,
    },
  });
  const errors = diagnostics.filter((entry) => entry.category === ts.DiagnosticCategory.Error);
  if (errors.length > 0) {
    const text = errors.map(describe).join("\n");
    throw Object.assign(new SyntaxError(text), { stack: text });
  }
  return {
    code: outputText,
    mapPosition: readPositions(JSON.parse(String(sourceMapText)).mappings),
  };
}

/** @param {import('typescript').Diagnostic} diagnostic */
function describe(diagnostic) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${FILE_NAME}:${line + 1}:${character + 1} - error TS${diagnostic.code}: ${text}`;
}

// The first call compiles much of the compiler itself.
compile("enum Warm { A }\nconst a: number = Warm.A;\nclass B<T> { constructor(private b: T) {} }");
void serveProgram({ fileName: FILE_NAME, compile }, plan);
