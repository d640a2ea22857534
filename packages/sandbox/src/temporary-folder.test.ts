import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTemporaryFolder } from "./temporary-folder.js";

test("what a process that died has left is removed, and nothing else", async () => {
  const { pid: deadPid } = spawnSync(process.execPath, ["-e", ""]);
  const abandoned = path.join(tmpdir(), `sandbox-${hostname()}-${deadPid}-test-x`);
  const unrelated = path.join(tmpdir(), `sandbox-elsewhere-${deadPid}-test-x`);
  for (const folder of [abandoned, unrelated]) mkdirSync(folder);
  const mine = await makeTemporaryFolder("test");
  const another = await makeTemporaryFolder("test");
  expect([abandoned, unrelated, mine, another].map(existsSync)).toEqual([false, true, true, true]);
  await Promise.all([unrelated, mine, another].map((folder) => rm(folder, { recursive: true })));
});
