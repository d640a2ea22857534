import { afterEach, describe, expect, it } from "vitest";
import { createSandbox, type SandboxOptions } from "../src/sandbox.js";

const TIMEOUT_MS = 60_000;
const NO_POOLS = { javascript: 0, typescript: 0, python: 0 };
/** Beyond what a busy machine takes. */
const LIMITS = { wallMs: 30_000, cpuMs: 30_000 };

const { platform } = process;

afterEach(() => {
  Object.defineProperty(process, "platform", { value: platform });
});

/** A sandbox of a host whose kernel locks nobody and tells nothing of other processes. */
async function createElsewhere(hostPlatform: string, options: SandboxOptions = {}) {
  Object.defineProperty(process, "platform", { value: hostPlatform });
  return createSandbox({ poolSizes: NO_POOLS, ...options });
}

describe.for(["darwin", "win32"])("a host that is %s", (hostPlatform) => {
  it(
    "serves what an interpreter can hold, and says what it lacks",
    { timeout: TIMEOUT_MS },
    async () => {
      const sandbox = await createElsewhere(hostPlatform);
      try {
        expect(sandbox.tier).toBe("quickjs");
        expect(sandbox.tiers).toEqual([
          {
            name: "namespaces",
            isAvailable: false,
            reason: `needs Linux, this is ${hostPlatform}`,
          },
          { name: "lockdown", isAvailable: false, reason: `needs Linux, this is ${hostPlatform}` },
          {
            name: "quickjs",
            isAvailable: true,
            reason: expect.stringMatching(/^weaker: /) as string,
          },
        ]);
        expect(sandbox.languages()).toMatchObject([
          { language: "javascript", isAvailable: true },
          { language: "typescript", isAvailable: true },
          {
            language: "python",
            isAvailable: false,
            reason: expect.stringMatching(/kernel/) as string,
          },
        ]);
        await expect(sandbox.run({ language: "python", code: "1" })).rejects.toThrow(/kernel/);
      } finally {
        await sandbox.close();
      }
    },
  );

  it("runs programs and knows what they used from the child", { timeout: TIMEOUT_MS }, async () => {
    const sandbox = await createElsewhere(hostPlatform);
    try {
      const code = "let n = 0; for (let i = 0; i < 1e5; i++) n += i; console.log(n as number)";
      const verdict = await sandbox.run({ language: "typescript", code, limits: LIMITS });
      expect(verdict).toMatchObject({
        error: null,
        stdout: "4999950000\n",
        exitCode: 0,
        signal: null,
      });
      expect(verdict.cpuTimeMs).toBeGreaterThan(1);
      expect(verdict.memoryPeakBytes).toBeGreaterThan(30 * 1024 * 1024);
    } finally {
      await sandbox.close();
    }
  });

  it(
    "holds programs to their limits by what the child tells",
    { timeout: TIMEOUT_MS },
    async () => {
      const sandbox = await createElsewhere(hostPlatform);
      try {
        const endOf = async (code: string, limits: Record<string, number>) =>
          (await sandbox.run({ language: "javascript", code, limits: { ...LIMITS, ...limits } }))
            .error?.code;
        expect(await endOf("for (;;);", { cpuMs: 300 })).toBe("CPU_LIMIT");
        expect(await endOf("for (;;);", { wallMs: 500 })).toBe("TIME_LIMIT");
        const memoryBytes = 128 * 1024 * 1024;
        const keep = "const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))";
        expect(await endOf(keep, { memoryBytes })).toBe("MEMORY_LIMIT");
      } finally {
        await sandbox.close();
      }
    },
  );

  it("runs nothing when a stronger tier is asked for", { timeout: TIMEOUT_MS }, async () => {
    const sandbox = await createElsewhere(hostPlatform, { tier: "lockdown" });
    try {
      expect(sandbox.tier).toBeNull();
      await expect(sandbox.run({ language: "javascript", code: "1" })).rejects.toThrow(
        `no isolation tier is available (lockdown: needs Linux, this is ${hostPlatform})`,
      );
    } finally {
      await sandbox.close();
    }
  });
});
