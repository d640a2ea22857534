import { appendFileSync } from "node:fs";
import { basename } from "node:path";
import { expect } from "vitest";

/** A fault that was survived, with nothing lost. */
interface SurvivedFault {
  fault: string;
  /** What was done meanwhile. */
  running: string;
  /** Milliseconds from the end of the fault until everything worked again. */
  recoveryMs: number;
}

/** Notes it, with the file that repeats it, as a line of what `FAULTS_REPORT` names: for `bench/reliability`. */
export function reportFault(survived: SurvivedFault): void {
  const path = process.env["FAULTS_REPORT"];
  if (path === undefined) return;
  const file = basename(expect.getState().testPath ?? "");
  appendFileSync(path, `${JSON.stringify({ ...survived, file })}\n`);
}
