import { startChild, type Child } from "./child.js";
import { IdentityPool } from "./kernel/identity.js";
import type { LanguageRuntime } from "./languages/language.js";
import { SnapshotFolder } from "./languages/pyodide.js";
import {
  findLockedRuntimes,
  findQuickjsRuntimes,
  type RuntimeFactories,
} from "./languages/runtimes.js";
import { childLimits, DEFAULT_CAPS, DEFAULT_LIMITS, resolveLimits } from "./limits.js";
import { ChildPool } from "./pool.js";
import { findExcess } from "./program.js";
import { runProgram } from "./run-program.js";
import { selectIsolation, type Workbench } from "./selection.js";
import { Launcher } from "./tiers/launcher.js";
import { createLockdownTier } from "./tiers/lockdown.js";
import { createNamespacesTier } from "./tiers/namespaces.js";
import { createQuickjsTier } from "./tiers/quickjs.js";
import type { Tier } from "./tiers/tier.js";
import {
  SandboxError,
  type Language,
  type LanguageInfo,
  type PoolInfo,
  type RequestedLimits,
  type RunOptions,
  type RunRequest,
  type RunVerdict,
  type SandboxLimits,
  type SandboxLogger,
  type TierReport,
} from "./types.js";
import { judge, judgeUnstarted, type Ending, type VerdictContext } from "./verdict.js";

export {
  LANGUAGES,
  SandboxError,
  type CodeRequest,
  type FilesRequest,
  type Language,
  type LanguageInfo,
  type OutputChunk,
  type PoolInfo,
  type RequestedLimits,
  type RunErrorCode,
  type RunOptions,
  type RunRequest,
  type RunVerdict,
  type SandboxLimits,
  type SandboxLogger,
  type SourceFile,
  type TierReport,
} from "./types.js";

/** From the strongest to the weakest. */
export const TIER_NAMES = ["namespaces", "lockdown", "quickjs"] as const;
export type TierName = (typeof TIER_NAMES)[number];

export interface SandboxOptions {
  /** A tier by name, or `auto` (default): the strongest that passes its self-test. */
  tier?: TierName | "auto";
  /** How many children wait for a program, per language. Default: see {@link DEFAULT_POOL_SIZES}. */
  poolSizes?: Partial<Record<Language, number>>;
  /** Limits of runs that ask for none. */
  limits?: Partial<SandboxLimits>;
  /** The most that a run can ask for. */
  caps?: RequestedLimits;
  /** A Python interpreter to use instead of the `python3` on `searchPath`. */
  pythonPath?: string;
  /** Whether Python runs in Pyodide even where the host has a Python. False by default. */
  usesPyodide?: boolean;
  /**
   * Where what takes long to build (Pyodide's memory snapshot) is kept. Nobody else may be able to
   * write to it. By default a temporary folder that `close` removes.
   */
  cacheFolder?: string;
  /** Where `bwrap` and `python3` are looked for, as in the variable PATH. */
  searchPath?: string;
  logger?: SandboxLogger;
}

export const DEFAULT_POOL_SIZES: Readonly<Record<Language, number>> = {
  javascript: 2,
  typescript: 1,
  python: 1,
};

/** Waiting children can be killed from outside, as when memory runs out. */
const MAX_ATTEMPTS = 3;

const DEFAULT_SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin";

/** Runs programs that nobody trusts. */
export interface Sandbox {
  /** Name of the active tier; null when none passes its self-test, and then nothing is run. */
  readonly tier: string | null;
  /** Every tier with the outcome of its self-test, from the strongest to the weakest. */
  readonly tiers: readonly TierReport[];
  /** Limits of a run that asks for none. */
  readonly limits: Readonly<SandboxLimits>;
  /** The most that a run can ask for. */
  readonly caps: Readonly<Required<RequestedLimits>>;
  languages(): LanguageInfo[];
  /** The pool of each language that is available. */
  pools(): PoolInfo[];
  /**
   * Runs one program to its end, whatever that is.
   * @throws SandboxError when the sandbox failed, not the program
   */
  run(request: RunRequest, options?: RunOptions): Promise<RunVerdict>;
  /** Waits until the pools are full, so that the next program starts at once. */
  fillPools(): Promise<void>;
  /** Kills what runs, empties the pools, and waits until no process is left. */
  close(): Promise<void>;
}

interface ActiveLanguage {
  runtime: LanguageRuntime;
  pool: ChildPool;
}

/**
 * Finds out what isolation this machine allows and prepares it. Fails closed: when no tier passes
 * its self-test, `tier` is null and `run` refuses.
 *
 * @throws {UntestableHostError} when the host lacks what it takes to tell: later it may
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const logger = options.logger;
  const searchPath = options.searchPath ?? DEFAULT_SEARCH_PATH;
  const caps = { ...DEFAULT_CAPS, ...options.caps };
  const defaults = resolveLimits(undefined, { ...DEFAULT_LIMITS, ...options.limits }, caps);
  const identities = new IdentityPool();
  const workbench: Workbench = { identities, limits: defaults, caps, logger };
  const snapshotFolder = new SnapshotFolder(options.cacheFolder);
  const launcher = new Launcher();
  let lockedRuntimes: Promise<RuntimeFactories> | undefined;
  const findRuntimes = (): Promise<RuntimeFactories> =>
    (lockedRuntimes ??= findLockedRuntimes({
      pythonPath: options.pythonPath,
      usesPyodide: options.usesPyodide ?? false,
      searchPath,
      snapshotFolder,
    }));
  const { tiers, tier, choices } = await selectIsolation(
    [
      createNamespacesTier({
        launcher,
        findRuntimes,
        searchPath,
        changesIdentity: identities.isActive,
      }),
      createLockdownTier({ launcher, findRuntimes }),
      createQuickjsTier({ findRuntimes: findQuickjsRuntimes }),
    ],
    workbench,
    options.tier ?? "auto",
  ).catch(async (error: unknown) => {
    await snapshotFolder.close();
    throw error;
  });
  const languageInfos = choices.map((choice) => choice.info);

  const startFor = (
    runtime: LanguageRuntime,
    memoryBytes: number,
    isAwaited: boolean,
  ): Promise<Child> =>
    startChild({
      tier: tier as Tier,
      runtime,
      identities,
      limits: childLimits(memoryBytes, caps),
      isAwaited,
      maxErrorBytes: defaults.errorBytes,
    });
  const active = new Map<Language, ActiveLanguage>();
  for (const { info, runtime } of choices) {
    if (runtime === null) continue;
    const pool = new ChildPool({
      size: options.poolSizes?.[info.language] ?? DEFAULT_POOL_SIZES[info.language],
      start: (isAwaited) => startFor(runtime, defaults.memoryBytes, isAwaited),
      onError: (error) =>
        logger?.warn({ err: error, language: info.language }, "A sandbox child failed"),
    });
    active.set(info.language, { runtime, pool });
  }

  let isClosed = false;
  /** Children that runs wait for, or have waited for in vain. */
  const taken = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    const settled = work.catch(() => undefined).finally(() => taken.delete(settled));
    taken.add(settled);
  };
  const running = new Map<Child, Promise<unknown>>();

  /** @returns null when the child had died before it got the program */
  const runIn = async (
    child: Child,
    request: RunRequest,
    limits: SandboxLimits,
    runOptions: RunOptions,
  ): Promise<Ending | null> => {
    const work = runProgram(child, request, limits, runOptions);
    running.set(
      child,
      work.catch(() => undefined),
    );
    try {
      const ending = await work;
      if (ending.killCause !== null) return ending;
      if (isClosed) throw new SandboxError("The sandbox was closed");
      return ending.hasProgram ? ending : null;
    } finally {
      running.delete(child);
    }
  };

  return {
    tier: tier?.name ?? null,
    tiers,
    limits: defaults,
    caps,
    languages: () => languageInfos.map((info) => ({ ...info })),
    pools: () =>
      [...active].map(([language, { pool }]) => Object.assign({ language }, pool.measure())),

    async run(request, runOptions = {}) {
      if (isClosed) throw new SandboxError("The sandbox is closed");
      const { language } = request;
      const serving = active.get(language);
      if (serving === undefined) {
        const reason = languageInfos.find((info) => info.language === language)?.reason;
        throw new SandboxError(`${language} cannot be run: ${reason ?? "unknown language"}`);
      }
      const limits = resolveLimits(request.limits, defaults, caps);
      const context: VerdictContext = {
        limits,
        isolation: tier?.name ?? "",
        outOfMemoryBytes: serving.runtime.outOfMemoryBytes(limits.memoryBytes),
      };
      const excess = findExcess(request, limits);
      if (excess !== null) return judgeUnstarted("COMPILE_ERROR", excess, context);

      const { runtime, pool } = serving;
      const needsMore = limits.memoryBytes > defaults.memoryBytes;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const taking = needsMore ? startFor(runtime, limits.memoryBytes, true) : pool.take();
        track(taking);
        const child = await untilAborted(taking, runOptions.signal);
        if (child === null) {
          track(taking.then(discard));
          return judgeUnstarted("CANCELLED", "The run was cancelled", context);
        }
        if (isClosed) {
          track(discard(child));
          throw new SandboxError("The sandbox was closed");
        }
        const ending = await runIn(child, request, limits, runOptions);
        if (ending !== null) return judge(ending, context);
      }
      throw new SandboxError("Sandbox children die before they get their program");
    },

    async fillPools() {
      await Promise.all([...active.values()].map(({ pool }) => pool.fill()));
    },

    async close() {
      isClosed = true;
      for (const child of running.keys()) child.kill();
      await Promise.all([
        ...running.values(),
        ...[...active.values()].map(({ pool }) => pool.close()),
      ]);
      // What was starting for a run is killed by it as soon as it has started.
      while (taken.size > 0) await Promise.all(taken);
      await snapshotFolder.close();
    },
  };
}

/** Waits for a child, but no longer than until the run is cancelled: then null. */
async function untilAborted(
  taking: Promise<Child>,
  signal: AbortSignal | undefined,
): Promise<Child | null> {
  if (signal === undefined) return taking;
  let stopListening: () => void = () => undefined;
  const aborted = new Promise<null>((resolve) => {
    const onAbort = (): void => resolve(null);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    stopListening = () => signal.removeEventListener("abort", onAbort);
  });
  return Promise.race([aborted, taking]).finally(stopListening);
}

/** Ends a child that nobody will use. */
async function discard(child: Child): Promise<void> {
  child.kill();
  await child.closed;
}
