import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const inClient = (path: string): string =>
  fileURLToPath(new URL(`../../packages/client/${path}`, import.meta.url));

test("each use of the client keeps within the size that its README states", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    inClient("scripts/measure-size.mjs"),
  ]);
  const readme = readFileSync(inClient("README.md"), "utf8");
  const uses = [...stdout.matchAll(/^(\S.*?) {2,}.* of (.*)$/gm)];
  expect(uses).toHaveLength(3);
  for (const [, use = "", budget = ""] of uses)
    expect(readme).toMatch(new RegExp(String.raw`^\| ${use} +\|.*\| ${budget} +\|$`, "m"));
});
