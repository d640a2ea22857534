import { realpathSync } from "node:fs";
import { dataBytes, heapBytes, type ChildLimits } from "../limits.js";
import { childScript, QUICK_START_ARGS } from "../runtime-files.js";
import type { RuntimeCommand } from "./language.js";

const MEBIBYTE = 1024 * 1024;
const NODE_MAJOR = Number(process.versions.node.split(".")[0]);
/** Node 24 and later map more than they touch. */
const UNTOUCHED_BYTES = NODE_MAJOR >= 24 ? 500 * MEBIBYTE : 0;

export interface NodeCommandOptions {
  /** File name in the child folder. */
  script: string;
  limits: ChildLimits;
  /** Heap that the harness itself fills, on top of the program's. */
  extraHeapBytes?: number;
  extraDataBytes?: number;
  plan?: Record<string, unknown>;
  readablePaths?: string[];
}

/** Builds the command of a child that runs in Node, the same version as this process. */
export function buildNodeCommand(options: NodeCommandOptions): RuntimeCommand {
  const { limits, extraHeapBytes = 0, extraDataBytes = 0 } = options;
  const heapMebibytes = Math.ceil((heapBytes(limits.memoryBytes) + extraHeapBytes) / MEBIBYTE);
  return {
    command: realpathSync(process.execPath),
    args: [
      `--max-old-space-size=${heapMebibytes}`,
      // Parallel collection would start threads after the lock.
      "--single-threaded-gc",
      // The one thread would collect young objects too often, as V8 starts with room for a mebibyte.
      "--min-semi-space-size=2",
      // From Node 24 on, what uses fetch or Response would have a thread load certificates, which
      // the lock refuses and Node then warns of.
      "--use-openssl-ca",
      ...QUICK_START_ARGS,
      "--experimental-vm-modules",
      "--no-warnings",
      childScript(options.script),
    ],
    plan: options.plan ?? {},
    readablePaths: options.readablePaths ?? [],
    env: {
      // One thread for asynchronous work, started before the lock.
      UV_THREADPOOL_SIZE: "1",
      OPENSSL_CONF: "/dev/null",
      TZ: "UTC",
    },
    dataBytes: dataBytes(limits.memoryBytes, UNTOUCHED_BYTES + extraDataBytes),
    // V8 reserves far more than it uses.
    addressSpaceBytes: null,
    allowsThreads: false,
  };
}
