import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { Logger } from "@workspace/common/logger";

const READ_BATCH = 200;
const RETRY_MS = 500;

/**
 * Turns what Redis delivers (unordered, repeated, with losses) into the project's log as it was written:
 * every entry once, in order. What is missing is read from the log.
 */
export interface EventFeed {
  /** Number of the last entry that was delivered. */
  deliveredSeq(): number;
  /** Takes an entry from the bus. */
  receive(event: DomainEvent): void;
  /** Resolves once everything up to `seq` has been delivered. */
  catchUp(seq: number): Promise<void>;
  close(): void;
}

interface EventFeedDeps {
  /** The entry that has already been had when the feed begins. */
  fromSeq: number;
  read: (after: number, limit: number) => Promise<DomainEvent[]>;
  deliver: (event: DomainEvent) => void;
  logger: Logger;
}

export function createEventFeed({ fromSeq, read, deliver, logger }: EventFeedDeps): EventFeed {
  let delivered = fromSeq;
  let target = fromSeq;
  let filling: Promise<void> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function advance(event: DomainEvent): void {
    delivered = event.seq;
    deliver(event);
  }

  async function fillGap(): Promise<void> {
    while (delivered < target) {
      const events = await read(delivered, READ_BATCH);
      if (events.length === 0 || isClosed) return;
      // Entries that arrived live during the read are behind us by now.
      for (const event of events) if (event.seq === delivered + 1) advance(event);
    }
  }

  function fill(): Promise<void> {
    filling ??= fillGap().finally(() => {
      filling = null;
    });
    return filling;
  }

  function fillWithRetry(): void {
    fill().catch((error: unknown) => {
      logger.warn({ err: error }, "could not read missing events");
      clearTimeout(retry);
      if (!isClosed) retry = setTimeout(fillWithRetry, RETRY_MS);
    });
  }

  return {
    deliveredSeq: () => delivered,
    receive(event) {
      if (isClosed || event.seq <= delivered) return;
      // Nothing that came before a deletion matters after it, and its log may be gone already.
      if (event.seq === delivered + 1 || event.type === "project.deleted") {
        advance(event);
        return;
      }
      target = Math.max(target, event.seq);
      fillWithRetry();
    },
    async catchUp(seq) {
      target = Math.max(target, seq);
      if (delivered < target) await fill();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
    },
  };
}
