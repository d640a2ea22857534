import type { LiveRoom } from "@workspace/client/live-room";
import type { JobBody, JobOutputBody } from "@workspace/common/contracts/jobs";
import { createStore, type Store } from "../../state/store.js";
import { createOutputLog, type OutputLog } from "./output-log.js";
import { isFinished } from "./run.js";

/** The last output of a program that was cancelled comes after its end, or never where its worker has died too. */
const LATE_OUTPUT_MS = 500;

/** What is known of the run that is being looked at. */
export interface WatchedRun {
  readonly jobId: string;
  /** With its program; null while it is being loaded. */
  readonly job: JobBody | null;
  readonly log: OutputLog;
  /** Whether there was output that is kept no longer. */
  readonly hasExpired: boolean;
  readonly failure: unknown;
}

/** Follows one run until it is closed. */
export interface Watch {
  readonly state: Store<WatchedRun>;
  /** Asks again after a failure. */
  retry(): void;
  close(): void;
}

interface WatchOptions {
  room: Pick<LiveRoom, "on">;
  jobId: string;
  readJob: (jobId: string) => Promise<JobBody>;
  readOutput: (jobId: string, query: { after: number; attempt: number }) => Promise<JobOutputBody>;
  pause?: (ms: number) => Promise<void>;
}

/** Reads what a run has printed so far, and takes what it prints from then on as it comes. */
export function watchRun({
  room,
  jobId,
  readJob,
  readOutput,
  pause = (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
}: WatchOptions): Watch {
  const log = createOutputLog();
  const state = createStore<WatchedRun>({
    jobId,
    job: null,
    log,
    hasExpired: false,
    failure: null,
  });
  const change = (changes: Partial<WatchedRun>): void =>
    state.update((current) => ({ ...current, ...changes }));
  const closing = new AbortController();
  let isReading = false;
  let isToReadAgain = false;

  /** One at a time: what is asked for meanwhile is asked for once more at its end. */
  async function catchUp(): Promise<void> {
    isToReadAgain = true;
    if (isReading) return;
    isReading = true;
    try {
      while (isToReadAgain && !closing.signal.aborted) {
        isToReadAgain = false;
        const { attempt, lastSeq: after } = log;
        const output = await readOutput(jobId, { after, attempt });
        log.take(output.attempt, output.chunks);
        const job = await readJob(jobId);
        change({ job, hasExpired: output.outputExpired === true, failure: null });
        if (!isFinished(job.status) || output.isComplete) continue;
        isToReadAgain = true;
        await pause(LATE_OUTPUT_MS);
      }
    } catch (failure) {
      isToReadAgain = false;
      change({ failure });
    } finally {
      isReading = false;
    }
  }

  const subscriptions = [
    room.on("jobOutput", ({ jobId: ofJob, attempt, seq, stream, chunk }) => {
      if (ofJob !== jobId) return;
      if (log.take(attempt, [{ seq, stream, chunk }])) void catchUp();
      else change({});
    }),
    room.on("jobUpdated", ({ jobId: ofJob }) => {
      if (ofJob === jobId) void catchUp();
    }),
    room.on("resync", () => void catchUp()),
    // Pieces that were printed without a connection are not in the log of the room.
    room.on("status", (status) => {
      if (status === "live") void catchUp();
    }),
  ];
  void catchUp();
  return {
    state,
    retry: () => void catchUp(),
    close() {
      closing.abort();
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}
