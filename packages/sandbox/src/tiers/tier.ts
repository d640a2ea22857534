/** What a tier puts around the launcher. */
export interface TierCommandOptions {
  /** Launcher command line, the executable first. */
  launcher: string[];
  /** Everything that launcher and runtime open before the lock. */
  readablePaths: string[];
}

/** One kind of isolation: how a child is started, from the strongest to the weakest. */
export interface Tier {
  readonly name: string;
  /** One line for people: what holds a program in. */
  readonly description: string;
  /**
   * Whether the runtime is a child of this process itself. Otherwise a process in between reports
   * a fatal signal the way shells do, as exit status 128 + signal.
   */
  readonly isDirectParent: boolean;
  /** @returns why it cannot work here, or null when it is worth a self-test */
  findObstacle(): Promise<string | null>;
  buildCommand(options: TierCommandOptions): { command: string; args: string[] };
  /** Process id, as this process sees it, of the runtime below the process that was spawned. */
  findRuntimePid(spawnedPid: number): number;
}
