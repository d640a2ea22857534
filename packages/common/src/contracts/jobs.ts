import { z } from "zod";
import { idSchema, timeSchema } from "./fields.js";
import { findExcessiveLimits, type JobCaps, requestedLimitsSchema } from "./run-limits.js";
import { sourceFilesSchema } from "./source-files.js";

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

export const languageSchema = z.enum(["javascript", "typescript", "python"]);
export type Language = z.infer<typeof languageSchema>;

/** What the name of the file that a program starts with may end in. */
const ENTRY_EXTENSIONS: Readonly<Record<Language, readonly string[]>> = {
  javascript: [".js", ".cjs", ".mjs"],
  typescript: [".ts", ".cts", ".mts"],
  python: [".py"],
};

export const jobTypeSchema = z.enum(["CODE_EXECUTION"]);
export type JobType = z.infer<typeof jobTypeSchema>;

/** A cancelled job is FAILED with `error.code` CANCELLED. */
export const jobStatusSchema = z.enum(["PENDING", "PROCESSING", "COMPLETED", "FAILED"]);
export type JobStatus = z.infer<typeof jobStatusSchema>;

/** Why a job failed. All but SANDBOX_ERROR are final; SANDBOX_ERROR is ours and was retried. */
export const jobErrorCodeSchema = z.enum([
  "RUNTIME_ERROR",
  "COMPILE_ERROR",
  "TIME_LIMIT",
  "CPU_LIMIT",
  "MEMORY_LIMIT",
  "OUTPUT_LIMIT",
  "CANCELLED",
  "SANDBOX_ERROR",
]);
export type JobErrorCode = z.infer<typeof jobErrorCodeSchema>;

export const jobErrorSchema = z.object({ code: jobErrorCodeSchema, message: z.string() });
export type JobError = z.infer<typeof jobErrorSchema>;

/**
 * What a CODE_EXECUTION job runs: the `code` of one file, or several `files`. How much of it one may bring is
 * checked when it is submitted.
 */
export const codeExecutionPayloadSchema = z
  .object({
    code: z.string().min(1, "must not be empty").exactOptional(),
    files: sourceFilesSchema.exactOptional(),
    language: languageSchema,
    stdin: z.string().optional(),
    args: z.array(z.string().max(4096)).max(64).optional(),
    limits: requestedLimitsSchema.optional(),
  })
  .superRefine(({ code, files, language }, context) => {
    const refuse = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    if (code === undefined && files === undefined) refuse(["code"], "is required, or files");
    if (code !== undefined && files !== undefined) refuse(["files"], "must not be beside code");
    const entry = files?.[0]?.name;
    const extensions = ENTRY_EXTENSIONS[language];
    if (entry !== undefined && !isEntry(entry, extensions))
      refuse(["files", 0, "name"], `must end in ${extensions.join(", ")}, as the first file's`);
  });
export type CodeExecutionPayload = z.infer<typeof codeExecutionPayloadSchema>;

/** `POST /jobs/submit`, where a job may bring and ask for no more than `caps`. */
export const createSubmitJobSchema = (caps: JobCaps) =>
  z.object({
    projectId: idSchema,
    type: jobTypeSchema,
    payload: codeExecutionPayloadSchema.superRefine((payload, context) => {
      for (const { path, message } of findExcess(payload, caps))
        context.addIssue({ code: "custom", path, message });
    }),
  });
export type SubmitJobInput = z.infer<ReturnType<typeof createSubmitJobSchema>>;

/** A declaration file holds no program. */
const isEntry = (name: string, extensions: readonly string[]): boolean =>
  extensions.some((extension) => name.endsWith(extension) && !name.endsWith(`.d${extension}`));

function findExcess(
  { code = "", files = [], stdin = "", args = [], limits = {} }: CodeExecutionPayload,
  caps: JobCaps,
) {
  const excess: { path: string[]; message: string }[] = [];
  if (byteLength(code) > caps.codeBytes)
    excess.push({ path: ["code"], message: `must be at most ${caps.codeBytes} bytes` });
  if (files.reduce((sum, { content }) => sum + byteLength(content), 0) > caps.codeBytes)
    excess.push({ path: ["files"], message: `must be at most ${caps.codeBytes} bytes together` });
  if (byteLength(stdin) + byteLength(args.join(" ")) > caps.stdinBytes)
    excess.push({
      path: ["stdin"],
      message: `must be at most ${caps.stdinBytes} bytes, arguments included`,
    });
  for (const name of findExcessiveLimits(limits, caps))
    excess.push({ path: ["limits", name], message: `must be at most ${caps[name]}` });
  return excess;
}

export const outputStreamSchema = z.enum(["stdout", "stderr"]);
export type OutputStream = z.infer<typeof outputStreamSchema>;

/**
 * `[stream, text]`: some output as it came. The pieces of an attempt are numbered from 1 without gaps,
 * and the number, `seq`, is the same wherever a piece is seen.
 */
export const outputPieceSchema = z.tuple([outputStreamSchema, z.string()]);
export type OutputPiece = z.infer<typeof outputPieceSchema>;

/**
 * What a run of code gave. `output` is stdout and stderr as they came; `executionTime` and `cpuTime`
 * are milliseconds of the program itself; `memoryPeak` is bytes. `outputExpired` says that the three texts
 * are kept no longer, and are empty for that reason.
 */
export const jobResultSchema = z.object({
  output: z.string().describe("What was printed to both streams, as it came."),
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  executionTime: z.number().describe("Milliseconds of the program itself."),
  cpuTime: z.number().describe("Milliseconds of processor time."),
  memoryPeak: z.number().describe("Bytes."),
  truncated: z.boolean().describe("Whether the output was cut at its limit."),
  isolation: z.string().describe("The tier that the program ran in."),
  limits: z.record(z.string(), z.number()).describe("What held for this run."),
  outputExpired: z
    .literal(true)
    .exactOptional()
    .describe("The three texts are kept no longer, and are empty for that reason."),
});
export type JobResult = z.infer<typeof jobResultSchema>;

/** Answer to `POST /jobs/submit` (201). */
export const jobReceiptSchema = z.object({
  jobId: idSchema,
  status: jobStatusSchema,
  createdAt: timeSchema,
});
export type JobReceipt = z.infer<typeof jobReceiptSchema>;

/** `GET /jobs/:jobId`. Times are null until they happen. */
export const jobBodySchema = z.object({
  id: idSchema,
  projectId: idSchema,
  type: jobTypeSchema,
  status: jobStatusSchema,
  submittedBy: idSchema,
  payload: codeExecutionPayloadSchema,
  result: jobResultSchema.nullable(),
  error: jobErrorSchema.nullable(),
  attempts: z.int().min(0),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  completedAt: timeSchema.nullable(),
});
export type JobBody = z.infer<typeof jobBodySchema>;

/** One row of `GET /projects/:projectId/jobs`: a job without its program and output. */
export const jobSummarySchema = jobBodySchema.omit({ payload: true, result: true });
export type JobSummary = z.infer<typeof jobSummarySchema>;

/**
 * `GET /jobs/:jobId/output`: the pieces after number `after` of an attempt. Without `attempt`, of the
 * latest one; with it, the pieces of any later attempt are given from its first.
 */
export const outputQuerySchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe("Number of the last piece that the caller has."),
  attempt: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      "The attempt that `after` counts in; pieces of a later one are given from its first.",
    ),
});
export type OutputQuery = z.infer<typeof outputQuerySchema>;

/** One piece of a job's output with its number. */
export const outputChunkSchema = z.object({
  seq: z.int().min(1),
  stream: outputStreamSchema,
  chunk: z.string(),
});
export type OutputChunk = z.infer<typeof outputChunkSchema>;

/**
 * Answer to `GET /jobs/:jobId/output`. `attempt` is 0 before the first; `isComplete` says that no further
 * piece will come, `outputExpired` that there were pieces which are kept no longer.
 */
export const jobOutputBodySchema = z.object({
  jobId: idSchema,
  attempt: z.int().min(0).describe("0 before the first."),
  status: jobStatusSchema,
  chunks: z.array(outputChunkSchema),
  isComplete: z.boolean().describe("No further piece will come."),
  outputExpired: z
    .literal(true)
    .exactOptional()
    .describe("There were pieces, and they are kept no longer."),
});
export type JobOutputBody = z.infer<typeof jobOutputBodySchema>;
