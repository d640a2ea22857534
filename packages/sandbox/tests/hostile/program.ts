import type { Language, RequestedLimits, RunErrorCode } from "../../src/sandbox.js";

/** A program that tries to get out, to take more than its share, or to lie about how it ended. */
export interface HostileProgram {
  language: Language;
  /** What it does; with the language it names the test. */
  name: string;
  /** Finds the canaries as JSON in its first argument. What it could read it prints. */
  code: string;
  /** Every way in which it may end, where that is determined; null stands for no error. */
  ends?: readonly (RunErrorCode | null)[];
  limits: RequestedLimits;
}

/** Of programs that end by themselves: so much that a busy machine does not end them first. */
export const AMPLE: RequestedLimits = { wallMs: 30_000, cpuMs: 30_000 };
/** Of programs that never end. */
export const BRIEF: RequestedLimits = { wallMs: 150 };

/** How programs end that never do. */
export const ENDLESS = ["TIME_LIMIT", "CPU_LIMIT"] as const;
/** How programs end that want memory: an allocation fails that can be caught, or they are killed. */
export const HUNGRY = ["MEMORY_LIMIT", "RUNTIME_ERROR"] as const;

export interface ProgramSettings extends Pick<HostileProgram, "language" | "ends"> {
  /** Put before each program. */
  prelude?: string;
  limits?: RequestedLimits;
}

/**
 * Makes programs that have everything but name and code in common.
 * @param bodies code by name
 */
export function programs(
  settings: ProgramSettings,
  bodies: Readonly<Record<string, string>>,
): HostileProgram[] {
  const { prelude = "", limits = AMPLE, ...rest } = settings;
  return Object.entries(bodies).map(([name, body]) =>
    Object.assign({ name, code: prelude + body, limits }, rest),
  );
}

/**
 * In JavaScript: `canary`, the modules that `require` withholds, the bindings, and attempts of which
 * each is made whatever becomes of the others.
 */
export const JAVASCRIPT_PRELUDE = `
const canary = JSON.parse(process.argv[2]);
const load = (name) => process.binding(name);
const builtin = (name) => require('module')._load(name);
const attempt = (...actions) => {
  for (const action of actions) {
    try {
      const result = action();
      if (result !== undefined) console.log(result);
    } catch {}
  }
};
`;

/** The same in Python. */
export const PYTHON_PRELUDE = `
import json, os, sys
canary = json.loads(sys.argv[1])
def attempt(*actions):
    for action in actions:
        try:
            result = action()
            if result is not None:
                print(result)
        except BaseException:
            pass
`;
