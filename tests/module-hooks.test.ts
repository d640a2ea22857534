import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findModuleHooks } from "./setup/find-module-hooks.js";

const ROOT_DIR = fileURLToPath(new URL("..", import.meta.url));
const ISOLATED = join("packages", "sandbox");
const OTHERS = /\.test\.ts$|\.d\.ts$|\/(?:node_modules|dist|generated)\//;

/** Modules that use vitest and are no test files; each of the sandbox's test files has a process of its own. */
const helpers = ["apps", "packages", "tests"].flatMap((folder) =>
  readdirSync(join(ROOT_DIR, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".ts") && !OTHERS.test(path) && !path.startsWith(ISOLATED))
    .map((path) => ({ path, source: readFileSync(join(ROOT_DIR, path), "utf8") }))
    .filter(({ source }) => source.includes('from "vitest"')),
);

// Test files of a process share its modules: what one of these did when imported, it would do for the first of them.
test("no helper of tests sets up a hook or opens anything when it is imported", () => {
  expect(helpers.map(({ path }) => path)).toContain(
    "apps/websocket-backend/tests/open-backends.ts",
  );
  const offenders = helpers
    .map(({ path, source }) => ({ path, found: findModuleHooks(source) }))
    .filter(({ found }) => found.length > 0);
  expect(offenders).toEqual([]);
});

test.each<[string, string[], string]>([
  ["a hook", ["afterAll"], `afterAll(() => {});`],
  [
    "a hook in a block",
    ["beforeEach"],
    `for (const each of [1]) { if (each) beforeEach(() => {}); }`,
  ],
  ["a hook that is handed on", ["afterAll"], `open({ endWith: afterAll });`],
  [
    "a hook of another name",
    ["afterEach"],
    `import { afterEach as then } from "vitest"; then(() => {});`,
  ],
  ["a setting of the whole file", ["vi"], `vi.setConfig({ testTimeout: 1 });`],
  ["what is opened", ["await"], `export const backends = await openBackends();`],
  [
    "nothing in a function",
    [],
    `export const open = async (endWith = afterAll) => { await endWith(() => {}); };`,
  ],
  ["nothing of the same name", [], `import { afterAll as ours } from "./ours.js"; ours();`],
])("%s at the top of a module is found", (_what, found, source) => {
  const imports = `import { afterAll, beforeEach, vi } from "vitest";\n`;
  expect(findModuleHooks(imports + source)).toEqual(found);
});
