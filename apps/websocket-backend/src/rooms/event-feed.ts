import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { Logger } from "@workspace/common/logger";

const READ_BATCH = 200;
const RETRY_MS = 500;

/**
 * Turns what Redis delivers (unordered, repeated, with losses) into the project's log as it was written:
 * every entry once, in order. What is missing is read from the log, and told where the log has it no longer.
 */
export interface EventFeed {
  /** Number of the last entry that was delivered. */
  deliveredSeq(): number;
  /** Takes an entry from the bus. */
  receive(event: DomainEvent): void;
  /**
   * Resolves once everything up to `seq` that the log has was delivered. Rejects when the log cannot be
   * read now; it is read again shortly all the same.
   */
  catchUp(seq: number): Promise<void>;
  close(): void;
}

const isDeletion = ({ type }: DomainEvent): boolean => type === "project.deleted";

interface EventFeedDeps {
  /** The entry that has already been had when the feed begins. */
  fromSeq: number;
  read: (after: number, limit: number) => Promise<DomainEvent[]>;
  deliver: (event: DomainEvent) => void;
  /** Called where entries are passed over that the log has no longer, before the next one is delivered. */
  onSkipped: () => void;
  logger: Logger;
}

export function createEventFeed({
  fromSeq,
  read,
  deliver,
  onSkipped,
  logger,
}: EventFeedDeps): EventFeed {
  let delivered = fromSeq;
  let target = fromSeq;
  let filling: Promise<void> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function advance(event: DomainEvent): void {
    delivered = event.seq;
    deliver(event);
  }

  /** Whether an entry is the next to deliver. Entries that arrived live during a read no longer are. */
  function isNext(event: DomainEvent): boolean {
    // Nothing that came before a deletion matters after it, and its log may be gone already.
    return event.seq === delivered + 1 || (event.seq > delivered && isDeletion(event));
  }

  /** What retention has removed cannot be had any more: the log goes on with the first entry that it has. */
  function skipRemoved(events: readonly DomainEvent[]): void {
    const [first] = events;
    if (first === undefined || first.seq <= delivered + 1 || events.some(isDeletion)) return;
    delivered = first.seq - 1;
    onSkipped();
  }

  async function fillGap(): Promise<void> {
    try {
      while (delivered < target) {
        const before = delivered;
        const events = await read(before, READ_BATCH);
        if (!isClosed) skipRemoved(events);
        for (const event of events) {
          if (isClosed) return;
          if (isNext(event)) advance(event);
        }
        // A log without what is missing is that of a deleted project: its last entry is on its way.
        if (delivered === before) return;
      }
    } finally {
      // In the same step in which the loop ends: who comes next must start a reading of its own.
      filling = null;
    }
  }

  function fill(): Promise<void> {
    if (delivered >= target) return Promise.resolve();
    return (filling ??= fillGap());
  }

  async function fillWithRetry(): Promise<void> {
    try {
      await fill();
    } catch (error) {
      clearTimeout(retry);
      if (!isClosed) retry = setTimeout(() => void fillWithRetry().catch(warn), RETRY_MS);
      throw error;
    }
  }

  function warn(error: unknown): void {
    logger.warn({ err: error }, "could not read missing events");
  }

  return {
    deliveredSeq: () => delivered,
    receive(event) {
      if (isClosed || event.seq <= delivered) return;
      if (isNext(event)) {
        advance(event);
        return;
      }
      target = Math.max(target, event.seq);
      fillWithRetry().catch(warn);
    },
    async catchUp(seq) {
      target = Math.max(target, seq);
      await fillWithRetry();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
    },
  };
}
