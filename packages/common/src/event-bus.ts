import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type { Topic } from "./contracts/bus-topics.js";
import type { Logger } from "./logger.js";

type Handler<Message> = (message: Message) => void;

/** Typed publish and subscribe over Redis. Delivery is at most once: the log in PostgreSQL is the truth. */
export interface EventBus {
  /** Sends to every subscriber on every node. Rejects while Redis is away. */
  publish<Message>(topic: Topic<Message>, message: Message): Promise<void>;
  /** The same, but for the subscribers of this very bus: what it knows already is not even parsed. */
  publishToOthers<Message>(topic: Topic<Message>, message: Message): Promise<void>;
  /**
   * Resolves once Redis has confirmed the subscription; the returned function ends it. Messages that
   * do not fit the topic's schema are logged and dropped.
   */
  subscribe<Message>(
    topic: Topic<Message>,
    handler: Handler<Message>,
  ): Promise<() => Promise<void>>;
  /** Called after each reconnect: whatever was published meanwhile was missed. */
  onReconnect(listener: () => void): void;
  /** Whether subscriptions are being served right now. */
  isConnected(): boolean;
  /** Messages since the service started. */
  counts(): Readonly<BusCounts>;
}

interface BusCounts {
  sent: number;
  /** Could not be sent, as while Redis is away. */
  unsent: number;
  /** Of others, on a channel that is subscribed to. */
  received: number;
  /** Did not fit the topic's schema. */
  dropped: number;
}

interface EventBusDeps {
  publisher: Redis;
  subscriber: Redis;
  logger: Logger;
}

interface Subscription {
  handlers: Set<(text: string) => void>;
  /** Settles when Redis has confirmed it. */
  confirmed: Promise<unknown>;
}

export function createEventBus({ publisher, subscriber, logger }: EventBusDeps): EventBus {
  /** Stands before what is sent to others; JSON never begins like this. */
  const ownMark = `@${randomUUID()} `;
  const subscriptions = new Map<string, Subscription>();
  const counts: BusCounts = { sent: 0, unsent: 0, received: 0, dropped: 0 };
  const reconnectListeners: (() => void)[] = [];
  let hasConnectedBefore = subscriber.status === "ready";

  subscriber.on("message", (channel: string, text: string) => {
    for (const handle of subscriptions.get(channel)?.handlers ?? []) handle(text);
  });
  subscriber.on("ready", () => {
    if (hasConnectedBefore) void announceReconnect();
    hasConnectedBefore = true;
  });

  /** The answer to a ping comes after those to the subscriptions that are renewed before it. */
  async function announceReconnect(): Promise<void> {
    await subscriber.ping().catch(() => {});
    for (const listener of reconnectListeners) listener();
  }

  function receive<Message>(topic: Topic<Message>, handler: Handler<Message>, text: string): void {
    if (text.startsWith(ownMark)) return;
    counts.received += 1;
    try {
      const json = text.startsWith("@") ? text.slice(ownMark.length) : text;
      handler(topic.schema.parse(JSON.parse(json)));
    } catch (error) {
      counts.dropped += 1;
      logger.error({ err: error, channel: topic.channel }, "dropped a bus message");
    }
  }

  async function send(channel: string, text: string): Promise<void> {
    // ioredis would write it to a connection that is still being made, which may never come to be.
    try {
      if (publisher.status !== "ready") throw new Error("Redis is away");
      await publisher.publish(channel, text);
      counts.sent += 1;
    } catch (error) {
      counts.unsent += 1;
      throw error;
    }
  }

  return {
    publish: (topic, message) => send(topic.channel, JSON.stringify(message)),
    publishToOthers: (topic, message) => send(topic.channel, ownMark + JSON.stringify(message)),

    async subscribe(topic, handler) {
      const { channel } = topic;
      const handle = (text: string): void => receive(topic, handler, text);
      let subscription = subscriptions.get(channel);
      if (subscription === undefined) {
        subscription = { handlers: new Set(), confirmed: subscriber.subscribe(channel) };
        subscriptions.set(channel, subscription);
      }
      const { handlers, confirmed } = subscription;
      handlers.add(handle);

      const unsubscribe = async (): Promise<void> => {
        handlers.delete(handle);
        if (handlers.size > 0 || subscriptions.get(channel)?.handlers !== handlers) return;
        subscriptions.delete(channel);
        const ended = subscriber.unsubscribe(channel);
        // While Redis is away it waits, so that the channel is not subscribed again after a reconnect.
        if (subscriber.status === "ready") await ended;
        else ended.catch(() => {});
      };
      try {
        await confirmed;
      } catch (error) {
        await unsubscribe();
        throw error;
      }
      return unsubscribe;
    },

    onReconnect(listener) {
      reconnectListeners.push(listener);
    },

    isConnected: () => subscriber.status === "ready",
    counts: () => counts,
  };
}
