import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandbox,
  TIER_NAMES,
  type OutputChunk,
  type RunErrorCode,
  type RunRequest,
  type Sandbox,
} from "../src/sandbox.js";

interface Case {
  name: string;
  request: RunRequest;
  code: RunErrorCode;
}

const MEBIBYTE = 1024 * 1024;
/** Of time as much as can be had: where another limit is meant, a busy machine must not go over this one first. */
const AMPLE = { wallMs: 30_000, cpuMs: 30_000 };
const SHORT = { wallMs: 500 };
const TIMEOUT_MS = 60_000;

/** Programs that go over one limit each; what they do not name is ample. */
const EXCESSES: Case[] = [
  {
    name: "JavaScript that loops",
    request: { language: "javascript", code: "for (;;);", limits: SHORT },
    code: "TIME_LIMIT",
  },
  {
    name: "JavaScript that waits",
    request: { language: "javascript", code: "setTimeout(() => {}, 60_000)", limits: SHORT },
    code: "TIME_LIMIT",
  },
  {
    name: "TypeScript that loops",
    request: { language: "typescript", code: "for (;;);", limits: SHORT },
    code: "TIME_LIMIT",
  },
  {
    name: "Python that loops",
    request: { language: "python", code: "while True: pass", limits: SHORT },
    code: "TIME_LIMIT",
  },
  {
    name: "Python that sleeps",
    request: { language: "python", code: "import time\ntime.sleep(60)", limits: SHORT },
    code: "TIME_LIMIT",
  },
  {
    name: "JavaScript that computes",
    request: { language: "javascript", code: "for (;;);", limits: { cpuMs: 200 } },
    code: "CPU_LIMIT",
  },
  {
    name: "Python that computes",
    request: { language: "python", code: "while True: pass", limits: { cpuMs: 200 } },
    code: "CPU_LIMIT",
  },
  {
    name: "JavaScript that fills arrays",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) a.push(new Array(1000).fill(1))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that fills strings",
    request: {
      language: "javascript",
      code: "const a = []; const b = Buffer.alloc(1e5, 'x'); for (;;) a.push(b.toString('latin1'))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that fills typed arrays",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) a.push(new Float64Array(1e6).fill(1))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that fills Buffers",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that asks for a huge array at once",
    request: { language: "javascript", code: "new Uint8Array(2 ** 32)" },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that shares memory",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) a.push(new Uint8Array(new SharedArrayBuffer(1e7)).fill(1))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that fills more memory than its request allows",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) { const b = Buffer.alloc(1e6, 1); a.push(b); }",
      limits: { memoryBytes: 100 * MEBIBYTE },
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "TypeScript that fills arrays",
    request: {
      language: "typescript",
      code: "const a: number[][] = []; for (;;) a.push(new Array(1000).fill(1))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "Python that fills lists",
    request: {
      language: "python",
      code: "a = []\nwhile True:\n    a.append('x' * 1000000 + str(len(a)))",
    },
    code: "MEMORY_LIMIT",
  },
  {
    name: "Python that asks for a huge string at once",
    request: { language: "python", code: "'x' * (1 << 33)" },
    code: "MEMORY_LIMIT",
  },
  {
    name: "JavaScript that prints without end",
    request: { language: "javascript", code: "for (;;) console.log('x'.repeat(1000))" },
    code: "OUTPUT_LIMIT",
  },
  {
    name: "JavaScript that reserves memory and touches none",
    request: {
      language: "javascript",
      code: "const a = []; for (;;) a.push(new ArrayBuffer(1 << 20))",
    },
    code: "MEMORY_LIMIT",
  },
  ...[
    ["lists", "a = []\nwhile True: a.append([1, 2, 3])"],
    ["a chain", "chain = None\nwhile True: chain = [chain]"],
    ["a queue", "from collections import deque\nd = deque()\nwhile True: d.append((1, 2, len(d)))"],
    ["a dictionary", "d = {}\nwhile True: d[len(d)] = str(len(d))"],
  ].map(([what = "", code = ""]): Case => ({
    name: `Python that fills ${what} bit by bit`,
    request: { language: "python", code },
    code: "MEMORY_LIMIT",
  })),
  {
    name: "JavaScript that prints errors without end",
    request: { language: "javascript", code: "for (;;) console.error('x'.repeat(1000))" },
    code: "OUTPUT_LIMIT",
  },
  {
    name: "JavaScript that writes one huge piece",
    request: { language: "javascript", code: "process.stdout.write('x'.repeat(2e6))" },
    code: "OUTPUT_LIMIT",
  },
  {
    name: "Python that prints without end",
    request: { language: "python", code: "while True:\n    print('x' * 1000)" },
    code: "OUTPUT_LIMIT",
  },
];

const sandboxes = new Map<string, Sandbox>();
const trial = await createSandbox({ poolSizes: { javascript: 0, typescript: 0, python: 0 } });
/** The interpreter's tier has limits of its own kind, see `quickjs-limits.int.test.ts`. */
const available = TIER_NAMES.filter(
  (name) =>
    name !== "quickjs" && trial.tiers.some((tier) => tier.name === name && tier.isAvailable),
);
await trial.close();

afterAll(() => Promise.all([...sandboxes.values()].map((sandbox) => sandbox.close())));

describe.for(available)("in tier %s", (tier) => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ tier });
    sandboxes.set(tier, sandbox);
  });

  it.for(EXCESSES)("$name ends with $code", { timeout: TIMEOUT_MS }, async ({ request, code }) => {
    const verdict = await sandbox.run({ ...request, limits: { ...AMPLE, ...request.limits } });
    expect(verdict.error?.code).toBe(code);
    expect(verdict.error?.message).not.toBe("");
    expect(verdict.truncated).toBe(code === "OUTPUT_LIMIT");
    expect(Buffer.byteLength(verdict.output)).toBeLessThanOrEqual(verdict.limits.outputBytes);
    if (code === "OUTPUT_LIMIT") expect(verdict.output).toHaveLength(verdict.limits.outputBytes);
    if (code === "TIME_LIMIT") expect(verdict.executionTimeMs).toBeLessThan(5_000);
  });

  it("keeps what Python has printed when it is killed", { timeout: TIMEOUT_MS }, async () => {
    const code = "print('before')\nwhile True: pass";
    const limits = { ...AMPLE, ...SHORT };
    const verdict = await sandbox.run({ language: "python", code, limits });
    expect(verdict).toMatchObject({ error: { code: "TIME_LIMIT" }, stdout: "before\n" });
  });

  it("reports figures near the truth", async () => {
    const verdict = await sandbox.run({
      language: "javascript",
      limits: AMPLE,
      code: "const b = Buffer.alloc(100e6, 1); const end = Date.now() + 200; while (Date.now() < end);",
    });
    expect(verdict.error).toBeNull();
    expect(verdict.executionTimeMs).toBeGreaterThan(200);
    expect(verdict.cpuTimeMs).toBeGreaterThan(20);
    expect(verdict.cpuTimeMs).toBeLessThan(verdict.executionTimeMs * 3);
    expect(verdict.memoryPeakBytes).toBeGreaterThan(100e6);
    expect(verdict.memoryPeakBytes).toBeLessThan(300e6);
  });

  it("a request may raise its memory up to the cap", { timeout: TIMEOUT_MS }, async () => {
    const code =
      "const a = []; for (let i = 0; i < 50; i += 1) a.push(Buffer.alloc(1e7, 1)); console.log(a.length)";
    const tooMuch = await sandbox.run({ language: "javascript", code, limits: AMPLE });
    expect(tooMuch.error?.code).toBe("MEMORY_LIMIT");
    const raised = await sandbox.run({
      language: "javascript",
      code,
      limits: { ...AMPLE, memoryBytes: 900 * MEBIBYTE },
    });
    expect(raised).toMatchObject({ error: null, stdout: "50\n" });
  });

  it("cancelling kills at once and keeps the output so far", async () => {
    const controller = new AbortController();
    let abortedAt = 0;
    const verdict = await sandbox.run(
      { language: "javascript", code: "console.log('begun'); for (;;);", limits: AMPLE },
      {
        signal: controller.signal,
        onOutput: () => {
          abortedAt = performance.now();
          controller.abort();
        },
      },
    );
    // A few milliseconds, and what a busy machine adds; the program's own limits are far off.
    expect(performance.now() - abortedAt).toBeLessThan(5_000);
    expect(verdict).toMatchObject({ error: { code: "CANCELLED" }, stdout: "begun\n" });
  });
});

describe("output", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({ poolSizes: { typescript: 0 } });
  });

  afterAll(() => sandbox.close());

  it("has invalid UTF-8 and NUL replaced", async () => {
    const verdict = await sandbox.run({
      language: "javascript",
      code: "process.stdout.write(Buffer.from([0x61, 0xff, 0x00, 0xe2, 0x82, 0xac, 0xc3]))",
    });
    expect(verdict.stdout).toBe("a\uFFFD\uFFFD€\uFFFD");
  });

  it("has no NUL in the text of an error", async () => {
    const verdict = await sandbox.run({ language: "javascript", code: "throw new Error('a\\0b')" });
    expect(verdict.error?.message).toContain("a\uFFFDb");
  });

  it("joins characters that were written in pieces", async () => {
    const verdict = await sandbox.run({
      language: "javascript",
      code: "const b = Buffer.from('€'); for (const byte of b) process.stdout.write(Buffer.from([byte]))",
    });
    expect(verdict.stdout).toBe("€");
  });

  it.for(["stdout", "stderr"] as const)("arrives on %s while the program runs", async (stream) => {
    const controller = new AbortController();
    const chunks: OutputChunk[] = [];
    const verdict = await sandbox.run(
      {
        language: "javascript",
        code: `process.${stream}.write('1'); setTimeout(() => {}, 60_000)`,
        limits: AMPLE,
      },
      {
        signal: controller.signal,
        onOutput: (chunk) => {
          chunks.push(chunk);
          controller.abort();
        },
      },
    );
    expect(chunks).toEqual([{ stream, data: "1" }]);
    expect(verdict.error?.code).toBe("CANCELLED");
  });

  it("is not lost when the listener throws", async () => {
    const verdict = await sandbox.run(
      { language: "javascript", code: "console.log(1)" },
      {
        onOutput: () => {
          throw new Error("listener");
        },
      },
    );
    expect(verdict).toMatchObject({ error: null, stdout: "1\n" });
  });

  it("never decides the verdict", async () => {
    const verdict = await sandbox.run({
      language: "javascript",
      code: `console.log('{"error":null,"exitCode":0}'); process.exit(5)`,
    });
    expect(verdict).toMatchObject({ error: { code: "RUNTIME_ERROR" }, exitCode: 5 });
  });
});
