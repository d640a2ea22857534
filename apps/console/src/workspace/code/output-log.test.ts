import { describe, expect, test } from "vitest";
import { createOutputLog } from "./output-log.js";

const piece = (seq: number, chunk = `${seq};`) => ({ seq, stream: "stdout" as const, chunk });
const textOf = ({ segments }: ReturnType<typeof createOutputLog>) =>
  segments.map(({ text }) => text).join("");

describe("pieces", () => {
  test("are taken once and in order, however often they come", () => {
    const log = createOutputLog();
    expect(log.take(1, [piece(1), piece(2)])).toBe(false);
    expect(log.take(1, [piece(1), piece(2), piece(3)])).toBe(false);
    expect(log.take(1, [piece(2)])).toBe(false);
    expect(textOf(log)).toBe("1;2;3;");
    expect(log.lastSeq).toBe(3);
  });

  test("after a gap are not taken, and it is said that some are missing", () => {
    const log = createOutputLog();
    log.take(1, [piece(1)]);
    expect(log.take(1, [piece(3)])).toBe(true);
    expect(log.take(1, [piece(2), piece(3)])).toBe(false);
    expect(textOf(log)).toBe("1;2;3;");
  });

  test("of a later attempt begin anew, those of an earlier one are passed over", () => {
    const log = createOutputLog();
    log.take(1, [piece(1, "old")]);
    const { generation } = log;
    log.take(2, [piece(1, "new")]);
    expect(log.take(1, [piece(2, "late")])).toBe(false);
    expect(textOf(log)).toBe("new");
    expect(log.generation).not.toBe(generation);
  });
});

test("of a long output the end is kept", () => {
  const log = createOutputLog();
  for (let seq = 1; seq <= 200; seq += 1) log.take(1, [piece(seq, `${seq}`.padEnd(4000, "."))]);
  expect(textOf(log).length).toBeLessThanOrEqual(400_000);
  expect(textOf(log)).toContain("200.");
  expect(textOf(log).startsWith("1.")).toBe(false);
  expect(log.isCut).toBe(true);
  expect(log.lastSeq).toBe(200);
});

test("of one piece that is too long itself, its end is kept", () => {
  const log = createOutputLog();
  log.take(1, [piece(1, `${"x".repeat(1_000_000)}end`)]);
  expect(textOf(log).length).toBeLessThanOrEqual(400_000);
  expect(textOf(log).endsWith("end")).toBe(true);
});
