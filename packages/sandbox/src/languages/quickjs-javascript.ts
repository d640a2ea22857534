import { dataBytes } from "../limits.js";
import { readPackageVersion } from "../runtime-files.js";
import type { LanguageRuntime } from "./language.js";
import { buildQuickjsCommand } from "./quickjs-command.js";
import { QUICKJS_PROBE } from "./quickjs-probe.js";

/** JavaScript in QuickJS: slower by far than Node, but nothing of Node is within its reach. */
export function createQuickjsJavascript(): LanguageRuntime {
  return {
    language: "javascript",
    runtime: `quickjs-wasi ${readPackageVersion("quickjs-wasi")}`,
    probe: QUICKJS_PROBE,
    buildCommand: (limits) => buildQuickjsCommand({ limits }),
    outOfMemoryBytes: (memoryBytes) => dataBytes(memoryBytes),
  };
}
