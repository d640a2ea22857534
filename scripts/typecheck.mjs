// pnpm typecheck: the types of everything, tests included.
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  compile,
  ensureGenerated,
  projects,
  rootDir,
  runCommand,
  withBuildLock,
} from "./workspace.mjs";

const TEST_CONFIG = "tsconfig.test.json";

await runCommand(async () => {
  await ensureGenerated();
  const tested = projects().map((folder) => join(folder, TEST_CONFIG));
  await withBuildLock(async () => {
    await compile(projects());
    // After it: they read the declarations that it writes.
    await compile([...tested.filter((config) => existsSync(join(rootDir, config))), "tests"]);
  });
});
