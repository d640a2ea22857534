import { projectTopic, workerTopic } from "@workspace/common/contracts/bus-topics";
import type { DomainEvent } from "@workspace/common/contracts/domain-events";
import type { EventBus } from "@workspace/common/event-bus";
import type { Logger } from "@workspace/common/logger";
import type { Database } from "./database.js";
import { lockUnpublishedEvents, markPublished } from "./project-log.js";

/** How long published entries wait to be marked together, in one statement. */
const MARK_DELAY_MS = 50;
/** Entries younger than this are still their writer's to publish. */
const RELAY_AGE_MS = 2000;
const RELAY_BATCH = 100;
/** Entries that are on their way to Redis at the same time. */
const PUBLISH_BATCH = 100;

/** Sends committed log entries to whoever listens. */
export interface EventPublisher {
  /** Publishes in order. Never rejects: what cannot be sent now is the relay's to send later. */
  publish(events: readonly DomainEvent[]): Promise<void>;
  /** Publishes what was committed but never sent. @returns how many entries were sent */
  relay(): Promise<number>;
  /** Log entries since the service started: published at once, and by the relay. */
  counts(): Readonly<PublishedCounts>;
  /** Marks what is still waiting to be marked. */
  close(): Promise<void>;
}

interface PublishedCounts {
  published: number;
  relayed: number;
}

interface EventPublisherDeps {
  database: Database;
  bus: EventBus;
  logger: Logger;
}

export function createEventPublisher({
  database,
  bus,
  logger,
}: EventPublisherDeps): EventPublisher {
  const counts: PublishedCounts = { published: 0, relayed: 0 };
  let sent: DomainEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let marking: Promise<void> = Promise.resolve();

  async function send(event: DomainEvent): Promise<void> {
    await bus.publish(projectTopic(event.projectId), { kind: "event", event });
    if (event.type === "job.updated" && event.payload.error?.code === "CANCELLED")
      await bus.publish(workerTopic, { kind: "job.cancelled", jobId: event.payload.jobId });
  }

  /** After those that are being marked already, so that closing waits for them too. */
  function markSent(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const events = sent;
    sent = [];
    marking = marking.then(() => mark(events));
    return marking;
  }

  async function mark(events: readonly DomainEvent[]): Promise<void> {
    try {
      await markPublished(database.prisma, events);
    } catch (error) {
      // They stay unmarked, so the relay sends them again; receivers drop what they have had.
      logger.warn({ err: error, count: events.length }, "could not mark events as published");
    }
  }

  return {
    async publish(events) {
      // Thousands where a project goes with its jobs: a connection keeps the order of what is sent without waiting.
      for (let start = 0; start < events.length; start += PUBLISH_BATCH) {
        const batch = events.slice(start, start + PUBLISH_BATCH);
        const outcomes = await Promise.allSettled(batch.map(send));
        const failedAt = outcomes.findIndex(({ status }) => status === "rejected");
        const delivered = failedAt === -1 ? batch : batch.slice(0, failedAt);
        sent.push(...delivered);
        counts.published += delivered.length;
        if (sent.length > 0) timer ??= setTimeout(() => void markSent(), MARK_DELAY_MS);
        if (failedAt === -1) continue;
        // What follows is the relay's too, also what has been sent: receivers drop what they have had.
        const { reason } = outcomes[failedAt] as PromiseRejectedResult;
        logger.debug({ err: reason, projectId: batch[failedAt]?.projectId }, "left to the relay");
        return;
      }
    },

    async relay() {
      if (!bus.isConnected()) return 0;
      const count = await database.prisma.$transaction(async (tx) => {
        const events = await lockUnpublishedEvents(tx, {
          olderThanMs: RELAY_AGE_MS,
          limit: RELAY_BATCH,
        });
        for (const event of events) await send(event);
        await markPublished(tx, events);
        return events.length;
      });
      counts.relayed += count;
      return count;
    },

    counts: () => counts,
    close: markSent,
  };
}
