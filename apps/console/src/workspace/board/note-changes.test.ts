import type { RoomListeners } from "@workspace/client/live-room";
import { WorkspaceError } from "@workspace/client/workspace-error";
import type { ProjectChanges } from "@workspace/common/contracts/projects";
import { expect, test } from "vitest";
import { createNoteChanges } from "./note-changes.js";

/** A room that answers when the test says so. */
function openRoom() {
  const sent: unknown[] = [];
  const answers: { resolve(seq: number): void; reject(error: unknown): void }[] = [];
  const listeners = new Map<string, Set<(data: never) => void>>();
  const room = {
    status: "live" as "live" | "catchingUp",
    seq: 0,
    on<Name extends keyof RoomListeners>(
      name: Name,
      listener: (data: RoomListeners[Name]) => void,
    ) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    update({ content }: ProjectChanges) {
      sent.push((content as { notes: unknown }).notes);
      return new Promise<{ version: number; seq: number }>((resolve, reject) => {
        answers.push({ resolve: (seq) => resolve({ version: seq, seq }), reject });
      });
    },
  };
  const tell = (name: string): void => {
    for (const listener of listeners.get(name) ?? []) listener(undefined as never);
  };
  return {
    room,
    sent,
    async answer(with_: number | Error) {
      const next = answers.shift();
      if (typeof with_ === "number") next?.resolve(with_);
      else next?.reject(with_);
      // The answer, the pause after it, and the next message.
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    },
    hears(seq: number) {
      room.seq = seq;
      tell("event");
    },
    become(status: "live" | "catchingUp") {
      room.status = status;
      tell("status");
    },
  };
}

function open() {
  const opened = openRoom();
  const refusals: unknown[] = [];
  const changes = createNoteChanges(
    opened.room,
    (error) => refusals.push(error),
    () => Promise.resolve(),
  );
  return { ...opened, changes, refusals };
}

test("a change is seen at once, sent, and let go of when the room shows it", async () => {
  const { changes, sent, answer, hears } = open();
  changes.change("n", { x: 1 });
  expect(changes.pending.get().get("n")).toEqual({ x: 1 });
  expect(sent).toEqual([{ n: { x: 1 } }]);
  await answer(5);
  expect(changes.pending.get().has("n")).toBe(true);
  hears(5);
  expect(changes.pending.get().has("n")).toBe(false);
});

test("while one message is under way only the newest of a note is kept for the next", async () => {
  const { changes, sent, answer } = open();
  for (let x = 1; x <= 50; x += 1) changes.change("n", { x });
  changes.change("n", { text: "moved" });
  expect(sent).toEqual([{ n: { x: 1 } }]);
  await answer(1);
  expect(sent).toEqual([{ n: { x: 1 } }, { n: { x: 50, text: "moved" } }]);
});

test("notes do not wait for each other", () => {
  const { changes, sent } = open();
  changes.change("one", { x: 1 });
  changes.change("other", { x: 2 });
  expect(sent).toEqual([{ one: { x: 1 } }, { other: { x: 2 } }]);
});

test("a refused change is taken back, with what came after it, and the reason is told", async () => {
  const { changes, sent, answer, refusals } = open();
  const error = new WorkspaceError({ code: "FORBIDDEN", message: "no" });
  changes.change("n", { x: 1 });
  changes.change("n", { x: 2 });
  await answer(error);
  expect(changes.pending.get().size).toBe(0);
  expect(refusals).toEqual([error]);
  expect(sent).toHaveLength(1);
});

test.each(["NOT_CONNECTED", "CONNECTION_LOST", "TIMED_OUT"])(
  "after %s a change is kept, and sent with what came meanwhile when the room is live again",
  async (code) => {
    const { changes, sent, answer, become, refusals } = open();
    changes.change("n", { x: 1, text: "a" });
    become("catchingUp");
    await answer(new WorkspaceError({ code, message: "away" }));
    changes.change("n", { x: 2 });
    expect(changes.pending.get().get("n")).toEqual({ x: 2, text: "a" });
    expect(sent).toHaveLength(1);
    become("live");
    expect(sent[1]).toEqual({ n: { x: 2, text: "a" } });
    expect(refusals).toEqual([]);
  },
);

test("what is removed stays removed, whatever was to be sent of it", async () => {
  const { changes, sent, answer } = open();
  changes.change("n", { x: 1 });
  changes.change("n", { x: 2 });
  changes.change("n", null);
  await answer(1);
  expect(sent.at(-1)).toEqual({ n: null });
  expect(changes.pending.get().get("n")).toBeNull();
});

test("after it was closed nothing more is sent", async () => {
  const { changes, sent, answer } = open();
  changes.change("n", { x: 1 });
  changes.change("n", { x: 2 });
  changes.close();
  await answer(1);
  expect(sent).toHaveLength(1);
});
