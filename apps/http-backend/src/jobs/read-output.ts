import { AppError } from "@workspace/common/app-error";
import type {
  JobError,
  JobOutputBody,
  OutputChunk,
  OutputQuery,
} from "@workspace/common/contracts/jobs";
import type { OutputBuffer } from "@workspace/common/output-buffer";
import type { Database } from "@workspace/database/database";
import { hasExpiredOutput, type StoredResult, toPieces } from "@workspace/database/job-result";
import { type JobOutputRow, readJobOutput } from "@workspace/database/read-jobs";

/**
 * How long after its cancellation a job's worker may still hand in what the program had printed. It kills
 * the program within half a second; the rest is for a worker that first has to find out.
 */
const CANCELLED_OUTPUT_MS = 10_000;

interface ReadOutputDeps {
  database: Database;
  outputBuffer: OutputBuffer;
}

/**
 * What a job has printed: of a running one from Redis, of an ended one from its row, in the same pieces
 * with the same numbers.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, and UNAVAILABLE while a job runs and Redis is away
 */
export async function readOutput(
  { database, outputBuffer }: ReadOutputDeps,
  { jobId, userId, query }: { jobId: string; userId: string; query: OutputQuery },
): Promise<JobOutputBody> {
  for (;;) {
    const job = await readJobOutput(database, jobId, userId);
    const after = countHad(job, query);
    if (!isBuffered(job)) return presentOutput(job, readRow(job, after));
    const chunks = await readBuffer(outputBuffer, job, after);
    // The buffer goes once the row has the output: what was read is all only if the row still waits for it.
    const later = await readJobOutput(database, jobId, userId);
    if (later.result === null && later.attempt === job.attempt) return presentOutput(later, chunks);
  }
}

/** Numbers begin anew with each attempt: what the caller has had of an earlier one counts for nothing. */
const countHad = (job: JobOutputRow, { after, attempt }: OutputQuery): number =>
  attempt === undefined || attempt === job.attempt ? after : 0;

/** Whether a worker has the output, and the row does not. */
const isBuffered = (job: JobOutputRow): boolean =>
  job.attempt > 0 && job.status !== "PENDING" && !isComplete(job);

function isComplete({ status, attempt, error, completedAt, result }: JobOutputRow): boolean {
  if (status === "PENDING" || status === "PROCESSING") return false;
  const isCancelled = (error as JobError | null)?.code === "CANCELLED";
  if (result !== null || attempt === 0 || !isCancelled || completedAt === null) return true;
  return Date.now() - completedAt.getTime() > CANCELLED_OUTPUT_MS;
}

function readRow({ result }: JobOutputRow, after: number): OutputChunk[] {
  if (result === null) return [];
  return toPieces(result as unknown as StoredResult)
    .map(([stream, chunk], index) => ({ seq: index + 1, stream, chunk }))
    .slice(after);
}

async function readBuffer(
  buffer: OutputBuffer,
  { id: jobId, attempt }: JobOutputRow,
  after: number,
): Promise<OutputChunk[]> {
  try {
    return await buffer.read({ jobId, number: attempt }, after);
  } catch (cause) {
    throw new AppError("UNAVAILABLE", "The output of a running job cannot be read right now", {
      retryAfterSeconds: 1,
      cause,
    });
  }
}

function presentOutput(job: JobOutputRow, chunks: OutputChunk[]): JobOutputBody {
  const isExpired = job.result !== null && hasExpiredOutput(job.result as unknown as StoredResult);
  return {
    jobId: job.id,
    attempt: job.attempt,
    status: job.status,
    chunks,
    isComplete: isComplete(job),
    ...(isExpired ? { outputExpired: true } : {}),
  };
}
