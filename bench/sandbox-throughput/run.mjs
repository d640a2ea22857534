// Trivial JavaScript programs per second on two cores, two at a time: a bare `node -e` for each, the sandbox
// with and without waiting children, QuickJS; then how long CPU-bound programs take beside plain node.
// Usage: node bench/sandbox-throughput/run.mjs
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createSandbox, TIER_NAMES } from "@workspace/sandbox/sandbox";
import { median } from "../measure.mjs";

const ROUNDS = 5;
const PARALLEL = 2;
const RUNS = 60;
/** As many as a burst of warm runs needs. */
const POOL_SIZE = 60;
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
const runBare = async (code) => (await run(process.execPath, ["-e", code])).stdout;

/** @returns runs per second */
async function measureRate(runOne) {
  let left = RUNS;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (left > 0) {
        left -= 1;
        if ((await runOne()) !== "1\n") throw new Error("a run failed");
      }
    }),
  );
  return RUNS / ((performance.now() - startedAt) / 1000);
}

const runIn = async (sandbox, code) =>
  (await sandbox.run({ language: "javascript", code, limits: { wallMs: 30_000 } })).stdout;

/** Everything that is compared: how to prepare a round, how to run one program. */
async function openContestants() {
  const contestants = [{ name: "node -e, nothing around it", runOne: () => runBare(TRIVIAL) }];
  const sandboxes = [];
  for (const tier of TIER_NAMES) {
    for (const isWarm of [false, true]) {
      const poolSizes = { ...NO_POOLS, javascript: isWarm ? POOL_SIZE : 0 };
      const sandbox = await createSandbox({ tier, poolSizes });
      if (sandbox.tier === null) {
        await sandbox.close();
        continue;
      }
      sandboxes.push(sandbox);
      contestants.push({
        name: `sandbox, ${tier}, ${isWarm ? "warm" : "cold"}`,
        tier,
        sandbox,
        prepare: () => sandbox.fillPools(),
        runOne: () => runIn(sandbox, TRIVIAL),
      });
    }
  }
  return { contestants, close: () => Promise.all(sandboxes.map((sandbox) => sandbox.close())) };
}

async function compareRates(contestants) {
  const rates = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, prepare, runOne } of contestants) {
      await prepare?.();
      rates.get(name).push(await measureRate(runOne));
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

async function compareComputations(contestants) {
  const cold = contestants.filter(
    ({ name }) => !name.endsWith("warm") && !name.includes("quickjs"),
  );
  const rows = [];
  for (const [computation, code] of Object.entries(COMPUTATIONS)) {
    const times = new Map(cold.map(({ name }) => [name, []]));
    for (let round = 0; round < ROUNDS; round += 1)
      for (const { name, sandbox } of cold) {
        const output = await (sandbox ? runIn(sandbox, timed(code)) : runBare(timed(code)));
        times.get(name).push(Number(output));
      }
    const medians = cold.map(({ name }) => median(times.get(name)));
    const row = { computation, "node, ms": Number(medians[0].toFixed(1)) };
    for (const [index, { tier }] of cold.entries())
      if (tier) row[`${tier}, ratio`] = Number((medians[index] / medians[0]).toFixed(2));
    rows.push(row);
  }
  console.table(rows);
}

const { contestants, close } = await openContestants();
await compareRates(contestants);
await compareComputations(contestants);
await close();
