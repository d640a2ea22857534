import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import { createLogger } from "@workspace/common/logger";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createEventFeed, type EventFeed } from "./event-feed.js";

const logger = createLogger({ service: "test", level: "silent" });

const entry = (seq: number, type: "project.created" | "project.deleted" = "project.created") =>
  ({ seq, type }) as DomainEvent;
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** A log in which entries become visible as they are written, and whose readings can fail. */
class Log {
  entries: DomainEvent[] = [];
  readings = 0;
  failures = 0;
  /** What each reading waits for before it answers. */
  pause: () => Promise<unknown> = () => Promise.resolve();

  read = async (after: number, limit: number): Promise<DomainEvent[]> => {
    this.readings += 1;
    await this.pause();
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("the log cannot be read");
    }
    return this.entries.filter(({ seq }) => seq > after).slice(0, limit);
  };
}

interface StartedFeed {
  feed: EventFeed;
  delivered: number[];
  /** What had been delivered each time when entries were passed over. */
  skippedAfter: number[];
}

function startFeed(log: Log, fromSeq = 0): StartedFeed {
  const delivered: number[] = [];
  const skippedAfter: number[] = [];
  const feed = createEventFeed({
    fromSeq,
    read: log.read,
    deliver: ({ seq }) => delivered.push(seq),
    onSkipped: () => skippedAfter.push(delivered.at(-1) ?? fromSeq),
    logger,
  });
  return { feed, delivered, skippedAfter };
}

test("whatever is lost, repeated and out of order, every entry is delivered once and in order", async () => {
  const length = 30;
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ live: fc.integer({ min: 1, max: length }) }) },
    { weight: 1, arbitrary: fc.record({ catchUp: fc.integer({ min: 0, max: length }) }) },
  );
  const scenario = fc.record({
    fromSeq: fc.integer({ min: 0, max: 5 }),
    steps: fc.array(step, { maxLength: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, fc.scheduler(), async ({ fromSeq, steps }, scheduler) => {
      const log = new Log();
      log.entries = upTo(fromSeq).map((seq) => entry(seq));
      log.pause = () => scheduler.schedule(Promise.resolve());
      const { feed, delivered } = startFeed(log, fromSeq);
      const write = (seq: number): void => {
        while (log.entries.length < seq) log.entries.push(entry(log.entries.length + 1));
      };

      const sequence = scheduler.scheduleSequence(
        steps.map((each) => async () => {
          // An entry is committed before anyone can hear of it.
          if ("live" in each) {
            write(each.live);
            feed.receive(entry(each.live));
          } else {
            const seq = Math.min(each.catchUp, log.entries.length);
            void feed
              .catchUp(seq)
              .then(() => expect(feed.deliveredSeq()).toBeGreaterThanOrEqual(seq));
          }
        }),
      );
      await scheduler.waitFor(sequence.task);
      const last = log.entries.length;
      await scheduler.waitFor(feed.catchUp(last));
      expect(delivered).toEqual(upTo(last, fromSeq + 1));
      expect(feed.deliveredSeq()).toBe(last);
      feed.close();
    }),
    { numRuns: 300 },
  );
});

test("what arrives in order is delivered in the same step, without the log", () => {
  const log = new Log();
  const { feed, delivered } = startFeed(log, 4);
  for (const seq of [5, 6, 6, 5, 3, 7]) feed.receive(entry(seq));
  expect(delivered).toEqual([5, 6, 7]);
  expect(log.readings).toBe(0);
});

test("a gap longer than one reading is filled", async () => {
  const log = new Log();
  log.entries = upTo(1001).map((seq) => entry(seq));
  const { feed, delivered } = startFeed(log);
  feed.receive(entry(1001));
  await feed.catchUp(1001);
  expect(delivered).toEqual(upTo(1001));
});

test("who asks in the moment in which a reading ends gets a reading of their own", async () => {
  const log = new Log();
  log.entries = upTo(3).map((seq) => entry(seq));
  const { feed, delivered } = startFeed(log);
  const first = feed.catchUp(3);
  let second: Promise<void> | undefined;
  for (let turn = 0; turn < 20; turn += 1) {
    if (delivered.length === 3 && second === undefined) {
      log.entries.push(entry(4));
      second = feed.catchUp(4);
    }
    await Promise.resolve();
  }
  await Promise.all([first, second]);
  expect(delivered).toEqual([1, 2, 3, 4]);
});

describe("when the log cannot be read", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("a gap is filled later, by itself", async () => {
    const log = new Log();
    log.entries = upTo(3).map((seq) => entry(seq));
    log.failures = 3;
    const { feed, delivered } = startFeed(log);
    feed.receive(entry(3));
    await vi.advanceTimersByTimeAsync(1400);
    expect(delivered).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(delivered).toEqual([1, 2, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("who waits to catch up is told, and it still happens", async () => {
    const log = new Log();
    log.entries = upTo(2).map((seq) => entry(seq));
    log.failures = 1;
    const { feed, delivered } = startFeed(log);
    await expect(feed.catchUp(2)).rejects.toThrow("the log cannot be read");
    await vi.advanceTimersByTimeAsync(600);
    expect(delivered).toEqual([1, 2]);
  });

  test("a closed feed does not try again", async () => {
    const log = new Log();
    log.failures = Infinity;
    const { feed } = startFeed(log);
    feed.receive(entry(9));
    await vi.advanceTimersByTimeAsync(600);
    feed.close();
    expect(vi.getTimerCount()).toBe(0);
    const { readings } = log;
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.readings).toBe(readings);
  });
});

describe("a deletion", () => {
  test("is delivered without waiting for what came before it", () => {
    const log = new Log();
    const { feed, delivered } = startFeed(log, 4);
    feed.receive(entry(9, "project.deleted"));
    expect(delivered).toEqual([9]);
    feed.receive(entry(9, "project.deleted"));
    feed.receive(entry(5));
    expect(delivered).toEqual([9]);
    expect(log.readings).toBe(0);
  });

  test("is found in what is left of the log", async () => {
    const log = new Log();
    log.entries = [entry(8), entry(9, "project.deleted")];
    const { feed, delivered, skippedAfter } = startFeed(log, 4);
    feed.receive(entry(8));
    await feed.catchUp(9);
    expect(delivered).toEqual([9]);
    expect(skippedAfter).toEqual([]);
  });

  test("that left no log ends the search", async () => {
    const log = new Log();
    const { feed, delivered } = startFeed(log, 4);
    feed.receive(entry(8));
    await feed.catchUp(8);
    expect(delivered).toEqual([]);
    expect(log.readings).toBeLessThan(3);
    feed.receive(entry(9, "project.deleted"));
    expect(delivered).toEqual([9]);
  });
});

describe("entries that the log has no longer", () => {
  test("are passed over once, which is told before the next one is delivered", async () => {
    const log = new Log();
    log.entries = upTo(10, 8).map((seq) => entry(seq));
    const { feed, delivered, skippedAfter } = startFeed(log, 4);
    feed.receive(entry(10));
    await feed.catchUp(10);
    expect(delivered).toEqual([8, 9, 10]);
    expect(skippedAfter).toEqual([4]);
    feed.receive(entry(11));
    expect(delivered).toEqual([8, 9, 10, 11]);
    expect(skippedAfter).toHaveLength(1);
  });

  test("are not missed by who gets them live while the log is read", async () => {
    const log = new Log();
    log.entries = [entry(8)];
    const { feed, delivered, skippedAfter } = startFeed(log, 4);
    log.pause = async () => upTo(7, 5).forEach((seq) => feed.receive(entry(seq)));
    await feed.catchUp(8);
    expect(delivered).toEqual([5, 6, 7, 8]);
    expect(skippedAfter).toEqual([]);
  });
});

test("a closed feed delivers nothing more, not even from a reading under way", async () => {
  const log = new Log();
  log.entries = upTo(3).map((seq) => entry(seq));
  const { feed, delivered } = startFeed(log);
  feed.receive(entry(3));
  feed.close();
  feed.receive(entry(1));
  await feed.catchUp(3);
  expect(delivered).toEqual([]);
});
