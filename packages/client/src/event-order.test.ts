import type { RoomEvent } from "@workspace/common/contracts/socket-events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catchUpEvents, type EventOrder, receiveEvent } from "./event-order.js";

const projectId = "p";
const changed = (seq: number): RoomEvent => ({
  event: "project:changed",
  data: {
    projectId,
    changes: { name: `N${seq}` },
    version: seq,
    seq,
    requestId: null,
    userId: null,
  },
});
const deleted = (seq: number): RoomEvent => ({
  event: "project:deleted",
  data: { projectId, userId: null, seq, requestId: null },
});
const seqsOf = (events: readonly RoomEvent[]) => events.map(({ data }) => data.seq);

/** Takes live events one after another. */
function receiveAll(order: EventOrder, events: readonly RoomEvent[]) {
  const taken: RoomEvent[] = [];
  let current = order;
  for (const event of events) {
    const step = receiveEvent(current, event);
    current = step.order;
    taken.push(...step.ready);
  }
  return { order: current, taken: seqsOf(taken), held: seqsOf(current.held) };
}

const start: EventOrder = { seq: 3, held: [] };

describe("live events", () => {
  test("are taken as they come when each follows the one before", () => {
    expect(receiveAll(start, [changed(4), changed(5)])).toMatchObject({ taken: [4, 5], held: [] });
  });

  test("are dropped when they have been had", () => {
    const events = [changed(3), changed(4), changed(4), changed(1)];
    expect(receiveAll(start, events)).toMatchObject({ taken: [4], held: [] });
  });

  test("are held back beyond a gap, in order and once each", () => {
    const { order, taken, held } = receiveAll(start, [changed(7), changed(6), changed(7)]);
    expect({ seq: order.seq, taken, held }).toEqual({ seq: 3, taken: [], held: [6, 7] });
  });

  test("are taken with those that were held when they close the gap", () => {
    const events = [changed(6), changed(8), changed(5), changed(4)];
    expect(receiveAll(start, events)).toMatchObject({ taken: [4, 5, 6], held: [8] });
  });

  test("need nothing before a deletion", () => {
    const { order, taken } = receiveAll(start, [changed(6), deleted(9)]);
    expect({ taken, order }).toEqual({ taken: [9], order: { seq: 9, held: [] } });
  });

  test("in any order and repeated are taken once each, in order", () => {
    const order = fc.shuffledSubarray([4, 5, 6, 7, 8, 9], { minLength: 6 });
    const repeats = fc.array(fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(order, repeats, (seqs, again) => {
        const { taken, held } = receiveAll(start, [...seqs, ...again].map(changed));
        expect(taken).toEqual([4, 5, 6, 7, 8, 9]);
        expect(held).toEqual([]);
      }),
    );
  });
});

describe("the answer to a join", () => {
  test("fills the gap, and with it what was held has been had", () => {
    const { order } = receiveAll(start, [changed(6), changed(7)]);
    const missed = [4, 5, 6, 7, 8].map(changed);
    const step = catchUpEvents(order, { seq: 8, missed });
    expect(seqsOf(step.ready)).toEqual([4, 5, 6, 7, 8]);
    expect(step.order).toEqual({ seq: 8, held: [] });
  });

  test("repeats nothing that has been had meanwhile", () => {
    const { order } = receiveAll(start, [changed(4), changed(5)]);
    const step = catchUpEvents(order, { seq: 6, missed: [4, 5, 6].map(changed) });
    expect(seqsOf(step.ready)).toEqual([6]);
  });

  test("counts entries that no room hears of", () => {
    const step = catchUpEvents({ seq: 0, held: [] }, { seq: 4, missed: [2, 3].map(changed) });
    expect(seqsOf(step.ready)).toEqual([2, 3]);
    expect(receiveAll(step.order, [changed(5)])).toMatchObject({ taken: [5], held: [] });
  });
});
