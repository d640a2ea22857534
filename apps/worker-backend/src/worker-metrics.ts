import {
  jobErrorCodeSchema,
  type Language,
  languageSchema,
} from "@workspace/common/contracts/jobs";
import type { Metrics } from "@workspace/common/metrics";
import type { Outcome, TakenJob } from "@workspace/database/job-attempts";
import type { Pruned } from "@workspace/database/prune";
import type { RunErrorCode, RunVerdict } from "@workspace/sandbox/types";

/** From an empty program to the longest that a job may run. */
const PROGRAM_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From an idle worker to a queue that is far too long. */
const WAIT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Ends that are recorded of a program. */
const RUN_ERRORS = jobErrorCodeSchema.exclude(["SANDBOX_ERROR", "CANCELLED"]).options;
/** Ends that the sandbox brought about, and not the program. */
const KILLS: ReadonlySet<RunErrorCode> = new Set([
  "TIME_LIMIT",
  "CPU_LIMIT",
  "MEMORY_LIMIT",
  "OUTPUT_LIMIT",
  "CANCELLED",
]);

/**
 * How an attempt ended: `recorded` as the job's outcome; `superseded` by a cancellation or a later attempt; `released`
 * for another worker, since this one stops; `fault` of ours.
 */
const ATTEMPT_ENDS = ["recorded", "superseded", "released", "fault"] as const;
type AttemptEnd = (typeof ATTEMPT_ENDS)[number];

/** What a worker does again and again. */
const MAINTENANCE_TASKS = ["stop ended jobs", "reconcile jobs", "relay events", "prune"] as const;
export type MaintenanceTask = (typeof MAINTENANCE_TASKS)[number];

/** What a worker counts of its own work. */
export interface WorkerMetrics {
  /** A job has been taken. */
  start(job: TakenJob): void;
  /** Its program has ended. */
  observeVerdict(job: TakenJob, verdict: RunVerdict): void;
  endAttempt(end: AttemptEnd): void;
  /** The outcome of a job has been recorded. */
  endJob(job: TakenJob, outcome: Outcome): void;
  /** A job has been failed that could not be run. */
  failJob(): void;
  countReconciled(count: number): void;
  countPruned(pruned: Pruned): void;
  countFailure(task: MaintenanceTask): void;
}

export function createWorkerMetrics(metrics: Metrics): WorkerMetrics {
  const waits = metrics.histogram({
    name: "workspace_job_wait_seconds",
    help: "From the submission of a job until a worker took it for the first time",
    labels: ["language"],
    buckets: WAIT_BUCKETS,
  });
  const turnarounds = metrics.histogram({
    name: "workspace_job_turnaround_seconds",
    help: "From the submission of a job until its outcome was recorded",
    labels: ["language"],
    buckets: WAIT_BUCKETS,
  });
  const programs = metrics.histogram({
    name: "workspace_job_program_duration_seconds",
    help: "Of programs themselves, without start-up and compiling",
    labels: ["language"],
    buckets: PROGRAM_BUCKETS,
  });
  const ended = metrics.counter({
    name: "workspace_jobs_ended_total",
    help: "Jobs whose outcome a worker recorded: COMPLETED, or the code of the error; the language of those that could not be run is unknown",
    labels: ["language", "outcome"],
    from0: [
      { language: "unknown", outcome: "SANDBOX_ERROR" },
      ...languageSchema.options.flatMap((language) =>
        ["COMPLETED", ...RUN_ERRORS].map((outcome) => ({ language, outcome })),
      ),
    ],
  });
  const attempts = metrics.counter({
    name: "workspace_job_attempts_total",
    help: "Tries of jobs by their end: recorded, superseded by a cancellation or a later one, released by a worker that stops, or a fault of ours",
    labels: ["end"],
    from0: ATTEMPT_ENDS.map((end) => ({ end })),
  });
  const kills = metrics.counter({
    name: "workspace_sandbox_kills_total",
    help: "Programs that the sandbox ended, by the code of the limit, or CANCELLED",
    labels: ["limit"],
    from0: Array.from(KILLS, (limit) => ({ limit })),
  });
  const reconciled = metrics.counter({
    name: "workspace_jobs_reconciled_total",
    help: "Jobs that the queue did not know and that were enqueued again",
  });
  const pruned = metrics.counter({
    name: "workspace_pruned_rows_total",
    help: "Rows that were kept no longer, by kind",
    labels: ["kind"],
  });
  const failures = metrics.counter({
    name: "workspace_maintenance_failures_total",
    help: "Runs of a recurring task that failed, to be tried again",
    labels: ["task"],
    from0: MAINTENANCE_TASKS.map((task) => ({ task })),
  });

  return {
    start(job) {
      if (job.attempt !== 1 || job.startedAt === null) return;
      waits.observe({ language: languageOf(job) }, secondsBetween(job.createdAt, job.startedAt));
    },
    observeVerdict(job, { error, executionTimeMs }) {
      programs.observe({ language: languageOf(job) }, executionTimeMs / 1000);
      if (error !== null && KILLS.has(error.code)) kills.inc({ limit: error.code });
    },
    endAttempt: (end) => attempts.inc({ end }),
    endJob(job, { status, error }) {
      const language = languageOf(job);
      ended.inc({ language, outcome: error?.code ?? status });
      turnarounds.observe({ language }, secondsBetween(job.createdAt, new Date()));
    },
    failJob: () => ended.inc({ language: "unknown", outcome: "SANDBOX_ERROR" }),
    countReconciled: (count) => reconciled.inc(count),
    countPruned(counts) {
      for (const [kind, count] of Object.entries(counts)) pruned.inc({ kind }, count as number);
    },
    countFailure: (task) => failures.inc({ task }),
  };
}

/** A row can hold anything; what it names must not become a label. */
function languageOf({ payload }: TakenJob): Language | "unknown" {
  const { language } = (payload ?? {}) as { language?: unknown };
  return languageSchema.safeParse(language).data ?? "unknown";
}

/** The clocks of two machines may disagree. */
const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, to.getTime() - from.getTime()) / 1000;
