import { findArchitecture } from "../kernel/architecture.js";
import type { Tier } from "./tier.js";

/** Why the kernel interface that every tier builds upon is missing, or null. */
export function findLockdownObstacle(platform: string, architecture: string): string | null {
  if (platform !== "linux") return `needs Linux, this is ${platform}`;
  if (findArchitecture(architecture) === null) {
    return `no checked system call table for ${architecture}`;
  }
  return null;
}

/** A child that gives up its own rights. Needs no privileges, no namespaces and no packages. */
export function createLockdownTier(): Tier {
  return {
    name: "lockdown",
    description: "seccomp allowlist, Landlock where the kernel has it, resource limits",
    isDirectParent: true,
    findObstacle: () => Promise.resolve(findLockdownObstacle(process.platform, process.arch)),
    buildCommand({ launcher }) {
      const [command = process.execPath, ...args] = launcher;
      return { command, args };
    },
    // The launcher becomes the runtime: one process all along.
    findRuntimePid: (spawnedPid) => spawnedPid,
  };
}
