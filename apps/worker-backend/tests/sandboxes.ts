import { LANGUAGES, type RunRequest, SandboxError } from "@workspace/sandbox/types";
import type { Sandbox } from "../src/process-job.js";

const languages = () =>
  LANGUAGES.map((language) => ({ language, isAvailable: true, runtime: "none", reason: "" }));

const caps = { wallMs: 1000, cpuMs: 1000, memoryBytes: 1, outputBytes: 1 };
const limits = { ...caps, errorBytes: 1, codeBytes: 1, stdinBytes: 1 };

/** A sandbox whose machinery is broken. */
export const brokenSandbox: Sandbox = {
  tier: "broken",
  limits,
  caps,
  languages,
  run: async () => {
    throw new SandboxError("spawn /usr/bin/bwrap: no such file");
  },
};

/** What is left where no isolation passes its self-test. */
export const noSandbox: Sandbox = { ...brokenSandbox, tier: null };

/** A sandbox whose machinery breaks under its first program, which has already printed something. */
export function breakOnce(sandbox: Sandbox): Sandbox {
  let hasBroken = false;
  return {
    tier: sandbox.tier,
    limits: sandbox.limits,
    caps: sandbox.caps,
    languages: () => sandbox.languages(),
    async run(request, options) {
      if (hasBroken) return sandbox.run(request, options);
      hasBroken = true;
      options?.onOutput?.({ stream: "stdout", data: "lost\n" });
      return brokenSandbox.run(request, options);
    },
  };
}

/** A sandbox that starts no program before it has been given `count` of them: they all run at once. */
export function gatherRuns(sandbox: Sandbox, count: number): Sandbox {
  let given = 0;
  let start: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  return {
    ...sandbox,
    async run(request, options) {
      given += 1;
      if (given === count) start();
      // So that a worker whose test fails can be stopped.
      options?.signal?.addEventListener("abort", start);
      await started;
      return sandbox.run(request, options);
    },
  };
}

interface Run {
  request: RunRequest;
  hasEnded: boolean;
  /** What the program has printed so far. */
  printed: string;
}

/** A sandbox with a window: shows what runs in it and what that has printed. */
export function watchSandbox(sandbox: Sandbox): Sandbox & { runs: Run[] } {
  const runs: Run[] = [];
  return {
    ...sandbox,
    runs,
    async run(request, options) {
      const run: Run = { request, hasEnded: false, printed: "" };
      runs.push(run);
      try {
        return await sandbox.run(request, {
          ...options,
          onOutput: (output) => {
            run.printed += output.data;
            options?.onOutput?.(output);
          },
        });
      } finally {
        run.hasEnded = true;
      }
    },
  };
}
