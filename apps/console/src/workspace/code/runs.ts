import type { LiveRoom } from "@workspace/client/live-room";
import type { JobSummary } from "@workspace/common/contracts/jobs";
import type { JobUpdated } from "@workspace/common/contracts/socket-events";
import { createStore, type Store } from "../../state/store.js";
import { applyJobUpdate, type Run, toRun } from "./run.js";

/** The jobs of a project, newest first, as of now. */
export interface Runs {
  /** Null while they have not been loaded. */
  readonly list: Store<readonly Run[] | null>;
  readonly failure: Store<unknown>;
  reload(): Promise<void>;
  /** One that has just been submitted here: its event may be long in coming, with Redis away. */
  add(run: Run): void;
  close(): void;
}

type Room = Pick<LiveRoom, "on">;

export function createRuns(room: Room, listJobs: () => Promise<readonly JobSummary[]>): Runs {
  const list = createStore<readonly Run[] | null>(null);
  const failure = createStore<unknown>(null);
  /** What happened while a listing is under way, and may be missing in it; only the newest listing counts. */
  let meanwhile: JobUpdated[] | null = null;
  const now = (): string => new Date().toISOString();

  async function reload(): Promise<void> {
    const heard: JobUpdated[] = [];
    meanwhile = heard;
    try {
      const listed = (await listJobs()).map(toRun);
      if (meanwhile !== heard) return;
      const times = new Map(list.get()?.map(({ id, executionTime }) => [id, executionTime]));
      let runs: readonly Run[] = listed.map((run) =>
        Object.assign({}, run, { executionTime: times.get(run.id) ?? null }),
      );
      for (const update of heard) runs = applyJobUpdate(runs, update, now());
      failure.set(null);
      list.set(runs);
    } catch (error) {
      if (meanwhile === heard) failure.set(error);
    } finally {
      if (meanwhile === heard) meanwhile = null;
    }
  }

  const subscriptions = [
    room.on("jobUpdated", (update) => {
      meanwhile?.push(update);
      const runs = list.get();
      if (runs !== null) list.set(applyJobUpdate(runs, update, now()));
    }),
    room.on("resync", () => void reload()),
  ];
  return {
    list,
    failure,
    reload,
    add: (run) =>
      list.update((runs) =>
        runs?.some(({ id }) => id === run.id) === true ? runs : [run, ...(runs ?? [])],
      ),
    close() {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}
