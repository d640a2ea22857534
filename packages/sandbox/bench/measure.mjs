/**
 * Measures trivial runs: warm (a child waits) and cold (one is started), per language and tier.
 * `node bench/measure.mjs [runs]` after a build; prints medians in milliseconds.
 */
import { createSandbox, TIER_NAMES } from "../dist/sandbox.js";

const RUNS = Number(process.argv[2] ?? 15);
const NO_POOLS = { javascript: 0, typescript: 0, python: 0 };

const SUITES = [
  { name: "javascript", language: "javascript", code: "console.log(1)", usesPyodide: false },
  {
    name: "typescript",
    language: "typescript",
    code: "console.log(1 as number)",
    usesPyodide: false,
  },
  { name: "python", language: "python", code: "print(1)", usesPyodide: false },
  { name: "python (pyodide)", language: "python", code: "print(1)", usesPyodide: true },
];

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function measure(sandbox, { language, code }, runs) {
  const times = [];
  let last;
  for (let run = 0; run < runs; run += 1) {
    // Nothing else is started while a run is measured.
    await sandbox.fillPools();
    const startedAt = performance.now();
    last = await sandbox.run({ language, code });
    times.push(performance.now() - startedAt);
    if (last.stdout !== "1\n") throw new Error(JSON.stringify(last));
  }
  return { ms: median(times), memoryMiB: last.memoryPeakBytes / 1024 ** 2 };
}

for (const tier of TIER_NAMES) {
  for (const suite of SUITES) {
    const options = { tier, usesPyodide: suite.usesPyodide };
    const cold = await createSandbox({ ...options, poolSizes: NO_POOLS });
    const isServed = cold
      .languages()
      .some(({ language, isAvailable }) => isAvailable && language === suite.language);
    if (!isServed) {
      await cold.close();
      continue;
    }
    const coldRun = await measure(cold, suite, Math.ceil(RUNS / 3));
    await cold.close();

    const warm = await createSandbox({
      ...options,
      poolSizes: { ...NO_POOLS, [suite.language]: 1 },
    });
    const warmRun = await measure(warm, suite, RUNS);
    await warm.close();
    console.log(
      `${tier}  ${suite.name}  cold ${coldRun.ms.toFixed(0)}  warm ${warmRun.ms.toFixed(1)}  ` +
        `memory ${coldRun.memoryMiB.toFixed(0)} MiB`,
    );
  }
}
