import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { findArchitecture } from "../kernel/architecture.js";
import { childScript } from "../runtime-files.js";
import { buildExecutable } from "./executable.js";

const EVERYBODY_EXECUTES = 0o111;

test.for(["x64", "arm64"])("the launcher for %s in the child folder is the built one", (name) => {
  const architecture = findArchitecture(name);
  if (architecture === null) throw new Error(`no architecture ${name}`);
  const file = childScript(`launch-${name}`);
  // Otherwise: pnpm --filter @workspace/sandbox launchers
  expect(readFileSync(file).equals(buildExecutable(architecture))).toBe(true);
  expect(statSync(file).mode & EVERYBODY_EXECUTES).toBe(EVERYBODY_EXECUTES);
});
