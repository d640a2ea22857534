import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { findArchitecture, type Architecture } from "../kernel/architecture.js";
import type { FilterProgram } from "../kernel/bpf.js";
import { clampRlimits, planLockRlimits, planStartUpRlimits } from "../kernel/rlimits.js";
import { buildAllowlist } from "../kernel/seccomp-allowlist.js";
import { buildDenylist } from "../kernel/seccomp-denylist.js";
import {
  listLaunchCalls,
  probeKernel,
  type KernelFeatures,
  type ReadablePath,
} from "../launcher/launch-calls.js";
import { baseReadablePaths, childScript, findKoffi, manifestsAbove } from "../runtime-files.js";
import { SandboxError } from "../types.js";
import type { TierCommandOptions } from "./tier.js";
import { rethrowIfUntestable } from "../untestable-host.js";

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
  executable: string;
  koffiPath: string;
  readablePaths: string[];
  kernel: KernelFeatures;
}

/** A probe takes milliseconds; on a machine that is starved, seconds. */
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Runs the launcher for its exit code.
 *
 * @throws Error when it cannot be started or is ended, as it is after the time-out
 */
export function runLauncher(
  executable: string,
  list: Buffer,
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, [], {
      env: {},
      stdio: ["ignore", "ignore", "ignore", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    child.once("error", reject);
    child.once("close", (exitCode, signal) => {
      if (exitCode === null) reject(new Error(`${executable} ended with ${signal}`));
      else resolve(exitCode);
    });
    const channel = child.stdio[3] as NodeJS.WritableStream;
    channel.on("error", () => undefined);
    channel.end(list);
  });
}

/** @throws Error on machines where no locked child can be built */
async function prepareLockBase(): Promise<LockBase> {
  const architecture = findArchitecture(process.arch);
  if (architecture === null) throw new SandboxError(`No system call table for ${process.arch}`);
  const executable = childScript(`launch-${architecture.name}`);
  const koffiPath = findKoffi();
  return {
    architecture,
    executable,
    koffiPath,
    readablePaths: [...baseReadablePaths(), koffiPath, ...manifestsAbove(koffiPath)],
    kernel: await probeKernel(architecture, (list) => runLauncher(executable, list)),
  };
}

function encodeFilter(program: FilterProgram): { bytes: string; pidOffsets: number[] } {
  return { bytes: program.bytes.toString("base64"), pidOffsets: program.pidOffsets };
}

/** What this process has open: more than a child may inherit, and nothing else. */
function listOpenDescriptors(): number[] {
  return readdirSync("/proc/self/fd").map(Number);
}

/** The first stage of a locked child, ready to be spawned or wrapped. */
export interface LaunchCommand {
  /** Its executable, which takes no arguments. */
  launcher: string;
  /** What it does, read from its control channel. */
  preamble: Buffer;
  /** Everything that launcher and runtime open before the lock. */
  readablePaths: string[];
}

/** Builds the launcher of children that the kernel locks; see `src/launcher`. */
export class Launcher {
  #preparing: Promise<LockBase> | null = null;
  #base: LockBase | null = null;
  readonly #isFolder = new Map<string, boolean | null>();

  /**
   * Finds out once what the machine has to offer. Everything else needs it done.
   * @returns why no child can be launched, or null
   */
  async prepare(): Promise<string | null> {
    try {
      this.#base = await (this.#preparing ??= prepareLockBase());
      return null;
    } catch (error) {
      rethrowIfUntestable(error);
      return `the launcher cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /**
   * @param parentPid the process whose end is the child's own; null when another watches it
   * @throws SandboxError when it is not prepared
   */
  buildCommand(
    { runtimeCommand, limits, identity, isAwaited }: TierCommandOptions,
    parentPid: number | null,
  ): LaunchCommand {
    if (this.#base === null) throw new SandboxError("The launcher is not prepared");
    const { architecture, executable, koffiPath, kernel } = this.#base;
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
      seccompCall: architecture.seccompCall,
      allowlist: encodeFilter(buildAllowlist(architecture, { allowsThreads })),
      ...runtimeCommand.plan,
    };
    const readablePaths = [
      ...this.#base.readablePaths,
      runtimeCommand.command,
      ...runtimeCommand.readablePaths,
    ];
    return {
      launcher: executable,
      preamble: listLaunchCalls(architecture, {
        parentPid,
        rlimits: clampRlimits(
          planStartUpRlimits(rlimitSettings),
          readFileSync("/proc/self/limits", "latin1"),
        ),
        landlockAbi: kernel.landlockAbi,
        readablePaths: this.#findReadable(readablePaths),
        denylist: buildDenylist(architecture),
        command: runtimeCommand.command,
        argv: [runtimeCommand.command, ...runtimeCommand.args, JSON.stringify(lockPlan)],
        env: runtimeCommand.env,
        openDescriptors: kernel.hasCloseRange ? null : listOpenDescriptors(),
      }),
      readablePaths: [...readablePaths, executable],
    };
  }

  /** Leaves out what is not there, and tells files from folders. */
  #findReadable(paths: readonly string[]): ReadablePath[] {
    return [...new Set(paths)].flatMap((path) => {
      let isFolder = this.#isFolder.get(path);
      if (isFolder === undefined) {
        isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? null;
        this.#isFolder.set(path, isFolder);
      }
      return isFolder === null ? [] : [{ path, isFolder }];
    });
  }
}
