import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCursors } from "./cursor-stream.js";

const DELAY_MS = 50;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createStream() {
  const names = new Map([
    ["me", "Me"],
    ["a", "Ada"],
  ]);
  const cursors = createCursors({
    ownUserId: () => "me",
    nameOf: (userId) => names.get(userId),
    delayMs: DELAY_MS,
  });
  const move = (userId: string, x: number) => cursors.receive([{ userId, x, y: 0, color: "#fff" }]);
  const moves: number[] = [];
  cursors.stream.onMove(({ x }) => moves.push(x));
  return { ...cursors, names, move, moves, drawn: () => cursors.stream.sample()[0]?.x };
}

test("one's own cursor is left out, and so is that of who is not there", () => {
  const { stream, names, move, moves } = createStream();
  for (const userId of ["me", "ghost", "a"]) move(userId, 1);
  expect(stream.latest()).toEqual([{ userId: "a", name: "Ada", x: 1, y: 0, color: "#fff" }]);
  expect(moves).toEqual([1]);
  names.delete("a");
  expect([stream.latest(), stream.sample()]).toEqual([[], []]);
});

test("a position that is told again is no move", () => {
  const { move, moves } = createStream();
  for (const x of [1, 1, 2, 2, 1]) move("a", x);
  expect(moves).toEqual([1, 2, 1]);
});

test("what is drawn follows a tick behind, without a jump, and ends at the last position", () => {
  const { move, drawn } = createStream();
  move("a", 0);
  vi.advanceTimersByTime(1000);
  move("a", 100);
  expect(drawn()).toBe(0);
  vi.advanceTimersByTime(25);
  expect(drawn()).toBe(50);
  move("a", 200);
  expect(drawn()).toBe(50);
  vi.advanceTimersByTime(25);
  expect(drawn()).toBe(100);
  vi.advanceTimersByTime(1000);
  expect(drawn()).toBe(200);
});

test("who is forgotten begins anew", () => {
  const { stream, forget, move } = createStream();
  move("a", 1);
  forget("a");
  expect(stream.latest()).toEqual([]);
  move("a", 9);
  expect(stream.sample().map(({ x }) => x)).toEqual([9]);
});
