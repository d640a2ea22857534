import type { RlimitSettings } from "../kernel/rlimits.js";
import type { Language } from "../types.js";
import type { ChildLimits } from "../limits.js";

/** How to start one runtime that can serve one program. */
export interface RuntimeCommand {
  /** Absolute path. */
  command: string;
  /** Everything up to the plan, which is added as the last argument. */
  args: string[];
  /** Added to the lock's plan, for the harness of this language. */
  plan: Record<string, unknown>;
  /** Files and folders that the runtime opens before it is locked. */
  readablePaths: string[];
  env: Record<string, string>;
  dataBytes: number;
  /** Null where a runtime reserves what it never touches. */
  addressSpaceBytes: RlimitSettings["addressSpaceBytes"];
  /** Whether programs may start threads. */
  allowsThreads: boolean;
}

/** One way to run one language. */
export interface LanguageRuntime {
  readonly language: Language;
  /** Name and version, such as `node 20.20.2`. */
  readonly runtime: string;
  /** A program that tries to get out; see `self-test.ts` for what it must print. */
  readonly probe: string;
  /** @param limits what the child must be able to serve */
  buildCommand(limits: ChildLimits): RuntimeCommand;
  /** Allocations that a crash above this many resident bytes is put down to. */
  outOfMemoryBytes(memoryBytes: number): number;
}
