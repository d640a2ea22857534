import { setTimeout as delay } from "node:timers/promises";
import type { ServerProcess } from "./server-process.js";

/** A server that is started on first need, restarted when it dies, and stopped once. */
export interface KeptServer<T> {
  /** Starts the server, or returns the one that runs. */
  ensure(): Promise<T>;
  /** Stops it where it runs or is starting. */
  stop(): Promise<void>;
}

const FIRST_RESTART_DELAY_MS = 100;
const MAX_RESTARTS_IN_A_ROW = 5;
const STABLE_AFTER_MS = 30_000;

/**
 * Keeps a server running.
 *
 * @param options.onGivenUp called when it died {@link MAX_RESTARTS_IN_A_ROW} times without running for 30 s between
 */
export function keepServer<T extends { process: ServerProcess; stop(): Promise<void> }>(options: {
  name: string;
  start: () => Promise<T>;
  log: (message: string) => void;
  onGivenUp: (error: Error) => void;
}): KeptServer<T> {
  const { name, log } = options;
  let current: Promise<T> | undefined;
  let isStopping = false;
  let restartsInARow = 0;

  const launch = (): Promise<T> => {
    const starting = options.start().then((server) => {
      const startedAt = performance.now();
      void server.process.exited.then((how) => {
        if (isStopping) return;
        if (performance.now() - startedAt > STABLE_AFTER_MS) restartsInARow = 0;
        log(`${name} ended with ${how}; starting it again`);
        current = restart();
        current.catch((error: unknown) => options.onGivenUp(error as Error));
      });
      return server;
    });
    // A failed start is tried again by whoever asks next.
    starting.catch(() => {
      if (current === starting) current = undefined;
    });
    return starting;
  };

  const restart = async (): Promise<T> => {
    for (;;) {
      restartsInARow += 1;
      await delay(FIRST_RESTART_DELAY_MS * restartsInARow);
      if (isStopping) throw new Error(`${name} is being stopped`);
      try {
        return await launch();
      } catch (error) {
        log(`${name} could not be started again: ${String(error)}`);
        if (restartsInARow >= MAX_RESTARTS_IN_A_ROW) throw error;
      }
    }
  };

  return {
    ensure() {
      current ??= launch();
      return current;
    },
    async stop() {
      isStopping = true;
      const server = await current?.catch(() => undefined);
      await server?.stop();
    },
  };
}
