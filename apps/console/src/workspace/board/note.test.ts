import { describe, expect, test } from "vitest";
import {
  BOARD,
  findFreePlace,
  keepOnBoard,
  NOTE,
  type Note,
  type NotePatch,
  readNotes,
} from "./note.js";

const note = { x: 10, y: 20, text: "hello", color: "blue" };

describe("reading notes", () => {
  test("takes what is a note and leaves out what is none", () => {
    const content = {
      notes: { good: note, number: 1, list: [], noPlace: { text: "x" }, none: {} },
    };
    expect(readNotes(content)).toEqual([{ id: "good", ...note }]);
  });

  test.each([{}, { notes: 1 }, { notes: [] }, { notes: "x" }])("finds none in %j", (content) => {
    expect(readNotes(content)).toEqual([]);
  });

  test("makes the best of a note with strange parts", () => {
    const notes = { n: { x: 1e308, y: -3.4, text: 7, color: "url(evil)" } };
    expect(readNotes({ notes })).toEqual([
      { id: "n", x: BOARD.width - NOTE.width, y: 0, text: "", color: "yellow" },
    ]);
  });

  test("shows changes that are on their way: moved, added, removed", () => {
    const pending = new Map<string, NotePatch>([
      ["moved", { x: 300 }],
      ["added", { ...note, color: "pink", text: "new" }],
      ["removed", null],
    ]);
    expect(readNotes({ notes: { moved: note, removed: note } }, pending)).toEqual([
      { id: "moved", ...note, x: 300 },
      { id: "added", ...note, color: "pink", text: "new" },
    ]);
  });

  test("of a note that somebody else has removed, a change alone is no note", () => {
    expect(readNotes({ notes: {} }, new Map([["gone", { text: "late" }]]))).toEqual([]);
  });
});

test("a note is kept on the board whole, in whole units", () => {
  expect(keepOnBoard({ x: -5, y: 10.6 })).toEqual({ x: 0, y: 11 });
  expect(keepOnBoard({ x: 5000, y: 5000 })).toEqual({
    x: BOARD.width - NOTE.width,
    y: BOARD.height - NOTE.height,
  });
});

test("new notes hide no other until the board is full, and then still each other's edge", () => {
  const notes: Note[] = [];
  for (let count = 0; count < 40; count += 1) {
    const place = findFreePlace(notes);
    notes.push({ id: String(count), text: "", color: "gray", ...place });
  }
  const overlaps = notes.filter((one, index) =>
    notes
      .slice(0, index)
      .some(
        (other) =>
          Math.abs(one.x - other.x) < NOTE.width && Math.abs(one.y - other.y) < NOTE.height,
      ),
  );
  expect(notes.length - overlaps.length).toBeGreaterThanOrEqual(20);
  for (const { x, y } of notes) expect(keepOnBoard({ x, y })).toEqual({ x, y });
});
