import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { findChromium } from "./tests/console/support/find-chromium.js";
import { ProjectSequencer } from "./tests/setup/project-sequencer.js";

/** Workspace packages are tested from their sources: each export names its source under this condition. */
const conditions = ["source", "node"];

const everywhere = ["apps", "packages", "tests", "bench", "scripts"];
const named = (suffix: string) => everywhere.map((folder) => `${folder}/**/*${suffix}`);
const INTEGRATION_FILES = named(".int.test.ts");
const SANDBOX_FILES = ["packages/sandbox/**/*.int.test.ts"];
const E2E_FILES = named(".e2e.test.ts");
const FAULT_FILES = named(".fault.test.ts");
const BROWSER_FILES = named(".browser.test.ts");
const NO_TESTS = ["**/node_modules/**", "**/dist/**", "**/generated/**"];

/** The console in a Chromium, against services as of the end-to-end tests. */
const BROWSER_PROJECT = {
  extends: true,
  test: {
    name: "browser",
    sequence: { groupOrder: 1 },
    include: BROWSER_FILES,
    exclude: NO_TESTS,
    globalSetup: ["tests/setup/e2e-setup.ts"],
    pool: "forks",
    // A Chromium and its pages want the processors for themselves.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
} as const;

const hasChromium = findChromium(process.env) !== null;
if (!hasChromium && process.env["CI"])
  throw new Error("the browser tests need a Chromium: install one, or name it in CHROMIUM_PATH");
if (!hasChromium)
  process.stderr.write(
    "Without a Chromium the browser tests are left out: apt-get install chromium, or set CHROMIUM_PATH\n",
  );

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // One more than cores: tests that wait for sockets and processes leave a core idle.
    maxWorkers: availableParallelism() + 1,
    sequence: { shuffle: { tests: true }, sequencer: ProjectSequencer },
    env: { NODE_ENV: "test" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: named(".test.ts"),
          exclude: [
            ...NO_TESTS,
            ...INTEGRATION_FILES,
            ...E2E_FILES,
            ...FAULT_FILES,
            ...BROWSER_FILES,
          ],
          // Pure functions share a thread: nothing to isolate, and no start-up for each file.
          pool: "threads",
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: INTEGRATION_FILES,
          exclude: [...NO_TESTS, ...SANDBOX_FILES],
          globalSetup: ["tests/setup/integration-setup.ts"],
          pool: "forks",
          // The services are imported once per process, not once per file: each file ends what it opened.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "sandbox",
          // What is watched here is the process's own too: its children, its memory and what it has open.
          include: SANDBOX_FILES,
          exclude: NO_TESTS,
          pool: "forks",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: E2E_FILES,
          exclude: NO_TESTS,
          globalSetup: ["tests/setup/e2e-setup.ts"],
          pool: "forks",
          // All files share the running services.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      ...(hasChromium ? [BROWSER_PROJECT] : []),
      {
        extends: true,
        test: {
          name: "faults",
          // After all others: a deployment needs more than what those leave of the processors.
          sequence: { groupOrder: 2 },
          include: FAULT_FILES,
          exclude: NO_TESTS,
          pool: "forks",
          // Outages last, and what they held up is waited for.
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
