import type { RuntimeFactories } from "../languages/runtimes.js";
import { findLockObstacle, type Launcher } from "./launcher.js";
import type { Tier } from "./tier.js";

export interface LockdownTierOptions {
  launcher: Launcher;
  findRuntimes(): Promise<RuntimeFactories>;
}

/** A child that gives up its own rights. Needs no privileges, no namespaces and no packages. */
export function createLockdownTier({ launcher, findRuntimes }: LockdownTierOptions): Tier {
  return {
    name: "lockdown",
    description: "seccomp allowlist, Landlock where the kernel has it, resource limits",
    isDirectParent: true,
    hasTrustedReports: false,
    findObstacle: async () =>
      findLockObstacle(process.platform, process.arch) ?? (await launcher.prepare()),
    findRuntimes,
    buildCommand(options) {
      const { launcher: command, preamble } = launcher.buildCommand(options, process.pid);
      return { command, args: [], preamble };
    },
    // The launcher becomes the runtime: one process all along.
    findRuntimePid: (spawnedPid) => spawnedPid,
  };
}
