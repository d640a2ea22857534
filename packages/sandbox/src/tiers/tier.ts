import type { Identity } from "../kernel/identity.js";
import type { RuntimeCommand } from "../languages/language.js";
import type { RuntimeFactories } from "../languages/runtimes.js";
import type { ChildLimits } from "../limits.js";

/** What a child is to run, and within what. */
export interface TierCommandOptions {
  runtimeCommand: RuntimeCommand;
  limits: ChildLimits;
  /** Who the child becomes before it gets its program; null keeps the parent's identity. */
  identity: Identity | null;
  /** Whether a program waits for the child already, which has then no time to practise. */
  isAwaited: boolean;
}

/** What is spawned. */
export interface CommandLine {
  command: string;
  args: string[];
  /** What it reads from its control channel before all else. */
  preamble?: Buffer;
}

/** One kind of isolation: what runs in it and how a child is started. */
export interface Tier {
  readonly name: string;
  /** One line for people: what holds a program in, and what does not. */
  readonly description: string;
  /**
   * Whether the runtime is a child of this process itself. Otherwise a process in between reports
   * a fatal signal the way shells do, as exit status 128 + signal.
   */
  readonly isDirectParent: boolean;
  /**
   * Whether a program has no way to its child's control channel, so that what the child reports of
   * its own CPU time and memory is true. Asked only where the kernel does not tell this process.
   */
  readonly hasTrustedReports: boolean;
  /** @returns why it cannot work here, or null when it is worth a self-test */
  findObstacle(): Promise<string | null>;
  /** Lists the ways to run each language in this tier. Called only when there is no obstacle. */
  findRuntimes(): Promise<RuntimeFactories>;
  buildCommand(options: TierCommandOptions): CommandLine;
  /** Process id, as this process sees it, of the runtime below the process that was spawned. */
  findRuntimePid(spawnedPid: number): number;
}
