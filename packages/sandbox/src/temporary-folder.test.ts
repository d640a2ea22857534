import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makeTemporaryFolder } from "./temporary-folder.js";

test("what a process that died has left is removed, and nothing else", async () => {
  const { pid: deadPid } = spawnSync(process.execPath, ["-e", ""]);
  const inTemporary = (name: string) => path.join(tmpdir(), name);
  const abandoned = ["pyodide-aB3dE6", "self-test-123456"].map((name) =>
    inTemporary(`sandbox-${hostname()}-${deadPid}-${name}`),
  );
  const unrelated = [
    inTemporary(`sandbox-elsewhere-${deadPid}-pyodide-aB3dE6`),
    ...["notes-aB3dE6", "pyodide-aB3dE6-notes", "pyodide-aB3", "pyodide"].map((name) =>
      inTemporary(`sandbox-${hostname()}-${deadPid}-${name}`),
    ),
  ];
  for (const folder of abandoned.concat(unrelated)) mkdirSync(folder);
  const mine = await makeTemporaryFolder("self-test");
  const another = await makeTemporaryFolder("pyodide");
  expect(abandoned.filter(existsSync)).toEqual([]);
  const kept = [...unrelated, mine, another];
  expect(kept.filter(existsSync)).toEqual(kept);
  await Promise.all(kept.map((folder) => rm(folder, { recursive: true })));
});
