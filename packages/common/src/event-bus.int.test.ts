import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { Topic } from "./contracts/bus-topics.js";
import { createEventBus, type EventBus } from "./event-bus.js";
import { createLogger } from "./logger.js";
import { connectRedis, connectSubscriber } from "./redis.js";

const server = await startRedis();
afterAll(() => server.stop());

const logger = createLogger({ service: "test", level: "silent" });

/** A node of its own: a bus with its two connections. */
async function connectNode(redis = server): Promise<EventBus> {
  const publisher = connectRedis({ address: redis, logger, purpose: "test" });
  const subscriber = connectSubscriber({ address: redis, logger, purpose: "test:subscriber" });
  onTestFinished(() => {
    subscriber.disconnect();
    publisher.disconnect();
  });
  await eventually(() => publisher.status === "ready" && subscriber.status === "ready");
  return createEventBus({ publisher, subscriber, logger });
}

let topics = 0;
const newTopic = (): Topic<{ n: number }> => ({
  channel: `topic:${(topics += 1)}`,
  schema: z.object({ n: z.int() }),
});

async function countSubscribers(channel: string): Promise<number> {
  const redis = connectRedis({ address: server, logger, purpose: "test:count" });
  try {
    await eventually(() => redis.status === "ready");
    const [, count] = await redis.pubsub("NUMSUB", channel);
    return Number(count);
  } finally {
    redis.disconnect();
  }
}

test("a message reaches the subscribers on every node, in order", async () => {
  const [sender, receiver] = [await connectNode(), await connectNode()];
  const topic = newTopic();
  const received: number[] = [];
  const receivedBySender: number[] = [];
  await receiver.subscribe(topic, ({ n }) => received.push(n));
  await sender.subscribe(topic, ({ n }) => receivedBySender.push(n));
  const sent = Array.from({ length: 100 }, (_, n) => n);
  await Promise.all(sent.map((n) => sender.publish(topic, { n })));
  await eventually(() => received.length === 100 && receivedBySender.length === 100);
  expect(received).toEqual(sent);
  expect(receivedBySender).toEqual(sent);
});

test("what is published to others does not come back to the bus that sent it", async () => {
  const [sender, receiver] = [await connectNode(), await connectNode()];
  const topic = newTopic();
  const received: number[] = [];
  const receivedBySender: number[] = [];
  await receiver.subscribe(topic, ({ n }) => received.push(n));
  await sender.subscribe(topic, ({ n }) => receivedBySender.push(n));
  await sender.publishToOthers(topic, { n: 1 });
  await receiver.publishToOthers(topic, { n: 2 });
  await sender.publish(topic, { n: 3 });
  await eventually(() => received.length === 2 && receivedBySender.length === 2);
  expect(received).toEqual([1, 3]);
  expect(receivedBySender).toEqual([2, 3]);
});

test("a message reaches only the subscribers of its own topic", async () => {
  const node = await connectNode();
  const [topic, otherTopic] = [newTopic(), newTopic()];
  const received: string[] = [];
  await node.subscribe(topic, ({ n }) => received.push(`topic ${n}`));
  await node.subscribe(otherTopic, ({ n }) => received.push(`other ${n}`));
  await node.publish(otherTopic, { n: 1 });
  await node.publish(topic, { n: 2 });
  await eventually(() => received.length === 2);
  expect(received).toEqual(["other 1", "topic 2"]);
});

test("several subscribers of a topic share one subscription, and each ends its own", async () => {
  const node = await connectNode();
  const topic = newTopic();
  const received: string[] = [];
  const [endFirst, endSecond] = await Promise.all([
    node.subscribe(topic, ({ n }) => received.push(`first ${n}`)),
    node.subscribe(topic, ({ n }) => received.push(`second ${n}`)),
  ]);
  await node.publish(topic, { n: 1 });
  await eventually(() => received.length === 2);
  expect(received).toEqual(["first 1", "second 1"]);

  await endFirst();
  expect(await countSubscribers(topic.channel)).toBe(1);
  await node.publish(topic, { n: 2 });
  await eventually(() => received.length === 3);
  expect(received.at(-1)).toBe("second 2");

  await endSecond();
  expect(await countSubscribers(topic.channel)).toBe(0);
});

test("ending a subscription twice does not end another's", async () => {
  const node = await connectNode();
  const topic = newTopic();
  const received: number[] = [];
  const end = await node.subscribe(topic, () => {});
  await end();
  await node.subscribe(topic, ({ n }) => received.push(n));
  await end();
  await node.publish(topic, { n: 1 });
  await eventually(() => received.length === 1);
});

test("a topic can be subscribed anew while its last subscription is ending", async () => {
  const node = await connectNode();
  const topic = newTopic();
  const received: number[] = [];
  const end = await node.subscribe(topic, () => {});
  await Promise.all([end(), node.subscribe(topic, ({ n }) => received.push(n))]);
  await node.publish(topic, { n: 1 });
  await eventually(() => received.length === 1);
});

test("a message that does not fit is dropped, and the next one arrives", async () => {
  const node = await connectNode();
  const topic = newTopic();
  const received: unknown[] = [];
  await node.subscribe(topic, (message) => received.push(message));
  const redis = connectRedis({ address: server, logger, purpose: "test:raw" });
  onTestFinished(() => redis.disconnect());
  await eventually(() => redis.status === "ready");
  for (const text of ["", "not JSON", "null", "[]", '{"n":"1"}', '{"n":1.5}', "\ud800"])
    await redis.publish(topic.channel, text);
  await node.publish(topic, { n: 7 });
  await eventually(() => received.length > 0);
  expect(received).toEqual([{ n: 7 }]);
});

test("a subscriber that throws does not keep the message from the others", async () => {
  const node = await connectNode();
  const topic = newTopic();
  const received: number[] = [];
  await node.subscribe(topic, () => {
    throw new Error("no");
  });
  await node.subscribe(topic, ({ n }) => received.push(n));
  await node.publish(topic, { n: 1 });
  await eventually(() => received.length === 1);
});

test("after Redis was away, subscriptions are back and the node is told that it missed something", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const node = await connectNode(redis);
  const [topic, endedTopic] = [newTopic(), newTopic()];
  const received: number[] = [];
  let reconnects = 0;
  node.onReconnect(() => {
    reconnects += 1;
  });
  await node.subscribe(topic, ({ n }) => received.push(n));
  const end = await node.subscribe(endedTopic, ({ n }) => received.push(n));
  expect(node.isConnected()).toBe(true);

  await redis.kill();
  await eventually(() => !node.isConnected());
  await expect(node.publish(topic, { n: 1 })).rejects.toThrow();
  await end();
  expect(reconnects).toBe(0);

  await redis.restart();
  await eventually(() => reconnects > 0);
  expect(node.isConnected()).toBe(true);
  await eventually(async () => {
    await node.publish(topic, { n: 2 });
    return received.length > 0;
  });
  await node.publish(endedTopic, { n: 3 });
  expect(new Set(received)).toEqual(new Set([2]));
  expect(reconnects).toBe(1);
});

test("the first connection is no reconnect", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  await redis.kill();
  const subscriber = connectSubscriber({ address: redis, logger, purpose: "test:subscriber" });
  onTestFinished(() => subscriber.disconnect());
  const node = createEventBus({ publisher: subscriber, subscriber, logger });
  let reconnects = 0;
  node.onReconnect(() => {
    reconnects += 1;
  });
  await redis.restart();
  await eventually(() => node.isConnected());
  // A reconnect would be announced after the answer to a ping that was sent before this one.
  await subscriber.ping();
  expect(reconnects).toBe(0);
});
