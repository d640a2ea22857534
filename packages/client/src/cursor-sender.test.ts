import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCursorSender } from "./cursor-sender.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createSender() {
  const sent: number[] = [];
  const line = { isUp: true };
  const sender = createCursorSender({
    send: ({ x }) => void sent.push(x),
    canSend: () => line.isUp,
    intervalMs: 33,
  });
  return { sent, line, sender, move: (x: number) => sender.move({ x, y: 0 }) };
}

test("the first move leaves at once, and of the next ones only the last", () => {
  const { sent, move } = createSender();
  for (const x of [1, 2, 3]) move(x);
  expect(sent).toEqual([1]);
  vi.advanceTimersByTime(33);
  expect(sent).toEqual([1, 3]);
  vi.advanceTimersByTime(1000);
  move(4);
  expect(sent).toEqual([1, 3, 4]);
});

test("however many moves there are, one leaves per interval", () => {
  const { sent, move } = createSender();
  for (let x = 0; x < 1000; x += 1) {
    move(x);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(33);
  expect(sent.length).toBeLessThanOrEqual(1000 / 33 + 2);
  expect(sent.at(-1)).toBe(999);
});

test("while the line is down only the last position is kept, and sent when it is back", () => {
  const { sent, line, sender, move } = createSender();
  move(1);
  line.isUp = false;
  for (const x of [2, 3]) move(x);
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([1]);
  line.isUp = true;
  sender.resume();
  expect(sent).toEqual([1, 3]);
});

test("the last position is sent again to who may not know it", () => {
  const { sent, sender, move } = createSender();
  sender.resume();
  move(1);
  vi.advanceTimersByTime(100);
  sender.resume();
  expect(sent).toEqual([1, 1]);
});

test("nothing is sent after the end", () => {
  const { sent, sender, move } = createSender();
  for (const x of [1, 2]) move(x);
  sender.close();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1]);
});
