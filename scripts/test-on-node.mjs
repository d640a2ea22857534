// Runs tests on another Node than this one: node scripts/test-on-node.mjs VERSION [arguments of vitest].
// The binary comes from npm into a temporary folder, for Linux on x64 and arm64.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { CommandError, progress, run, runCommand, runForExitCode } from "./workspace.mjs";

await runCommand(async () => {
  const [version, ...testArguments] = process.argv.slice(2);
  if (version === undefined) throw new CommandError("which version of Node, such as 26.12.1?");
  const name = `node-${process.platform}-${process.arch}`;
  const folder = mkdtempSync(join(tmpdir(), "node-for-tests-"));
  try {
    progress(`fetching Node ${version}`);
    const settings = [
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--loglevel=error",
    ];
    await run("npm", ["install", "--prefix", folder, ...settings, `${name}@${version}`]);
    const node = join(folder, "node_modules", name, "bin", "node");
    return await runForExitCode(node, [join("scripts", "test.mjs"), ...testArguments]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
