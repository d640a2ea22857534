import { realpathSync } from "node:fs";
import { dataBytes, type ChildLimits } from "../limits.js";
import { childScript, findQuickjs, manifestsAbove } from "../runtime-files.js";
import type { RuntimeCommand } from "./language.js";

const MEBIBYTE = 1024 * 1024;
const NODE_MAJOR = Number(process.versions.node.split(".")[0]);
/**
 * V8's optimizing compiler before Node 24 takes a third of a second over the interpreter's loop and
 * makes it slower (ten million turns: 6.0 s of CPU time against 2.7); from 24 on, twice as fast.
 */
const COMPILER_ARGS = NODE_MAJOR >= 24 ? [] : ["--liftoff-only"];
/** V8's heap of each of the child's two threads; what the program allocates is not in it. */
const HARNESS_HEAP_BYTES = 64 * MEBIBYTE;

export interface QuickjsCommandOptions {
  limits: ChildLimits;
  /** Heap of V8 that a compiler fills. */
  extraHeapBytes?: number;
  plan?: Record<string, unknown>;
  readablePaths?: string[];
}

/** Builds the command of a child in which QuickJS interprets the program. */
export function buildQuickjsCommand(options: QuickjsCommandOptions): RuntimeCommand {
  const { limits, extraHeapBytes = 0, plan = {}, readablePaths = [] } = options;
  const heapMebibytes = Math.ceil((HARNESS_HEAP_BYTES + extraHeapBytes) / MEBIBYTE);
  const quickjs = findQuickjs();
  const programBytes = dataBytes(limits.memoryBytes);
  return {
    command: realpathSync(process.execPath),
    args: [
      `--max-old-space-size=${heapMebibytes}`,
      ...COMPILER_ARGS,
      "--disallow-code-generation-from-strings",
      "--no-addons",
      "--no-warnings",
      childScript("quickjs.cjs"),
    ],
    plan: { ...quickjs, heapMebibytes, programBytes, ...plan },
    readablePaths: [
      quickjs.libraryFolder,
      ...manifestsAbove(quickjs.libraryFolder),
      ...readablePaths,
    ],
    env: {},
    dataBytes: programBytes,
    addressSpaceBytes: null,
    allowsThreads: false,
  };
}
