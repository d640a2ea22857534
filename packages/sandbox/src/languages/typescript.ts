import path from "node:path";
import { heapBytes, type ChildLimits } from "../limits.js";
import { findExportsLexer, findTypescript, manifestsAbove } from "../runtime-files.js";
import { JAVASCRIPT_PROBE } from "./javascript-probe.js";
import type { LanguageRuntime } from "./language.js";
import { buildNodeCommand } from "./node-command.js";

/** What the compiler itself occupies in the child's heap. */
const COMPILER_HEAP_BYTES = 96 * 1024 * 1024;

/**
 * TypeScript: types are stripped inside the child, since a crafted source can crash a compiler or
 * keep it busy.
 */
export function createTypescript(version: string): LanguageRuntime {
  const typescriptPath = findTypescript();
  const lexerPath = findExportsLexer();
  return {
    language: "typescript",
    runtime: `typescript ${version} on node ${process.versions.node}`,
    probe: JAVASCRIPT_PROBE,
    buildCommand: (limits: ChildLimits) =>
      buildNodeCommand({
        script: "typescript.cjs",
        limits,
        extraHeapBytes: COMPILER_HEAP_BYTES,
        extraDataBytes: COMPILER_HEAP_BYTES,
        plan: { typescriptPath, lexerPath },
        readablePaths: [
          path.dirname(typescriptPath),
          ...manifestsAbove(typescriptPath),
          lexerPath,
          ...manifestsAbove(lexerPath),
        ],
      }),
    outOfMemoryBytes: (memoryBytes) => heapBytes(memoryBytes) + COMPILER_HEAP_BYTES,
  };
}
