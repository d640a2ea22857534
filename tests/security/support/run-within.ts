import { runInNewContext } from "node:vm";

/**
 * Runs a function that may not come to an end, as a regular expression that tries every way to match.
 *
 * @returns whether it came to an end; after `timeoutMs` it is stopped, wherever it is
 */
export function endsWithin(timeoutMs: number, run: () => unknown): boolean {
  try {
    runInNewContext("run()", { run }, { timeout: timeoutMs });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  }
}
