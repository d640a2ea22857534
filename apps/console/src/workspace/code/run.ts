import type { JobError, JobStatus, JobSummary } from "@workspace/common/contracts/jobs";
import type { JobUpdated } from "@workspace/common/contracts/socket-events";

/** A job as it is listed. */
export interface Run {
  readonly id: string;
  readonly status: JobStatus;
  readonly submittedBy: string;
  readonly error: JobError | null;
  readonly createdAt: string;
  /** Milliseconds of the program itself; null until it has run, and where only the listing told of it. */
  readonly executionTime: number | null;
}

export const toRun = ({ id, status, submittedBy, error, createdAt }: JobSummary): Run => ({
  id,
  status,
  submittedBy,
  error,
  createdAt,
  executionTime: null,
});

/** The runs after one more event. A job that is not among them is the newest. */
export function applyJobUpdate(
  runs: readonly Run[],
  { jobId, status, submittedBy, error, executionTime }: JobUpdated,
  nowIso: string,
): readonly Run[] {
  const known = runs.some(({ id }) => id === jobId);
  if (known)
    return runs.map((run) =>
      run.id === jobId ? Object.assign({}, run, { status, error, executionTime }) : run,
    );
  return [{ id: jobId, status, submittedBy, error, createdAt: nowIso, executionTime }, ...runs];
}

export const isFinished = (status: JobStatus): boolean =>
  status === "COMPLETED" || status === "FAILED";

interface StatusWords {
  text: string;
  tone: "good" | "bad" | "warn" | "accent" | "";
}

const FAILURES: Readonly<Record<JobError["code"], string>> = {
  RUNTIME_ERROR: "Failed",
  COMPILE_ERROR: "Does not compile",
  TIME_LIMIT: "Out of time",
  CPU_LIMIT: "Out of processor time",
  MEMORY_LIMIT: "Out of memory",
  OUTPUT_LIMIT: "Too much output",
  CANCELLED: "Cancelled",
  SANDBOX_ERROR: "Could not be run",
};

/** A run's state in a word or two. */
export function describeStatus(status: JobStatus, error: JobError | null): StatusWords {
  switch (status) {
    case "PENDING":
      return { text: "Waiting", tone: "" };
    case "PROCESSING":
      return { text: "Running", tone: "accent" };
    case "COMPLETED":
      return { text: "Finished", tone: "good" };
    case "FAILED":
      return {
        text: error === null ? "Failed" : FAILURES[error.code],
        tone: error?.code === "CANCELLED" ? "warn" : "bad",
      };
  }
}

/** `0.51 ms`, `340 ms`, `1.2 s` */
export function describeDuration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(2))} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
