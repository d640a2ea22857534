import path from "node:path";
import { dataBytes } from "../limits.js";
import { findTypescript, manifestsAbove, readPackageVersion } from "../runtime-files.js";
import type { LanguageRuntime } from "./language.js";
import { buildQuickjsCommand } from "./quickjs-command.js";
import { QUICKJS_PROBE } from "./quickjs-probe.js";

/** What the compiler itself occupies in the child's heap. */
const COMPILER_HEAP_BYTES = 96 * 1024 * 1024;

/** TypeScript: types are stripped in the child's own Node, the rest runs in QuickJS. */
export function createQuickjsTypescript(version: string): LanguageRuntime {
  const typescriptPath = findTypescript();
  return {
    language: "typescript",
    runtime: `typescript ${version} on quickjs-wasi ${readPackageVersion("quickjs-wasi")}`,
    probe: QUICKJS_PROBE,
    buildCommand: (limits) =>
      buildQuickjsCommand({
        limits,
        extraHeapBytes: COMPILER_HEAP_BYTES,
        plan: { typescriptPath },
        readablePaths: [path.dirname(typescriptPath), ...manifestsAbove(typescriptPath)],
      }),
    outOfMemoryBytes: (memoryBytes) => dataBytes(memoryBytes),
  };
}
