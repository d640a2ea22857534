// @ts-check
"use strict";
const { readPositions } = require("./source-positions.cjs");

/**
 * @typedef {object} Stripped
 * @property {string} code JavaScript
 * @property {import('./error-text.cjs').PositionMap} mapPosition
 */

/** What only CommonJS can express. */
const COMMONJS_SYNTAX = /(?:^|;)[ \t]*(?:export\s*=|import\s+[\w$]+\s*=\s*require\b)/m;

/**
 * Strips the types of one file; one with syntax errors is refused, type errors are not looked for.
 * @param {typeof import('typescript')} ts
 * @param {{ name: string, content: string }} file
 * @param {"script" | "module" | null} format null when the file itself is to tell
 * @returns {Stripped}
 */
function stripTypes(ts, { name, content }, format) {
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
 * @param {typeof import('typescript')} ts
 * @param {import('typescript').Diagnostic} diagnostic
 * @param {string} name
 */
function describe(ts, diagnostic, name) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${name}:${line + 1}:${character + 1} - error TS${diagnostic.code}: ${text}`;
}

module.exports = { stripTypes };
