import { jobResultSchema, type OutputPiece } from "@workspace/common/contracts/jobs";
import { toJobResult } from "@workspace/database/job-result";
import {
  LANGUAGES,
  type RunOptions,
  type RunRequest,
  type RunVerdict,
} from "@workspace/sandbox/types";
import { describe, expect, test } from "vitest";
import { type CodeRunner, executeCode, toOutcome, UnrunnableError } from "./execute-code.js";

const VERDICT: RunVerdict = {
  error: null,
  output: "out\nerr\n",
  stdout: "out\n",
  stderr: "err\n",
  exitCode: 0,
  signal: null,
  executionTimeMs: 12.5,
  cpuTimeMs: 10,
  memoryPeakBytes: 40_000_000,
  truncated: false,
  isolation: "lockdown",
  limits: {
    wallMs: 5000,
    cpuMs: 5000,
    memoryBytes: 512,
    outputBytes: 1024,
    errorBytes: 64,
    codeBytes: 1024,
    stdinBytes: 1024,
  },
};

const PIECES: OutputPiece[] = [
  ["stdout", "out\n"],
  ["stderr", "err\n"],
];

/** Answers with {@link VERDICT} and shows what it was asked. */
function createRecorder(isAvailable = true) {
  const requests: RunRequest[] = [];
  const given: (RunOptions | undefined)[] = [];
  const runner: CodeRunner & { requests: RunRequest[]; given: (RunOptions | undefined)[] } = {
    requests,
    given,
    languages: () =>
      LANGUAGES.map((language) => ({ language, isAvailable, runtime: "", reason: "" })),
    run: async (request, options) => {
      requests.push(request);
      given.push(options);
      return VERDICT;
    },
  };
  return runner;
}

const options = { signal: new AbortController().signal, onOutput: () => {} };

describe("the outcome of a run", () => {
  test("is the contract's result, in milliseconds and bytes", () => {
    const { status, error, result: stored } = toOutcome(VERDICT, PIECES);
    expect({ status, error }).toEqual({ status: "COMPLETED", error: null });
    expect(stored).toMatchObject({ pieces: PIECES });
    const result = stored === null ? null : toJobResult(stored);
    expect(jobResultSchema.parse(result)).toEqual(result);
    const { output, stdout, stderr } = VERDICT;
    expect(result).toMatchObject({ output, stdout, stderr });
    expect(result).toMatchObject({ executionTime: 12.5, cpuTime: 10, memoryPeak: 40_000_000 });
    expect(result?.limits).toEqual(VERDICT.limits);
  });

  test("is a failure with the output so far when the program failed", () => {
    const error = { code: "TIME_LIMIT", message: "5000 ms" } as const;
    const outcome = toOutcome({ ...VERDICT, error, exitCode: null, signal: "SIGKILL" }, PIECES);
    expect(outcome).toMatchObject({ status: "FAILED", error, result: { pieces: PIECES } });
  });
});

describe("executing code", () => {
  test("hands over program, input, arguments, limits and listeners", async () => {
    const runner = createRecorder();
    const limits = { wallMs: 100, memoryBytes: 64_000_000 };
    const payload = { code: "1", language: "python", stdin: "in", args: ["a"], limits };
    await executeCode(runner, payload, options);
    await executeCode(runner, { code: "2", language: "javascript" }, options);
    expect(runner.requests).toEqual([
      payload,
      { code: "2", language: "javascript", stdin: "", args: [], limits: {} },
    ]);
    expect(runner.given).toEqual([options, options]);
  });

  test("hands over several files in their order, and no code", async () => {
    const runner = createRecorder();
    const files = [
      { name: "main.py", content: "import shapes" },
      { name: "shapes.py", content: "" },
    ];
    await executeCode(runner, { language: "python", files }, options);
    expect(runner.requests).toEqual([
      { files, language: "python", stdin: "", args: [], limits: {} },
    ]);
    expect(runner.requests[0]).not.toHaveProperty("code");
  });

  test("refuses a language that has no runtime here", async () => {
    const runner = createRecorder(false);
    const run = executeCode(runner, { code: "1", language: "python" }, options);
    await expect(run).rejects.toThrow(UnrunnableError);
    expect(runner.requests).toEqual([]);
  });

  test("refuses a row that does not fit the contract", async () => {
    const run = executeCode(createRecorder(), { code: "1", language: "cobol" }, options);
    await expect(run).rejects.toThrow();
  });
});
