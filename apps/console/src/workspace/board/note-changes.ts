import type { LiveRoom } from "@workspace/client/live-room";
import { codeOf } from "../../ui/describe-failure.js";
import { createStore, type Store } from "../../state/store.js";
import type { NotePatch } from "./note.js";

/** Between two messages about the same note, however fast it is moved. */
const MIN_INTERVAL_MS = 80;

/** It was not sent, or perhaps not taken: what a patch says is the same when it is said again. */
const REPEATABLE: ReadonlySet<string> = new Set(["NOT_CONNECTED", "CONNECTION_LOST", "TIMED_OUT"]);

type PendingNotes = ReadonlyMap<string, NotePatch>;
type Room = Pick<LiveRoom, "update" | "on" | "status" | "seq">;

/** One's own changes of notes: to be seen at once, and sent as fast as the room takes them. */
export interface NoteChanges {
  /** What the room does not show yet. */
  readonly pending: Store<PendingNotes>;
  change(id: string, patch: NotePatch): void;
  close(): void;
}

/**
 * Shows each change before it is acknowledged, and takes it back where it is refused. Without a connection it
 * waits for the room to be live again.
 *
 * @param onRefused the change is gone, and why
 */
export function createNoteChanges(
  room: Room,
  onRefused: (error: unknown) => void,
  delay = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
): NoteChanges {
  const pending = createStore<PendingNotes>(new Map());
  const unsent = new Map<string, NotePatch>();
  const sending = new Set<string>();
  /** By note, the event that brings its newest change. */
  const acknowledged = new Map<string, number>();
  const closing = new AbortController();

  const put = (id: string, patch: NotePatch): void =>
    pending.update((notes) => new Map(notes).set(id, combine(notes.get(id), patch)));

  function drop(id: string): void {
    acknowledged.delete(id);
    pending.update((notes) => {
      const rest = new Map(notes);
      rest.delete(id);
      return rest;
    });
  }

  /** Lets go of what the room itself shows by now. */
  function settle(): void {
    for (const [id, seq] of acknowledged)
      if (seq <= room.seq && !sending.has(id) && !unsent.has(id)) drop(id);
  }

  async function send(id: string): Promise<void> {
    if (sending.has(id) || room.status !== "live") return;
    sending.add(id);
    for (let patch = take(id); patch !== undefined && !closing.signal.aborted; patch = take(id)) {
      try {
        const { seq } = await room.update({ content: { notes: { [id]: patch } } });
        acknowledged.set(id, seq);
      } catch (error) {
        if (REPEATABLE.has(codeOf(error) ?? "")) {
          const newer = unsent.get(id);
          unsent.set(id, newer === undefined ? patch : combine(patch, newer));
          break;
        }
        unsent.delete(id);
        drop(id);
        onRefused(error);
        break;
      }
      await delay(MIN_INTERVAL_MS);
    }
    sending.delete(id);
    settle();
  }

  function take(id: string): NotePatch | undefined {
    const patch = unsent.get(id);
    unsent.delete(id);
    return patch;
  }

  const subscriptions = [
    room.on("event", settle),
    room.on("resync", settle),
    room.on("status", () => {
      for (const id of unsent.keys()) void send(id);
    }),
  ];

  return {
    pending,
    change(id, patch) {
      put(id, patch);
      unsent.set(id, combine(unsent.get(id), patch));
      void send(id);
    },
    close() {
      closing.abort();
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
}

/** A change over an earlier one of the same note. */
const combine = (earlier: NotePatch | undefined, later: NotePatch): NotePatch =>
  later === null ? null : { ...earlier, ...later };
