// @ts-check
"use strict";
const { readPositions } = require("./source-positions.cjs");

/** What only CommonJS can express. */
const COMMONJS_SYNTAX = /(?:^|;)[ \t]*(?:export\s*=|import\s+[\w$]+\s*=\s*require\b)/m;

/** Uses much of the compiler, which compiles much of it. */
const REHEARSAL = {
  name: "main.ts",
  content:
    "enum Warm { A }\nconst a: number = Warm.A;\nclass B<T> { constructor(private b: T) {} }",
};

/**
 * Strips the types of one file; one with syntax errors is refused, type errors are not looked for.
 * @param {typeof import('typescript6')} ts
 * @param {import('./control-channel.cjs').SourceFile} file what is no TypeScript stays as it is
 * @param {import('./compile-source.cjs').SourceFormat | null} format null leaves it to the code
 * @returns {import('./program-modules.cjs').Transpiled}
 */
function stripTypes(ts, { name, content }, format) {
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
    const text = errors.map((error) => describe(ts, error, name)).join("\n");
    throw Object.assign(new SyntaxError(text), { stack: text });
  }
  return {
    code: outputText,
    mapPosition: readPositions(JSON.parse(String(sourceMapText)).mappings),
  };
}

/**
 * @param {typeof import('typescript6')} ts
 * @param {import('typescript6').Diagnostic} diagnostic
 * @param {string} name
 */
function describe(ts, diagnostic, name) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${name}:${line + 1}:${character + 1} - error TS${diagnostic.code}: ${text}`;
}

/** Files that can be run once their types are gone, the preferred first. */
const TYPESCRIPT_EXTENSIONS = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];

/**
 * Makes a compiler ready.
 * @param {string} typescriptPath
 * @param {boolean} rehearses whether it is used once first, which takes time now rather than later
 * @returns {import('./program-modules.cjs').NodeLanguage["transpile"]}
 */
function createTypeStripper(typescriptPath, rehearses) {
  /** @type {typeof import('typescript6')} */
  const ts = require(typescriptPath);
  if (rehearses) stripTypes(ts, REHEARSAL, null);
  return (file, format) => stripTypes(ts, file, format);
}

module.exports = { TYPESCRIPT_EXTENSIONS, createTypeStripper };
