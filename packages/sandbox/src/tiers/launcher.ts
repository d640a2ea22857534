import { findArchitecture, type Architecture } from "../kernel/architecture.js";
import type { FilterProgram } from "../kernel/bpf.js";
import { planLandlock } from "../kernel/landlock.js";
import { planLockRlimits, planStartUpRlimits } from "../kernel/rlimits.js";
import { buildAllowlist } from "../kernel/seccomp-allowlist.js";
import { buildDenylist } from "../kernel/seccomp-denylist.js";
import {
  baseReadablePaths,
  childScript,
  findKoffi,
  manifestsAbove,
  QUICK_START_ARGS,
} from "../runtime-files.js";
import { SandboxError } from "../types.js";
import type { TierCommandOptions } from "./tier.js";

/** Why the kernel interface that a locked child is built upon is missing, or null. */
export function findLockObstacle(platform: string, architecture: string): string | null {
  if (platform !== "linux") return `needs Linux, this is ${platform}`;
  if (findArchitecture(architecture) === null) {
    return `no checked system call table for ${architecture}`;
  }
  return null;
}

/** What all locked children of this process share; found out once. */
interface LockBase {
  architecture: Architecture;
  koffiPath: string;
  readablePaths: string[];
}

/** @throws SandboxError on machines where no locked child can be built */
function prepareLockBase(): LockBase {
  const architecture = findArchitecture(process.arch);
  if (architecture === null) throw new SandboxError(`No system call table for ${process.arch}`);
  const koffiPath = findKoffi();
  return {
    architecture,
    koffiPath,
    readablePaths: [...baseReadablePaths(), koffiPath, ...manifestsAbove(koffiPath)],
  };
}

function encodeFilter(program: FilterProgram): { bytes: string; pidOffsets: number[] } {
  return { bytes: program.bytes.toString("base64"), pidOffsets: program.pidOffsets };
}

/** The first stage of a locked child, ready to be spawned or wrapped. */
export interface LaunchCommand {
  /** Its command line, the executable first. */
  launcher: [string, ...string[]];
  /** Everything that launcher and runtime open before the lock. */
  readablePaths: string[];
}

/** Builds the launcher of children that the kernel locks; see `child/launch.cjs`. */
export class Launcher {
  #base: LockBase | null = null;

  /**
   * @param parentPid the process whose end is the child's own; null when another watches it
   * @throws SandboxError on machines where no locked child can be built
   */
  buildCommand(
    { runtimeCommand, limits, identity, isAwaited }: TierCommandOptions,
    parentPid: number | null,
  ): LaunchCommand {
    this.#base ??= prepareLockBase();
    const { architecture, koffiPath } = this.#base;
    const { seccompCall } = architecture;
    const { cpuSeconds, fileBytes, openFiles } = limits;
    const { dataBytes, addressSpaceBytes, allowsThreads } = runtimeCommand;
    const rlimitSettings = {
      cpuSeconds,
      fileBytes,
      openFiles,
      dataBytes,
      addressSpaceBytes,
      hasOwnUser: identity !== null,
    };
    const lockPlan = {
      koffiPath,
      identity,
      parentPid,
      isAwaited,
      rlimits: planLockRlimits(rlimitSettings),
      seccompCall,
      allowlist: encodeFilter(
        buildAllowlist(architecture, {
          allowsThreads,
          allowsSharedMemory: addressSpaceBytes !== null,
        }),
      ),
      ...runtimeCommand.plan,
    };
    const readablePaths = [
      ...this.#base.readablePaths,
      runtimeCommand.command,
      ...runtimeCommand.readablePaths,
    ];
    const launchPlan = {
      koffiPath,
      parentPid,
      rlimits: planStartUpRlimits(rlimitSettings),
      landlock: planLandlock(readablePaths),
      seccompCall,
      denylist: encodeFilter(buildDenylist(architecture)),
      command: runtimeCommand.command,
      argv: [runtimeCommand.command, ...runtimeCommand.args, JSON.stringify(lockPlan)],
      env: runtimeCommand.env,
    };
    return {
      launcher: [
        process.execPath,
        ...QUICK_START_ARGS,
        childScript("launch.cjs"),
        JSON.stringify(launchPlan),
      ],
      readablePaths,
    };
  }
}
