import { heapBytes, type ChildLimits } from "../limits.js";
import { findExportsLexer, manifestsAbove } from "../runtime-files.js";
import { JAVASCRIPT_PROBE } from "./javascript-probe.js";
import type { LanguageRuntime } from "./language.js";
import { buildNodeCommand } from "./node-command.js";

/** JavaScript: Node itself, with V8's full speed. */
export function createJavascript(): LanguageRuntime {
  const lexerPath = findExportsLexer();
  return {
    language: "javascript",
    runtime: `node ${process.versions.node}`,
    probe: JAVASCRIPT_PROBE,
    buildCommand: (limits: ChildLimits) =>
      buildNodeCommand({
        script: "javascript.cjs",
        limits,
        plan: { lexerPath },
        readablePaths: [lexerPath, ...manifestsAbove(lexerPath)],
      }),
    outOfMemoryBytes: heapBytes,
  };
}
