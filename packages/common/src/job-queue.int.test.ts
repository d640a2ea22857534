import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { describe, expect, onTestFinished, test } from "vitest";
import { createJobProducer, createJobQueue, enqueueJob, enqueueJobs } from "./job-queue.js";
import { createLogger } from "./logger.js";
import { connectRedis } from "./redis.js";

const logger = createLogger({ service: "test", level: "silent" });
/** Longer than any test, so that no pause of a busy machine counts as a worker's death. */
const LOCK_MS = 60_000;
/** A second or two, and what a busy machine adds. */
const MAX_MS = 10_000;

const job = (jobId: string, priority = 1) => ({
  jobId,
  requestId: "request",
  priority,
  attempts: 3,
  backoffMs: 10,
});

async function openQueue() {
  const server = await startRedis();
  const redis = connectRedis({ address: server, logger, purpose: "test" });
  const producer = createJobProducer(redis, logger);
  onTestFinished(async () => {
    await producer.close();
    redis.disconnect();
    await server.stop();
  });
  await eventually(() => redis.status === "ready");
  const openConsumer = () => {
    const consumer = createJobQueue({ address: server, logger, lockMs: LOCK_MS, maxStalls: 1 });
    onTestFinished(() => consumer.close());
    return consumer;
  };
  return { server, redis, producer, openConsumer };
}

describe("enqueueing", () => {
  test("keeps a job that is in the queue as it is", async () => {
    const { producer } = await openQueue();
    await enqueueJob(producer, job("a"));
    await enqueueJob(producer, { ...job("a", 9), requestId: "later" });
    await enqueueJobs(producer, [job("a"), job("b")]);
    expect(await producer.getJobCounts()).toMatchObject({ waiting: 2 });
    expect((await producer.getJob("a"))?.data).toEqual({ jobId: "a", requestId: "request" });
  });

  test("serves low priorities first, and equal ones in turn", async () => {
    const { producer, openConsumer } = await openQueue();
    await enqueueJobs(producer, [job("a1"), job("a2", 2), job("a3", 3), job("b1"), job("b2", 2)]);
    const served: string[] = [];
    void openConsumer().queue.process(async ({ data }) => void served.push(data.jobId));
    await eventually(() => served.length === 5);
    expect(served).toEqual(["a1", "b1", "a2", "b2", "a3"]);
  });

  test("works after Redis has forgotten its scripts", async () => {
    const { redis, producer } = await openQueue();
    await enqueueJobs(producer, [job("a")]);
    await redis.script("FLUSH");
    await enqueueJobs(producer, [job("b"), job("c")]);
    expect(await producer.getJobCounts()).toMatchObject({ waiting: 3 });
  });

  test("fails at once while Redis is away and works again afterwards", async () => {
    const { server, redis, producer } = await openQueue();
    await server.kill();
    await eventually(() => redis.status !== "ready");
    // Refused by the client itself: nothing has been sent, nor was an answer waited for.
    await expect(enqueueJob(producer, job("a"))).rejects.toThrow("Stream isn't writeable");
    await server.restart();
    await eventually(() => redis.status === "ready");
    await enqueueJob(producer, job("a"));
    expect(await producer.getJobCounts()).toMatchObject({ waiting: 1 });
  });

  test("fails within about 2 s when Redis does not answer", async () => {
    const { redis, producer } = await openQueue();
    const stalled = enqueueStalled(redis);
    const startedAt = performance.now();
    await expect(enqueueJob(producer, job("a"))).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
    await stalled;
  });
});

/** Keeps Redis from answering this connection, for longer than the test lasts. */
async function enqueueStalled(redis: { blpop(key: string, seconds: number): Promise<unknown> }) {
  await redis.blpop("nothing", 60).catch(() => undefined);
}

describe("a consumer", () => {
  test("that starts before Redis takes jobs once Redis is there", async () => {
    const { server, redis, producer, openConsumer } = await openQueue();
    await server.kill();
    const served: string[] = [];
    void openConsumer().queue.process(async ({ data }) => void served.push(data.jobId));
    await server.restart();
    await eventually(() => redis.status === "ready");
    await enqueueJob(producer, job("a"));
    await eventually(() => served.length === 1);
  });

  test("closes while Redis is away", async () => {
    const { server, openConsumer } = await openQueue();
    await server.kill();
    const consumer = openConsumer();
    const ended = Promise.allSettled([consumer.queue.process(async () => {})]);
    const startedAt = performance.now();
    await consumer.close();
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
    await ended;
  });

  test("leaves no connection behind", async () => {
    const { redis, openConsumer } = await openQueue();
    const consumer = openConsumer();
    void consumer.queue.process(async () => {});
    const countConnections = async () => {
      const clients = (await redis.client("LIST")) as string;
      return clients.split("\n").filter((line) => line.includes(" name=jobs:")).length;
    };
    await eventually(async () => (await countConnections()) === 3);
    await consumer.close();
    await eventually(async () => (await countConnections()) === 0);
  });
});
