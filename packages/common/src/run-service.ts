import { EnvError } from "./env.js";

/**
 * Starts a service; what keeps it from starting is one plain line (an environment: one per variable) and
 * exit code 1.
 */
export async function runService(service: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const reason = error instanceof EnvError ? error.message : String(error);
    process.stderr.write(`${service}: ${reason}\n`);
    process.exit(1);
  }
}
