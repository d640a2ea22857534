import type { RuntimeFactories } from "../languages/runtimes.js";
import { CHILD_FOLDER, manifestsAbove } from "../runtime-files.js";
import type { Tier } from "./tier.js";

export interface QuickjsTierOptions {
  findRuntimes(): RuntimeFactories;
}

const [NODE_MAJOR = 0, NODE_MINOR = 0] = process.versions.node.split(".").map(Number);
/** Node's permission model under the name that this version knows it by. */
const PERMISSION_FLAG =
  NODE_MAJOR > 22 || (NODE_MAJOR === 22 && NODE_MINOR >= 13)
    ? "--permission"
    : "--experimental-permission";

/**
 * A child that interprets the program in QuickJS, itself WebAssembly, for systems whose kernel
 * cannot be asked to lock it. What holds is that the interpreter offers nothing; Node's permission
 * model (no files but the interpreter's, no processes, from Node 25 on no network) stands behind it.
 */
export function createQuickjsTier({ findRuntimes }: QuickjsTierOptions): Tier {
  return {
    name: "quickjs",
    description:
      "weaker: an interpreter (QuickJS in WebAssembly) holds the program, Node's permission model " +
      "stands behind it, the kernel holds nothing; 4 to 110 times slower, no Python",
    isDirectParent: true,
    hasTrustedReports: true,
    findObstacle: () => Promise.resolve(null),
    findRuntimes: () => Promise.resolve(findRuntimes()),
    buildCommand({ runtimeCommand, identity, isAwaited }) {
      const { command, args, plan, readablePaths } = runtimeCommand;
      // Each once: Node 20 fails on a path that it is given twice.
      const readable = new Set([CHILD_FOLDER, ...manifestsAbove(CHILD_FOLDER), ...readablePaths]);
      return {
        command,
        args: [
          PERMISSION_FLAG,
          "--allow-worker",
          ...Array.from(readable, (path) => `--allow-fs-read=${path}`),
          ...args,
          JSON.stringify({ ...plan, identity, isAwaited }),
        ],
      };
    },
    findRuntimePid: (spawnedPid) => spawnedPid,
  };
}
