import type { Attempt } from "@workspace/database/job-attempts";

/**
 * Why a running job is stopped: `ended` when its row says that nobody waits for it any more (cancelled,
 * taken over, gone with its project), `shutdown` when another worker is to run it.
 */
export type StopReason = "ended" | "shutdown";

/** A job in the hands of this worker. */
export interface RunningJob {
  readonly jobId: string;
  /** Aborted, with the reason, when the job must not go on. */
  readonly signal: AbortSignal;
  /** Null until its row has been taken. */
  attempt: Attempt | null;
  stop(reason: StopReason): void;
}

/** What this worker is doing right now. */
export interface RunningJobs {
  /** Keeps a job in the list for as long as `work` takes. */
  run<Value>(jobId: string, work: (job: RunningJob) => Promise<Value>): Promise<Value>;
  /** The same job can be in it twice, after a stall. */
  list(): RunningJob[];
  stop(jobId: string, reason: StopReason): void;
  /** Resolves once nothing runs. */
  whenIdle(): Promise<void>;
}

export function createRunningJobs(): RunningJobs {
  const jobs = new Map<RunningJob, Promise<unknown>>();

  return {
    async run(jobId, work) {
      const controller = new AbortController();
      const job: RunningJob = {
        jobId,
        signal: controller.signal,
        attempt: null,
        stop: (reason) => controller.abort(reason),
      };
      const done = work(job);
      jobs.set(job, done);
      try {
        return await done;
      } finally {
        jobs.delete(job);
      }
    },

    list: () => [...jobs.keys()],

    stop(jobId, reason) {
      for (const job of jobs.keys()) if (job.jobId === jobId) job.stop(reason);
    },

    async whenIdle() {
      while (jobs.size > 0) await Promise.allSettled(jobs.values());
    },
  };
}
