/**
 * Measures what a waiting child costs, per language and tier: resident memory, and its proportional share (what
 * several processes map counts in parts). `node bench/idle.mjs [children]` after a build; prints MiB per child.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createSandbox, TIER_NAMES } from "../dist/sandbox.js";

const CHILDREN = Number(process.argv[2] ?? 4);
const KIBIBYTES_PER_MEBIBYTE = 1024;

const SUITES = [
  { name: "javascript", language: "javascript", usesPyodide: false },
  { name: "typescript", language: "typescript", usesPyodide: false },
  { name: "python", language: "python", usesPyodide: false },
  { name: "python (pyodide)", language: "python", usesPyodide: true },
];

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

/** Everything that came of this process, what a tier has put around its children included. */
function findDescendants() {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    for (let parent = parentOf(pid); parent > 1; parent = parentOf(parent))
      if (parent === process.pid) return true;
    return false;
  });
}

function sumMebibytes(pids, field) {
  const kibibytes = pids.map((pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    return Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(rollup)?.[1]);
  });
  return kibibytes.reduce((sum, value) => sum + value, 0) / KIBIBYTES_PER_MEBIBYTE;
}

for (const tier of TIER_NAMES) {
  for (const { name, language, usesPyodide } of SUITES) {
    const sandbox = await createSandbox({
      tier,
      usesPyodide,
      poolSizes: { javascript: 0, typescript: 0, python: 0, [language]: CHILDREN },
    });
    if (sandbox.tier !== null) {
      await sandbox.fillPools();
      const pids = findDescendants();
      const [resident, share] = ["Rss", "Pss"].map((field) =>
        (sumMebibytes(pids, field) / CHILDREN).toFixed(0),
      );
      console.log(`${tier}  ${name}  resident ${resident} MiB  share ${share} MiB`);
    }
    await sandbox.close();
  }
}
