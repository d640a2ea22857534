// Writes the launchers of all architectures into the child folder, after a change of their code.
// Needs a build. Usage: pnpm --filter @workspace/sandbox launchers
import { chmodSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findArchitecture } from "../dist/kernel/architecture.js";
import { buildExecutable } from "../dist/launcher/executable.js";

for (const name of ["x64", "arm64"]) {
  const file = fileURLToPath(new URL(`../child/launch-${name}`, import.meta.url));
  writeFileSync(file, buildExecutable(findArchitecture(name)));
  chmodSync(file, 0o755);
}
