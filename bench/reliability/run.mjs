// How long each fault of tests/faults takes to recover from: the suite several times over.
// node bench/reliability/run.mjs [rounds, 5] [part of a file's name]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { median } from "../measure.mjs";

const [rounds = 5, ...files] = process.argv.slice(2);
const rootDir = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "reliability-"));
const reportPath = join(folder, "faults.jsonl");

try {
  for (let round = 1; round <= Number(rounds); round += 1) {
    console.log(`round ${round} of ${rounds}`);
    const args = ["run", "--project", "faults", ...files];
    const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], {
      cwd: rootDir,
      env: { ...process.env, FAULTS_REPORT: reportPath },
      stdio: ["ignore", "inherit", "inherit"],
    });
    // A fault that cost anything has no line in the report.
    if (status !== 0) process.exitCode = 1;
  }
  printTable(
    readFileSync(reportPath, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function printTable(reports) {
  console.log("\n| fault | running meanwhile | lost | median s | worst s | runs | file |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const [fault, runs] of groupByFault(reports)) {
    const seconds = runs.map(({ recoveryMs }) => recoveryMs / 1000);
    const { running, file } = runs[0];
    const cells = [
      fault,
      running,
      0,
      median(seconds).toFixed(1),
      Math.max(...seconds).toFixed(1),
      runs.length,
      file.replace(".test.ts", ""),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function groupByFault(reports) {
  const groups = new Map();
  for (const report of reports)
    groups.set(report.fault, [...(groups.get(report.fault) ?? []), report]);
  return groups;
}
