import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "./limits.js";
import { judge, type Ending, type KillCause } from "./verdict.js";

const CONTEXT = { limits: DEFAULT_LIMITS, isolation: "lockdown", outOfMemoryBytes: 100 };

const FINE: Ending = {
  killCause: null,
  hasProgram: true,
  compileError: null,
  hasStarted: true,
  exitCode: 0,
  signal: null,
  executionTimeMs: 1,
  cpuTimeMs: 1,
  memoryPeakBytes: 50,
  output: "",
  stdout: "",
  stderr: "",
  isTruncated: false,
};

const codeOf = (changes: Partial<Ending>): string | undefined =>
  judge({ ...FINE, ...changes }, CONTEXT).error?.code;

describe("a verdict", () => {
  it("is good for status 0 within the limits only", () => {
    expect(judge(FINE, CONTEXT)).toMatchObject({ error: null, exitCode: 0, isolation: "lockdown" });
    expect(codeOf({ exitCode: 1 })).toBe("RUNTIME_ERROR");
  });

  it.for<[KillCause, string]>([
    ["time", "TIME_LIMIT"],
    ["cpu", "CPU_LIMIT"],
    ["memory", "MEMORY_LIMIT"],
    ["threads", "RUNTIME_ERROR"],
    ["output", "OUTPUT_LIMIT"],
    ["cancelled", "CANCELLED"],
  ])("for a program killed for %s is %s, whatever its status", ([killCause, code]) => {
    expect(codeOf({ killCause, exitCode: null, signal: "SIGKILL" })).toBe(code);
    expect(codeOf({ killCause, exitCode: 0 })).toBe(code);
  });

  it("calls the kernel's CPU signal a CPU limit", () => {
    expect(codeOf({ exitCode: null, signal: "SIGXCPU" })).toBe("CPU_LIMIT");
  });

  it("tells a crash with much memory from one with little", () => {
    const crash = { exitCode: null, signal: "SIGABRT" };
    expect(codeOf({ ...crash, memoryPeakBytes: 100 })).toBe("MEMORY_LIMIT");
    expect(codeOf({ ...crash, memoryPeakBytes: 99 })).toBe("RUNTIME_ERROR");
  });

  it("believes a crash that says that memory ran out, whatever it took", () => {
    const crash = { exitCode: null, signal: "SIGABRT" } as const;
    const stderr = "x\nFATAL ERROR: Reached heap limit Allocation failed\n 1: 0xb [node]\n";
    expect(codeOf({ ...crash, stderr })).toBe("MEMORY_LIMIT");
    expect(codeOf({ exitCode: 1, stderr })).toBe("RUNTIME_ERROR");
  });

  it("names what was thrown, without the beginning of its inspection", () => {
    const messageOf = (stderr: string): string | undefined =>
      judge({ ...FINE, exitCode: 1, stderr }, CONTEXT).error?.message;
    expect(messageOf("Error: a\n    at main.js:1:1 {\n  code: 1\n}\n")).toMatch(/: Error: a$/);
    expect(messageOf("[Error: b] {\n  code: 1\n}\n")).toMatch(/: Error: b$/);
    expect(messageOf("Error: c {\n  code: 1\n}\n")).toMatch(/: Error: c$/);
  });

  it("of a program that never started is a compile error", () => {
    expect(codeOf({ hasStarted: false, exitCode: 0 })).toBe("COMPILE_ERROR");
    const verdict = judge(
      { ...FINE, hasStarted: false, exitCode: 1, compileError: "line 3" },
      CONTEXT,
    );
    expect(verdict.error).toEqual({ code: "COMPILE_ERROR", message: "line 3" });
  });

  it("names the last error line that is no part of a stack or value", () => {
    const stderr = "warning\nTypeError: x\n    at f (main.js:1:1) {\n  code: 1\n}\n";
    const verdict = judge({ ...FINE, exitCode: 1, stderr }, CONTEXT);
    expect(verdict.error?.message).toBe("The program exited with status 1: TypeError: x");
  });

  it("looks for it among the last lines alone", () => {
    const stderr = `TypeError: x\n${"\n".repeat(1_000_000)}`;
    const verdict = judge({ ...FINE, exitCode: 1, stderr }, CONTEXT);
    expect(verdict.error?.message).toBe("The program exited with status 1");
  });

  it("cuts a long message between characters and keeps NUL out", () => {
    const limits = { ...DEFAULT_LIMITS, errorBytes: 5 };
    const ending = { ...FINE, hasStarted: false, compileError: "a\0€€" };
    expect(judge(ending, { ...CONTEXT, limits }).error?.message).toBe("a\uFFFD");
  });
});
