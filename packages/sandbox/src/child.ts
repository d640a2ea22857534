import { spawn, type ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { ControlChannel } from "./control-channel.js";
import type { IdentityPool } from "./kernel/identity.js";
import type { LanguageRuntime } from "./languages/language.js";
import type { ChildLimits } from "./limits.js";
import { ensureGone, killGroup } from "./process-group.js";
import { readPreciseCpuMs, readUsage, type ProcessUsage } from "./process-usage.js";
import type { Tier } from "./tiers/tier.js";
import { SandboxError } from "./types.js";

const START_TIMEOUT_MS = 20_000;
const DISAPPEARANCE_TIMEOUT_MS = 5_000;
const MAX_START_UP_TEXT_BYTES = 8 * 1024;

export interface ExitStatus {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** A locked process that waits for one program. */
export interface Child {
  readonly control: ControlChannel;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Of the runtime, as this process sees it. */
  readonly pid: number;
  /** Settles once the process has ended and its output was read to the end. */
  readonly closed: Promise<ExitStatus>;
  readonly hasExited: boolean;
  /** Whether `closed` tells the runtime's own end, see {@link Tier.isDirectParent}. */
  readonly isDirect: boolean;
  /**
   * What it uses, as the kernel tells it; where this process cannot ask, as the child tells it, if
   * it is to be believed (see {@link Tier.hasTrustedReports}).
   */
  readUsage(): ProcessUsage | null;
  /** The same for its CPU time, as exact as can be. */
  readCpuMs(): number | null;
  /** Kills the child and whatever might have come of it. */
  kill(): void;
}

export interface StartChildOptions {
  tier: Tier;
  runtime: LanguageRuntime;
  limits: ChildLimits;
  /** Whether a program waits for it already. */
  isAwaited: boolean;
  identities: IdentityPool;
  /** Of the compile error that is kept. */
  maxErrorBytes: number;
}

/** Settles at the end of a child; a grandchild that kept its output open could not delay it long. */
function watchEnd(child: ChildProcess): Promise<ExitStatus> {
  return new Promise((resolve) => {
    child.once("exit", () => {
      const timer = setTimeout(() => {
        for (const stream of child.stdio) stream?.destroy();
      }, DISAPPEARANCE_TIMEOUT_MS);
      child.once("close", () => clearTimeout(timer));
      // It may be paused, and then would never come to its end. What the child said last, just before
      // it died, still lies there to be read.
      (child.stdio[3] as Readable | null | undefined)?.resume();
    });
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

/**
 * Starts a child and waits until it is locked.
 * @throws SandboxError when it does not get there
 */
export async function startChild(options: StartChildOptions): Promise<Child> {
  const { tier, runtime, limits, isAwaited, identities } = options;
  const identity = identities.acquire();
  let spawned: ChildProcess;
  let preamble: Buffer | undefined;
  try {
    const runtimeCommand = runtime.buildCommand(limits);
    const line = tier.buildCommand({ runtimeCommand, limits, identity, isAwaited });
    preamble = line.preamble;
    spawned = spawn(line.command, line.args, {
      // Elsewhere than on Windows: a process group of its own.
      detached: process.platform !== "win32",
      windowsHide: true,
      cwd: "/",
      env: {},
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    await new Promise<void>((resolve, reject) => {
      spawned.once("spawn", resolve);
      spawned.once("error", reject);
    });
  } catch (error) {
    identities.release(identity);
    throw new SandboxError("A sandbox child could not be spawned", { cause: error });
  }
  const groupId = spawned.pid as number;
  spawned.on("error", () => undefined);
  const [stdin, stdout, stderr] = [spawned.stdin, spawned.stdout, spawned.stderr] as [
    Writable,
    Readable,
    Readable,
  ];
  for (const stream of [stdin, stdout, stderr]) stream.on("error", () => undefined);
  const control = new ControlChannel(spawned.stdio[3] as Readable & Writable, {
    maxTextBytes: options.maxErrorBytes,
    hasTrustedReports: tier.hasTrustedReports,
  });
  if (preamble !== undefined) control.sendPreamble(preamble);
  const pids: number[] = [];
  let hasExited = false;
  const closed = watchEnd(spawned).then(async (status) => {
    hasExited = true;
    const isGone = await ensureGone(groupId, pids, DISAPPEARANCE_TIMEOUT_MS);
    // An id whose process may still live must not be given to another.
    if (isGone) identities.release(identity);
    else throw new SandboxError(`Processes of sandbox child ${groupId} could not be killed`);
    return status;
  });
  // Whoever needs it awaits it; an idle child's end must not be an unhandled rejection.
  closed.catch(() => undefined);
  const kill = (): void => {
    if (hasExited) return;
    spawned.kill("SIGKILL");
    killGroup(groupId);
  };

  await waitUntilReady({ control, closed, stderr, kill });
  const pid = tier.findRuntimePid(groupId);
  pids.push(pid);
  return {
    control,
    stdin,
    stdout,
    stderr,
    pid,
    closed,
    get hasExited() {
      return hasExited;
    },
    isDirect: tier.isDirectParent,
    readUsage: () => readUsage(pid) ?? control.reportedUsage,
    readCpuMs: () => readPreciseCpuMs(pid) ?? control.reportedUsage?.cpuMs ?? null,
    kill,
  };
}

interface StartingChild {
  control: ControlChannel;
  closed: Promise<ExitStatus>;
  stderr: Readable;
  kill(): void;
}

/** @throws SandboxError with what the child printed, when it ends or takes too long */
async function waitUntilReady({ control, closed, stderr, kill }: StartingChild): Promise<void> {
  let text = "";
  const collect = (bytes: Buffer): void => {
    if (text.length < MAX_START_UP_TEXT_BYTES) text += bytes.toString("utf8");
  };
  stderr.on("data", collect);
  let timer: NodeJS.Timeout | undefined;
  try {
    const outcome = await Promise.race([
      new Promise<null>((resolve) => {
        control.onEvent = (event) => {
          if (event.kind === "ready") resolve(null);
        };
      }),
      closed.then(
        ({ exitCode, signal }) => `ended with ${signal ?? exitCode}`,
        (error: unknown) => String(error),
      ),
      new Promise<string>((resolve) => {
        timer = setTimeout(() => resolve("took too long"), START_TIMEOUT_MS);
      }),
    ]);
    if (outcome !== null) {
      kill();
      throw new SandboxError(`A sandbox child ${outcome} before it was ready: ${text.trim()}`);
    }
  } finally {
    clearTimeout(timer);
    stderr.off("data", collect);
    stderr.pause();
    control.onEvent = () => undefined;
  }
}
