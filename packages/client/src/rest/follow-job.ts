import type { JobBody, JobOutputBody, OutputChunk } from "@workspace/common/contracts/jobs";
import { WorkspaceError } from "../workspace-error.js";
import type { CallOptions } from "./http.js";
import { createOutputLog } from "./output-log.js";
import { sleep } from "./sleep.js";

/** After some output; it grows while there is none. */
const FIRST_PAUSE_MS = 20;
const PAUSE_GROWTH = 1.5;
const MAX_PAUSE_MS = 1000;

/** A piece of output, and in which try of the job it came: a job that is tried again prints anew. */
export interface RunOutput extends OutputChunk {
  attempt: number;
}

/**
 * A job on its way. Awaited, it gives the finished job: a program that fails is a result, and what rejects is that
 * it could not be submitted or not be followed. Iterated, it gives the output as it comes, from the first piece on
 * whenever one begins.
 */
export interface RunningJob extends Promise<JobBody>, AsyncIterable<RunOutput> {
  /** Once the job has been accepted. */
  readonly jobId: Promise<string>;
  /** Ends the program, unless it has ended. */
  cancel(): Promise<void>;
}

interface FollowDeps {
  get(jobId: string, options?: CallOptions): Promise<JobBody>;
  output(
    jobId: string,
    options?: { after?: number; attempt?: number } & CallOptions,
  ): Promise<JobOutputBody>;
  cancel(jobId: string): Promise<JobBody>;
  options?: CallOptions | undefined;
}

/** Asks for the output, again and again with growing pauses, until the job has ended. */
export function followJob(
  jobId: Promise<string>,
  { get, output, cancel, options }: FollowDeps,
): RunningJob {
  const log = createOutputLog<RunOutput>();

  async function follow(): Promise<JobBody> {
    const id = await jobId;
    let had = { after: 0, attempt: 0 };
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const { attempt, chunks, isComplete } = await output(id, { ...had, ...options });
      for (const chunk of chunks) log.add({ attempt, ...chunk });
      if (isComplete) return get(id, options);
      const after = chunks.at(-1)?.seq ?? (attempt === had.attempt ? had.after : 0);
      had = { after, attempt };
      pauseMs = chunks.length > 0 ? FIRST_PAUSE_MS : pauseMs;
      await sleep(pauseMs, options?.signal);
      pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * PAUSE_GROWTH);
    }
  }

  const finished = follow();
  finished.then(log.end, log.fail);
  // Whoever awaits or iterates is told of a failure; nobody has to do all of it.
  jobId.catch(() => {});
  return Object.assign(finished, {
    jobId,
    async cancel() {
      try {
        await cancel(await jobId);
      } catch (error) {
        if (!(error instanceof WorkspaceError) || error.code !== "JOB_FINISHED") throw error;
      }
    },
    [Symbol.asyncIterator]: log.read,
  });
}
