import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { describe, expect, test } from "vitest";
import { type ActivityEntry, mergeEntries, toActivity, toLiveActivity } from "./activity-entry.js";

const AT = "2026-01-31T12:00:00.000Z";
const nameOf = (userId: string | null): string => (userId === "u2" ? "Grace" : "Ada");

function tell(change: Pick<DomainEvent, "type" | "payload">, actorId: string | null = "u1") {
  const event = { projectId: "p", seq: 1, actorId, requestId: null, at: AT, ...change };
  // Isolates keep a text that runs the other way in its place; here they would only be in the way.
  return toActivity(event as DomainEvent, nameOf)?.text.replaceAll(/[\u2068\u2069]/g, "");
}

const changed = (changes: object) =>
  tell({ type: "project.updated", payload: { changes, version: 2 } } as never);

describe("the log in words", () => {
  test.each([
    [{ name: "New" }, "renamed the project to New"],
    [{ description: "d" }, "changed the description"],
    [{ content: { other: 1 } }, "changed the shared content"],
    [{ content: { notes: { a: null } } }, "removed a note"],
    [{ content: { notes: { a: { x: 1, y: 1, text: "", color: "blue" } } } }, "added a note"],
    [{ content: { notes: { a: { x: 1, y: 1 } } } }, "moved a note"],
    [{ content: { notes: { a: { text: "hi  there" } } } }, "wrote hi there"],
    [{ content: { notes: { a: { text: " " } } } }, "emptied a note"],
    [{ content: { notes: { a: { color: "blue" } } } }, "coloured a note"],
    [{ content: { notes: { a: 1 } } }, "changed a note"],
    [{ content: { notes: { a: {}, b: {} } } }, "changed 2 notes"],
    [{ content: { notes: null } }, "changed the shared content"],
  ])("tells the change %j", (changes, words) => {
    expect(changed(changes)).toBe(words);
  });

  test("tells of members and runs, and not of steps on the way", () => {
    const job = { jobId: "j", jobType: "CODE_EXECUTION", submittedBy: "u2", executionTime: null };
    const run = (status: string, error: object | null = null) =>
      tell({ type: "job.updated", payload: { ...job, status, error } } as never);
    expect(
      tell({
        type: "member.added",
        payload: { userId: "u2", name: "Grace", role: "VIEWER" },
      } as never),
    ).toBe("added Grace as a viewer");
    expect(tell({ type: "member.removed", payload: { userId: "u2" } } as never)).toBe(
      "removed Grace",
    );
    expect(run("PENDING")).toBe("started a program");
    expect(run("PROCESSING")).toBeUndefined();
    expect(run("FAILED", { code: "TIME_LIMIT", message: "m" })).toBe("ran a program: out of time");
  });

  test("cuts long texts, and never a character in two", () => {
    expect(changed({ name: `${"a".repeat(59)}😀😀` })).toBe(
      `renamed the project to ${"a".repeat(59)}…`,
    );
  });
});

test("a room's event is told as its entry in the log will be", () => {
  const context = { nameOf, ownerId: "u1", nowIso: AT, isMember: false };
  const data = { projectId: "p", userId: "u2", role: "VIEWER" as const, seq: 7, requestId: null };
  const live = toLiveActivity({ event: "member:changed", data }, context);
  expect(live).toMatchObject({
    seq: 7,
    actorId: "u1",
    text: "added \u2068Grace\u2069 as a viewer",
  });
  const again = toLiveActivity({ event: "member:changed", data }, { ...context, isMember: true });
  expect(again?.text).toBe("made \u2068Grace\u2069 a viewer");
});

describe("what one person does in a row", () => {
  const entry = (seq: number, changes: Partial<ActivityEntry> = {}): ActivityEntry => ({
    seq,
    actorId: "u1",
    at: AT,
    text: "moved a note",
    jobId: null,
    count: 1,
    ...changes,
  });

  test("is told once, newest first, with how often", () => {
    const merged = mergeEntries([entry(1), entry(2), entry(3, { actorId: "u2" }), entry(4)]);
    expect(merged.map(({ seq, count }) => [seq, count])).toEqual([
      [4, 1],
      [3, 1],
      [2, 2],
    ]);
  });

  test("is one thing when it is writing, and stands with the last words", () => {
    const merged = mergeEntries([entry(1, { text: "wrote a" }), entry(2, { text: "wrote ab" })]);
    expect(merged.map(({ text }) => text)).toEqual(["wrote ab"]);
  });

  test("is told anew after a while", () => {
    const later = "2026-01-31T12:30:00.000Z";
    expect(mergeEntries([entry(1), entry(2, { at: later })])).toHaveLength(2);
  });

  test("of a run leaves its outcome alone", () => {
    const merged = mergeEntries([
      entry(1, { jobId: "j", text: "started a program" }),
      entry(2),
      entry(3, { jobId: "j", text: "ran a program: finished" }),
    ]);
    expect(merged.map(({ seq }) => seq)).toEqual([3, 2]);
  });
});
