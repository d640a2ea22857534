import { expect } from "vitest";
import type { Load } from "./load.js";
import { reportFault } from "./report.js";

/** Everything must work again this long after the end of any fault. */
const STATED_RECOVERY_MS = 60_000;

/**
 * Breaks something while people work, waits until everything works again, ends the work, and checks that nothing
 * is lost.
 *
 * @param fault for people, in the report
 * @param breakIt settles when the fault is over
 */
export async function survive(
  fault: string,
  load: Load,
  breakIt: () => Promise<void>,
): Promise<void> {
  await load.untilAllWorks();
  await breakIt();
  const recoveryMs = await load.untilAllWorks();
  await load.finish();
  expect(recoveryMs).toBeLessThan(STATED_RECOVERY_MS);
  reportFault({ fault, running: load.describe(), recoveryMs });
}
