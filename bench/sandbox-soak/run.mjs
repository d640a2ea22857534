// A thousand programs of every kind of end in one sandbox: what is left of them, and whether the memory of the
// process that runs them stays flat. Usage: node bench/sandbox-soak/run.mjs [programs]
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSandbox } from "@workspace/sandbox/sandbox";
import { residentMib } from "../measure.mjs";

const PROGRAMS = Number(process.argv[2] ?? 1000);
const PARALLEL = 4;
const REPORT_EVERY = 200;
const SHORT = { wallMs: 400, cpuMs: 400 };

/** One of each end, taking turns; the codes are what their verdicts must say. */
const KINDS = [
  { code: "console.log(1)", ends: null },
  { language: "typescript", code: "console.log(1 as number)", ends: null },
  { language: "python", code: "print(1)", ends: null },
  { code: "throw new Error('x')", ends: "RUNTIME_ERROR" },
  { code: "let = = 1", ends: "COMPILE_ERROR" },
  { code: "setTimeout(() => {}, 60_000)", limits: SHORT, ends: "TIME_LIMIT" },
  { language: "python", code: "import time\ntime.sleep(60)", limits: SHORT, ends: "TIME_LIMIT" },
  { code: "for (;;);", limits: { cpuMs: 200 }, ends: "CPU_LIMIT" },
  { code: "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))", ends: "MEMORY_LIMIT" },
  { code: "const a = []; for (;;) a.push(new Array(1000).fill(1))", ends: "MEMORY_LIMIT" },
  { code: "for (;;) console.log('x'.repeat(1000))", ends: "OUTPUT_LIMIT" },
  { code: "for (;;);", cancelAfterMs: 60, ends: "CANCELLED" },
  { code: "process.abort()", ends: "RUNTIME_ERROR" },
  { code: "process.exit(7)", ends: "RUNTIME_ERROR" },
];

/** Every living process that descends from this one. */
function descendants() {
  const parents = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state !== "Z") parents.set(Number(pid), Number(parent));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isDescendant = (pid) =>
    pid !== undefined && (parents.get(pid) === process.pid || isDescendant(parents.get(pid)));
  return [...parents.keys()].filter(isDescendant).length;
}

async function runOne(sandbox, kind, counts) {
  const { language = "javascript", code, limits = { wallMs: 30_000, cpuMs: 30_000 }, ends } = kind;
  const signal =
    kind.cancelAfterMs === undefined ? undefined : AbortSignal.timeout(kind.cancelAfterMs);
  const { error } = await sandbox.run({ language, code, limits }, { signal });
  const end = error?.code ?? null;
  counts.set(end, (counts.get(end) ?? 0) + 1);
  if (end !== ends) throw new Error(`${code}: ${end} instead of ${ends}: ${error?.message}`);
}

const scratch = await mkdtemp(join(tmpdir(), "sandbox-soak-"));
// Where anything of the sandbox itself would leave files.
process.env.TMPDIR = scratch;
const sandbox = await createSandbox();
await sandbox.fillPools();
const counts = new Map();
const memory = [];
let next = 0;
const startedAt = performance.now();
await Promise.all(
  Array.from({ length: PARALLEL }, async () => {
    while (next < PROGRAMS) {
      const number = next;
      next += 1;
      await runOne(sandbox, KINDS[number % KINDS.length], counts);
      if ((number + 1) % REPORT_EVERY === 0) {
        globalThis.gc?.();
        memory.push({ programs: number + 1, "resident MiB": Math.round(residentMib("self")) });
      }
    }
  }),
);
const seconds = (performance.now() - startedAt) / 1000;
await sandbox.fillPools();
const waiting = descendants();
await sandbox.close();
console.table([...counts].map(([end, amount]) => ({ end: end ?? "no error", programs: amount })));
console.table(memory);
console.log(
  `${PROGRAMS} programs in ${seconds.toFixed(0)} s; processes before closing ${waiting} (the pools), ` +
    `after ${descendants()}; files left ${(await readdir(scratch)).length}`,
);
await rm(scratch, { recursive: true });
