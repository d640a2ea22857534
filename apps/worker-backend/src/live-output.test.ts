import type { OutputPiece } from "@workspace/common/contracts/jobs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLiveOutput } from "./live-output.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FLUSH_MS = 50;
const FLUSH_BYTES = 4096;
const RETRY_MS = 500;
const MAX_ROW_PIECES = 5000;

type Message = [firstSeq: number, pieces: OutputPiece[]];

/** Live output with both its ends in the test's hands. */
function openOutput() {
  const kept = new Map<number, OutputPiece>();
  const stored: Message[] = [];
  const published: Message[] = [];
  const link = { canStore: true, canPublish: true };
  /** While it is there, messages are under way until it settles. */
  let gate: { opened: Promise<void>; open: () => void } | null = null;
  const output = createLiveOutput({
    async store(firstSeq, pieces) {
      stored.push([firstSeq, structuredClone([...pieces])]);
      await gate?.opened;
      if (!link.canStore) throw new Error("Redis is away");
      for (const [index, piece] of pieces.entries()) kept.set(firstSeq + index, piece);
      return kept.size;
    },
    async publish(firstSeq, pieces) {
      await gate?.opened;
      if (!link.canPublish) throw new Error("Redis is away");
      published.push([firstSeq, structuredClone([...pieces])]);
    },
  });
  return {
    ...output,
    kept,
    stored,
    published,
    link,
    print: (data: string) => output.push({ stream: "stdout", data }),
    complain: (data: string) => output.push({ stream: "stderr", data }),
    hold() {
      let open: () => void = () => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      gate = { opened, open };
    },
    release() {
      gate?.open();
      gate = null;
    },
    /** Every piece that was published, by its number. */
    heard: () =>
      published.flatMap(([firstSeq, pieces]) =>
        pieces.map((piece, index) => [firstSeq + index, ...piece] as const),
      ),
  };
}

describe("what a program prints is sent", () => {
  test("after 50 ms, what belongs together joined", async () => {
    const output = openOutput();
    for (const data of ["a", "b"]) output.print(data);
    output.complain("!");
    output.print("c");
    await vi.advanceTimersByTimeAsync(FLUSH_MS - 1);
    expect(output.published).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    const pieces = [
      ["stdout", "ab"],
      ["stderr", "!"],
      ["stdout", "c"],
    ];
    expect(output.published).toEqual([[1, pieces]]);
    expect(output.stored).toEqual([[1, pieces]]);
    output.print("d");
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    expect(output.published[1]).toEqual([4, [["stdout", "d"]]]);
  });

  test("at once when it is 4 KB, counted in bytes", async () => {
    const output = openOutput();
    output.print("ü".repeat(FLUSH_BYTES / 2 - 1));
    output.complain("x");
    expect(output.stored).toEqual([]);
    output.complain("x");
    await vi.advanceTimersByTimeAsync(0);
    expect(output.published).toHaveLength(1);
  });

  test("to who comes later before it is told", async () => {
    const output = openOutput();
    output.hold();
    output.print("x".repeat(FLUSH_BYTES));
    expect(output.stored).toHaveLength(1);
    expect(output.published).toEqual([]);
    output.release();
    await output.end().sent;
  });

  test("one message at a time, however slow: what comes meanwhile is joined", async () => {
    const output = openOutput();
    output.hold();
    output.print("x".repeat(FLUSH_BYTES));
    for (let n = 0; n < 10; n += 1) output.print("y".repeat(FLUSH_BYTES / 2));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(output.stored).toHaveLength(1);
    output.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(output.published).toEqual([
      [1, [["stdout", "x".repeat(FLUSH_BYTES)]]],
      [2, [["stdout", "y".repeat(FLUSH_BYTES * 5)]]],
    ]);
  });

  test("in messages of bounded size, with numbers that have no gap", async () => {
    const output = openOutput();
    for (let n = 0; n < 100; n += 1) {
      output.print(`${n}`);
      output.complain("!");
    }
    output.print("😀".repeat(100_000));
    const { pieces, sent } = output.end();
    await sent;
    expect(output.heard().map(([seq]) => seq)).toEqual(pieces.map((_, index) => index + 1));
    expect(output.heard().map(([, ...piece]) => piece)).toEqual(pieces);
    for (const [, message] of output.published) {
      expect(message.length).toBeLessThanOrEqual(32);
      expect(message.map(([, text]) => text).join("").length).toBeLessThanOrEqual(65_536);
      for (const [, text] of message) expect(text.isWellFormed()).toBe(true);
    }
    expect(pieces.map(([, text]) => text).join("")).toContain("😀".repeat(100_000));
  });
});

describe("at the end", () => {
  test("what is left is sent at once, and all of it is given back", async () => {
    const output = openOutput();
    output.print("a");
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    output.print("b");
    const { pieces, sent } = output.end();
    expect(pieces).toEqual([
      ["stdout", "a"],
      ["stdout", "b"],
    ]);
    await sent;
    expect(output.heard()).toEqual([
      [1, "stdout", "a"],
      [2, "stdout", "b"],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("it comes after a message that is still under way", async () => {
    const output = openOutput();
    output.hold();
    output.print("x".repeat(FLUSH_BYTES));
    output.print("y");
    const { sent } = output.end();
    output.release();
    await sent;
    expect(output.published.map(([firstSeq]) => firstSeq)).toEqual([1, 2]);
  });

  test("a program without output sends nothing", async () => {
    const output = openOutput();
    const { pieces, sent } = output.end();
    await sent;
    expect({ pieces, stored: output.stored }).toEqual({ pieces: [], stored: [] });
  });

  test("it is the same however often it is asked for", () => {
    const output = openOutput();
    output.print("a");
    expect(output.end()).toBe(output.end());
  });
});

describe("while Redis is away", () => {
  test("nothing is lost, and all is sent in order once it is back", async () => {
    const output = openOutput();
    Object.assign(output.link, { canStore: false, canPublish: false });
    output.print("a");
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    output.print("b");
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    Object.assign(output.link, { canStore: true, canPublish: true });
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(output.heard()).toEqual([
      [1, "stdout", "a"],
      [2, "stdout", "b"],
    ]);
    expect([...output.kept.keys()]).toEqual([1, 2]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("the end does not wait for it", async () => {
    const output = openOutput();
    Object.assign(output.link, { canStore: false, canPublish: false });
    output.print("a");
    const { pieces, sent } = output.end();
    await sent;
    expect(pieces).toEqual([["stdout", "a"]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("what could be told but not kept is kept later, and not told again", async () => {
    const output = openOutput();
    output.link.canStore = false;
    output.print("a");
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
    output.link.canStore = true;
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect([...output.kept.keys()]).toEqual([1]);
    expect(output.heard()).toHaveLength(1);
  });
});

test("a Redis that comes back empty is given all again, and the room is not", async () => {
  const output = openOutput();
  for (const data of ["a", "b", "c"]) {
    if (data === "c") output.kept.clear();
    output.print(data);
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
  }
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  expect([...output.kept.keys()].sort()).toEqual([1, 2, 3]);
  expect(output.heard().map(([seq]) => seq)).toEqual([1, 2, 3]);
});

test("a Redis that loses whatever it is given does not keep the job from ending", async () => {
  const output = openOutput();
  for (let n = 0; n < 100; n += 1) {
    output.kept.clear();
    output.print("x".repeat(FLUSH_BYTES));
    await vi.advanceTimersByTimeAsync(FLUSH_MS);
  }
  const { pieces, sent } = output.end();
  output.kept.clear();
  await sent;
  expect(pieces).toHaveLength(100);
  expect(output.heard()).toHaveLength(100);
});

test("a program that changes its stream with every byte cannot blow up its row, and no stream is reordered", async () => {
  const output = openOutput();
  const bytes = 200_000;
  for (let n = 0; n < bytes; n += 1) {
    (n % 2 === 0 ? output.print : output.complain)(String((n >> 1) % 10));
    if (n % 1000 === 0) await vi.advanceTimersByTimeAsync(0);
  }
  const { pieces, sent } = output.end();
  await sent;
  expect(pieces.length).toBeLessThan(MAX_ROW_PIECES);
  for (const stream of ["stdout", "stderr"]) {
    const texts = pieces.filter((piece) => piece[0] === stream).map(([, text]) => text);
    expect(texts.join("")).toBe("0123456789".repeat(bytes / 20));
  }
});
