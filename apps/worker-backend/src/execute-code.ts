import {
  type CodeExecutionPayload,
  codeExecutionPayloadSchema,
  type OutputPiece,
} from "@workspace/common/contracts/jobs";
import type { Outcome } from "@workspace/database/job-attempts";
import type { StoredResult } from "@workspace/database/job-result";
import type { LanguageInfo, RunOptions, RunRequest, RunVerdict } from "@workspace/sandbox/types";

/** This machine lacks what the job needs, so trying again is no use. The message is for the submitter. */
export class UnrunnableError extends Error {
  override name = "UnrunnableError";
}

/** What the worker needs of a sandbox. */
export interface CodeRunner {
  languages(): readonly LanguageInfo[];
  /**
   * Runs a program. Whatever the program does is a verdict.
   *
   * @throws {SandboxError} when the sandbox itself failed
   */
  run(request: RunRequest, options?: RunOptions): Promise<RunVerdict>;
}

/**
 * Runs the program of a CODE_EXECUTION job. Aborting the signal kills it.
 *
 * @param payload as the job's row has it
 * @throws {UnrunnableError} when the language has no runtime here
 * @throws {SandboxError} when the sandbox itself failed: a fault to retry, not an outcome
 */
export async function executeCode(
  sandbox: CodeRunner,
  payload: unknown,
  options: Required<RunOptions>,
): Promise<RunVerdict> {
  const request = toRunRequest(codeExecutionPayloadSchema.parse(payload));
  const { language } = request;
  const info = sandbox.languages().find((candidate) => candidate.language === language);
  if (info?.isAvailable !== true)
    throw new UnrunnableError(`Code cannot be run: no ${language} runtime works on this worker`);
  return sandbox.run(request, options);
}

/** The contract has made sure that there is either code or files. */
function toRunRequest({
  code = "",
  files,
  language,
  stdin = "",
  args = [],
  limits = {},
}: CodeExecutionPayload): RunRequest {
  const settings = { language, stdin, args, limits };
  return files === undefined ? { ...settings, code } : { ...settings, files };
}

/**
 * What a job keeps of its run.
 *
 * @param pieces its whole output
 */
export function toOutcome(verdict: RunVerdict, pieces: OutputPiece[]): Outcome {
  return {
    status: verdict.error === null ? "COMPLETED" : "FAILED",
    error: verdict.error,
    result: toStoredResult(verdict, pieces),
  };
}

function toStoredResult(verdict: RunVerdict, pieces: OutputPiece[]): StoredResult {
  return {
    pieces,
    exitCode: verdict.exitCode,
    signal: verdict.signal,
    executionTime: toHundredths(verdict.executionTimeMs),
    cpuTime: toHundredths(verdict.cpuTimeMs),
    memoryPeak: verdict.memoryPeakBytes,
    truncated: verdict.truncated,
    isolation: verdict.isolation,
    limits: { ...verdict.limits },
  };
}

const toHundredths = (value: number): number => Math.round(value * 100) / 100;
