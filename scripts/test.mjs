// npm test: dependencies, build, and every test. Arguments after `--` go to vitest.
import { join } from "node:path";
import process from "node:process";
import { ensureBuilt, ensureInstalled, rootDir, runCommand, runForExitCode } from "./workspace.mjs";

await runCommand(async () => {
  await ensureInstalled();
  await ensureBuilt();
  // Every Node that a test starts would read these certificates first, for longer than all else it does, and
  // nothing that a test reaches is beyond this machine.
  delete process.env.NODE_EXTRA_CA_CERTS;
  const vitest = join(rootDir, "node_modules", "vitest", "vitest.mjs");
  return runForExitCode(process.execPath, [vitest, "run", ...process.argv.slice(2)]);
});
