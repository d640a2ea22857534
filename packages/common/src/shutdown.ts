import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "./logger.js";

type Release = () => Promise<unknown> | unknown;

/** Ordered release of everything that a service holds. */
export interface Shutdown {
  /** Registers a release; they run one after another in the order of registration: intake first. */
  add(name: string, release: Release): void;
  /** True from the first signal on: readiness must turn red. */
  isDraining(): boolean;
  /** Releases everything. Later calls return the first one's promise. */
  run(reason: string): Promise<void>;
}

interface ShutdownOptions {
  logger: Logger;
  /** How long all goes on as before, so that load balancers can see that readiness has turned red. */
  delayMs?: number;
  /** Hard deadline for all that follows. */
  timeoutMs: number;
  /** Ends the process; `process.exit` outside tests. */
  exit?: (code: number) => void;
}

export function createShutdown({
  logger,
  delayMs = 0,
  timeoutMs,
  exit = (code) => process.exit(code),
}: ShutdownOptions): Shutdown {
  const releases: { name: string; release: Release }[] = [];
  let isDraining = false;
  let running: Promise<void> | null = null;

  async function releaseAll(reason: string): Promise<void> {
    logger.info({ reason, delayMs }, "shutting down");
    if (delayMs > 0) await delay(delayMs);
    const deadline = setTimeout(() => {
      logger.error({ timeoutMs }, "shutdown took too long");
      exit(1);
    }, timeoutMs);
    deadline.unref();
    let code = 0;
    for (const { name, release } of releases) {
      try {
        await release();
      } catch (error) {
        code = 1;
        logger.error({ err: error, name }, "could not release");
      }
    }
    clearTimeout(deadline);
    logger.info("stopped");
    exit(code);
  }

  return {
    add: (name, release) => releases.push({ name, release }),
    isDraining: () => isDraining,
    run(reason) {
      isDraining = true;
      return (running ??= releaseAll(reason));
    },
  };
}

/**
 * Runs the shutdown on SIGTERM, SIGINT and the end of a supervising parent's IPC channel; a second
 * signal exits at once.
 */
export function shutDownOnSignals(shutdown: Shutdown): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (shutdown.isDraining()) process.exit(1);
      void shutdown.run(signal);
    });
  }
  process.on("disconnect", () => void shutdown.run("supervisor is gone"));
}
