// Trivial JavaScript programs per second on two cores, two at a time: a bare `node -e` for each, the sandbox
// with and without waiting children, QuickJS; then how long CPU-bound programs take beside plain node.
// Usage: node bench/sandbox-throughput/run.mjs
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createSandbox, TIER_NAMES } from "@workspace/sandbox/sandbox";
import { median } from "../measure.mjs";

const ROUNDS = 5;
const COMPUTATION_ROUNDS = 15;
const PARALLEL = 2;
/** Runs of a round, and so many waiting children where it is served by them. */
const RUNS = 60;
/** An interpreter takes a second to start and holds no surprise: fewer runs tell enough. */
const QUICKJS_RUNS = 12;
const NO_POOLS = { javascript: 0, typescript: 0, python: 0 };
const TRIVIAL = "console.log(1)";

const COMPUTATIONS = {
  "fib(32)": "const f = (n) => (n < 2 ? n : f(n - 1) + f(n - 2)); f(32)",
  "sieve of 3,000,000":
    "const n = 3e6, a = new Uint8Array(n); for (let i = 2; i < n; i += 1) if (!a[i]) for (let j = i * 2; j < n; j += i) a[j] = 1",
  "sorting 300,000 objects":
    "let s = 1; const r = () => (s = (s * 48271) % 2147483647); Array.from({ length: 3e5 }, () => ({ k: r() })).sort((a, b) => a.k - b.k)",
  "strings and maps":
    "const m = new Map(); for (let i = 0; i < 6e5; i += 1) { const k = 'k' + (i % 5000); m.set(k, (m.get(k) ?? 0) + 1) }",
};
/** The program times itself, so that starting a runtime is no part of it. */
const timed = (code) =>
  `const t = process.hrtime.bigint(); (() => { ${code} })(); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;

const run = promisify(execFile);
// With an environment as empty as the sandbox's: what the caller's has in it can make Node start more slowly.
const runBare = async (code) => (await run(process.execPath, ["-e", code], { env: {} })).stdout;

/** @returns runs per second */
async function measureRate(runOne, runs) {
  let left = runs;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (left > 0) {
        left -= 1;
        if ((await runOne()) !== "1\n") throw new Error("a run failed");
      }
    }),
  );
  return runs / ((performance.now() - startedAt) / 1000);
}

/** Everything that is compared: how to open it, to run one program in it, and to close it again. */
const CONTESTANTS = [
  { name: "node -e, nothing around it", runs: RUNS, open: () => ({ runOne: runBare }) },
  ...TIER_NAMES.flatMap((tier) =>
    [false, true].map((isWarm) => {
      const runs = tier === "quickjs" ? QUICKJS_RUNS : RUNS;
      const poolSizes = { ...NO_POOLS, javascript: isWarm ? runs : 0 };
      return {
        name: `sandbox, ${tier}, ${isWarm ? "warm" : "cold"}`,
        tier,
        isWarm,
        runs,
        open: () => openSandbox(tier, poolSizes),
      };
    }),
  ),
];

async function openSandbox(tier, poolSizes) {
  const sandbox = await createSandbox({ tier, poolSizes });
  if (sandbox.tier === null)
    throw new Error(sandbox.tiers.find(({ name }) => name === tier).reason);
  await sandbox.fillPools();
  return {
    close: () => sandbox.close(),
    runOne: async (code) =>
      (await sandbox.run({ language: "javascript", code, limits: { wallMs: 30_000 } })).stdout,
  };
}

async function compareRates() {
  const rates = new Map(CONTESTANTS.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, runs, open } of CONTESTANTS) {
      // One at a time: the waiting children of another, and their replacement, would cost this one.
      const { runOne, close } = await open();
      rates.get(name).push(await measureRate(() => runOne(TRIVIAL), runs));
      await close?.();
    }
  console.table(
    [...rates].map(([name, values]) => ({
      contestant: name,
      "runs per second": Number(median(values).toFixed(1)),
      lowest: Number(Math.min(...values).toFixed(1)),
      highest: Number(Math.max(...values).toFixed(1)),
    })),
  );
}

async function compareComputations() {
  const contestants = CONTESTANTS.filter(({ tier, isWarm }) => !isWarm && tier !== "quickjs");
  const opened = [];
  for (const { tier, open } of contestants) opened.push({ tier, ...(await open()) });
  const rows = [];
  for (const [computation, code] of Object.entries(COMPUTATIONS)) {
    const times = opened.map(() => []);
    for (let round = 0; round < COMPUTATION_ROUNDS; round += 1)
      for (const [index, { runOne }] of opened.entries())
        times[index].push(Number(await runOne(timed(code))));
    const medians = times.map(median);
    const row = { computation, "node, ms": Number(medians[0].toFixed(1)) };
    for (const [index, { tier }] of opened.entries())
      if (tier) row[`${tier}, ratio`] = Number((medians[index] / medians[0]).toFixed(2));
    rows.push(row);
  }
  console.table(rows);
  for (const { close } of opened) await close?.();
}

await compareRates();
await compareComputations();
