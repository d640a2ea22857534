import { appendFileSync } from "node:fs";

/** One measured fault, a line of the file that `FAULTS_REPORT` names. */
export interface FaultReport {
  fault: string;
  /** What was going on meanwhile. */
  running: string;
  /** Milliseconds from the end of the fault until everything worked again. */
  recoveryMs: number;
}

/** Notes a fault that was survived, for `node bench/reliability/run.mjs`. */
export function reportFault(report: FaultReport): void {
  const path = process.env["FAULTS_REPORT"];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(report)}\n`);
}
