import type { LiveRoom } from "@workspace/client/live-room";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { createStore, type Store } from "../../state/store.js";
import type { People } from "../members/people.js";
import { type ActivityEntry, toActivity, toLiveActivity } from "./activity-entry.js";

/** Entries of the log that are read at a time. */
const PAGE = 100;
/** Of the newest, so that a long day on the page does not grow for ever. */
const MAX_KEPT = 1000;

/** What is known of the log. */
interface ActivityState {
  /** Null while the first page is loaded. */
  readonly entries: readonly ActivityEntry[] | null;
  readonly hasEarlier: boolean;
  readonly isLoading: boolean;
  readonly failure: unknown;
}

/** The log of a project in words, which grows at its end by itself and at its beginning on request. */
export interface Activity {
  readonly state: Store<ActivityState>;
  /** The newest page. Asked for again it does nothing, unless it failed. */
  load(): Promise<void>;
  loadEarlier(): Promise<void>;
  close(): void;
}

interface ActivityDeps {
  room: Pick<LiveRoom, "on" | "seq" | "project">;
  people: Pick<People, "nameOf" | "members">;
  /** Oldest first, from after a number on. */
  readEvents: (query: { after: number; limit: number }) => Promise<readonly DomainEvent[]>;
}

export function createActivity({ room, people, readEvents }: ActivityDeps): Activity {
  const state = createStore<ActivityState>({
    entries: null,
    hasEarlier: false,
    isLoading: false,
    failure: null,
  });
  const change = (changes: Partial<ActivityState>): void =>
    state.update((current) => ({ ...current, ...changes }));
  /** Where the earliest page begins. */
  let begin = room.seq;

  /** Those that are there already are passed over. */
  function add(found: readonly ActivityEntry[]): void {
    const known = new Set(state.get().entries?.map(({ seq }) => seq));
    const entries = [
      ...(state.get().entries ?? []),
      ...found.filter(({ seq }) => !known.has(seq)),
    ].toSorted((a, b) => b.seq - a.seq);
    change({ entries: entries.slice(0, MAX_KEPT) });
  }

  async function read(after: number): Promise<void> {
    change({ isLoading: true, failure: null });
    try {
      const events = await readEvents({ after, limit: PAGE });
      begin = after;
      add(events.flatMap((event) => toActivity(event, people.nameOf) ?? []));
      // What is before the first entry is not kept any longer.
      const isCut = events[0] !== undefined && events[0].seq > after + 1;
      change({ isLoading: false, hasEarlier: after > 0 && !isCut });
    } catch (failure) {
      change({ isLoading: false, failure });
    }
  }

  const unsubscribes = [
    room.on("event", (event) => {
      const { data } = event;
      const entry = toLiveActivity(event, {
        nameOf: people.nameOf,
        ownerId: room.project.ownerId,
        nowIso: new Date().toISOString(),
        isMember:
          "userId" in data &&
          people.members.get()?.some(({ userId }) => userId === data.userId) === true,
      });
      if (entry !== null && state.get().entries !== null) add([entry]);
    }),
    room.on("resync", () => {
      change({ entries: null });
      begin = room.seq;
      void read(Math.max(0, begin - PAGE));
    }),
  ];

  return {
    state,
    async load() {
      const { entries, isLoading } = state.get();
      if (entries !== null || isLoading) return;
      begin = room.seq;
      await read(Math.max(0, begin - PAGE));
    },
    async loadEarlier() {
      if (!state.get().isLoading) await read(Math.max(0, begin - PAGE));
    },
    close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}
