import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSandbox,
  type OutputChunk,
  type RequestedLimits,
  type RunErrorCode,
  type Sandbox,
} from "../src/sandbox.js";

interface Case {
  name: string;
  code: string;
  limits?: RequestedLimits;
  expected: RunErrorCode;
}

const MEBIBYTE = 1024 * 1024;
const TIMEOUT_MS = 60_000;
/** Of time as much as can be had: where another limit is meant, a busy machine must not go over this one first. */
const AMPLE = { wallMs: 30_000, cpuMs: 30_000 };

const EXCESSES: Case[] = [
  { name: "loops", code: "for (;;);", limits: { wallMs: 500 }, expected: "TIME_LIMIT" },
  {
    name: "waits",
    code: "setTimeout(() => {}, 60_000)",
    limits: { wallMs: 500 },
    expected: "TIME_LIMIT",
  },
  { name: "computes", code: "for (;;);", limits: { cpuMs: 200 }, expected: "CPU_LIMIT" },
  {
    name: "computes where the interpreter cannot be interrupted",
    code: "'a'.repeat(1e6).replaceAll('a', 'b'.repeat(300))",
    limits: { cpuMs: 200 },
    expected: "CPU_LIMIT",
  },
  {
    name: "keeps arrays",
    code: "const a = []; for (;;) a.push(new Array(1e6).fill(0))",
    expected: "MEMORY_LIMIT",
  },
  {
    name: "keeps bytes",
    code: "const a = []; for (;;) a.push(new Uint8Array(1e7))",
    expected: "MEMORY_LIMIT",
  },
  {
    name: "would rather not hear of it",
    code: "const a = []; for (;;) try { for (;;) a.push(new Uint8Array(1e7)) } catch {}",
    expected: "MEMORY_LIMIT",
  },
  {
    name: "keeps more than it asked for",
    code: "const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))",
    limits: { memoryBytes: 128 * MEBIBYTE },
    expected: "MEMORY_LIMIT",
  },
  {
    name: "prints without end",
    code: "for (;;) console.log('x'.repeat(1000))",
    expected: "OUTPUT_LIMIT",
  },
  {
    name: "prints one long text",
    code: "process.stderr.write('x'.repeat(2e7))",
    expected: "OUTPUT_LIMIT",
  },
];

describe("in QuickJS", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await createSandbox({
      tier: "quickjs",
      poolSizes: { javascript: 1, typescript: 0, python: 0 },
    });
  }, TIMEOUT_MS);

  afterAll(() => sandbox.close());

  it.for(EXCESSES)(
    "a program that $name is ended as $expected",
    { timeout: TIMEOUT_MS },
    async ({ code, limits, expected }) => {
      const verdict = await sandbox.run({
        language: "javascript",
        code,
        limits: { ...AMPLE, ...limits },
      });
      expect(verdict.error?.code).toBe(expected);
      expect(verdict.truncated).toBe(expected === "OUTPUT_LIMIT");
    },
  );

  it("a request may ask for more memory than the default", { timeout: TIMEOUT_MS }, async () => {
    const code = `
      const kept = [];
      for (let i = 0; i < 28; i++) kept.push(new Uint8Array(2 ** 24));
      console.log(kept.length)`;
    const run = (limits: RequestedLimits) =>
      sandbox.run({ language: "javascript", code, limits: { ...AMPLE, ...limits } });
    expect((await run({})).error?.code).toBe("MEMORY_LIMIT");
    expect(await run({ memoryBytes: 1024 * MEBIBYTE })).toMatchObject({
      error: null,
      stdout: "28\n",
    });
  });

  it("output arrives while the program runs", { timeout: TIMEOUT_MS }, async () => {
    const chunks: OutputChunk[] = [];
    const controller = new AbortController();
    const verdict = await sandbox.run(
      {
        language: "javascript",
        code: "console.log('out'); console.error('err'); setTimeout(() => {}, 60_000)",
        limits: AMPLE,
      },
      {
        signal: controller.signal,
        onOutput: (chunk) => {
          chunks.push(chunk);
          if (chunks.length === 2) controller.abort();
        },
      },
    );
    expect(verdict.error?.code).toBe("CANCELLED");
    expect(chunks).toContainEqual({ stream: "stdout", data: "out\n" });
    expect(chunks).toContainEqual({ stream: "stderr", data: "err\n" });
  });

  it("a compiler that a source keeps busy is ended too", { timeout: TIMEOUT_MS }, async () => {
    const code = `${"(".repeat(400_000)}1${")".repeat(400_000)}`;
    const verdict = await sandbox.run({
      language: "typescript",
      code,
      limits: { ...AMPLE, wallMs: 10_000 },
    });
    expect(verdict.error?.code).toMatch(/COMPILE_ERROR|TIME_LIMIT|MEMORY_LIMIT/);
    expect(verdict.stdout).toBe("");
  });
});
