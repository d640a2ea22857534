interface RunEveryOptions {
  /** Pause between the end of one run and the start of the next. */
  intervalMs: number;
  task: () => Promise<unknown>;
  /** Called for the first of several failures in a row. */
  onError: (error: unknown) => void;
}

/** A task that is run again and again, never twice at once. */
export interface Recurring {
  /** Runs it now, or right after the run that is going on. */
  runSoon(): void;
  /** Ends it; resolves once no run is going on. */
  stop(): Promise<void>;
}

/** Runs a task at once and then over and over until it is stopped. */
export function runEvery({ intervalMs, task, onError }: RunEveryOptions): Recurring {
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;
  let isFailing = false;

  async function run(): Promise<void> {
    for (;;) {
      isWanted = false;
      try {
        await task();
        isFailing = false;
      } catch (error) {
        if (!isFailing) onError(error);
        isFailing = true;
      }
      if (!isWanted || isStopped) return;
    }
  }

  function start(): void {
    clearTimeout(timer);
    if (isStopped) return;
    current = run().then(() => {
      current = null;
      if (!isStopped) timer = setTimeout(start, intervalMs);
    });
  }

  start();
  return {
    runSoon() {
      isWanted = true;
      if (current === null) start();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
