import { randomUUID } from "node:crypto";
import { eventually } from "@workspace/local-stack/eventually";
import { chooseRedisKind, type RedisKind } from "@workspace/local-stack/redis-server";
import { startRedis } from "@workspace/local-stack/start-redis";
import { afterAll, describe, expect, test } from "vitest";
import type { OutputPiece } from "./contracts/jobs.js";
import { createLogger } from "./logger.js";
import { createOutputBuffer } from "./output-buffer.js";
import { connectRedis } from "./redis.js";

const logger = createLogger({ service: "test", level: "silent" });
const PIECES: OutputPiece[] = [
  ["stdout", "a"],
  ["stderr", "b"],
  ["stdout", "a"],
];
const CHUNKS = [
  { seq: 1, stream: "stdout", chunk: "a" },
  { seq: 2, stream: "stderr", chunk: "b" },
  { seq: 3, stream: "stdout", chunk: "a" },
];

/** The embedded one always, and the server where this machine has one. */
const kinds = [...new Set<RedisKind>(["embedded", chooseRedisKind({ PATH: process.env["PATH"] })])];

describe.each(kinds)("on a Redis of the kind %s", async (kind) => {
  const server = await startRedis({ kind });
  const redis = connectRedis({ address: server, logger, purpose: "test" });
  await eventually(() => redis.status === "ready");
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  const buffer = createOutputBuffer(redis);
  const newAttempt = (number = 1) => ({ jobId: randomUUID(), number });

  test("pieces are read in order, equal ones too, after any of them", async () => {
    const attempt = newAttempt();
    expect(await buffer.append(attempt, 1, PIECES)).toBe(3);
    for (const after of [0, 1, 2, 3, 100])
      expect(await buffer.read(attempt, after)).toEqual(CHUNKS.slice(after));
    const many = Array.from({ length: 20 }, (_, n): OutputPiece => ["stdout", `line ${n}`]);
    expect(await buffer.append(attempt, 4, many)).toBe(23);
    expect((await buffer.read(attempt, 3)).map(({ chunk }) => chunk)).toEqual(
      many.map(([, text]) => text),
    );
  });

  test("a piece that is added again changes nothing", async () => {
    const attempt = newAttempt();
    await buffer.append(attempt, 1, PIECES.slice(0, 2));
    expect(await buffer.append(attempt, 1, PIECES)).toBe(3);
    expect(await buffer.read(attempt, 0)).toEqual(CHUNKS);
  });

  test("nothing is read past a piece that is missing", async () => {
    const attempt = newAttempt();
    await buffer.append(attempt, 4, PIECES);
    expect(await buffer.read(attempt, 0)).toEqual([]);
    expect(await buffer.read(attempt, 4)).toHaveLength(2);
    await buffer.append(attempt, 1, PIECES.slice(0, 2));
    expect(await buffer.read(attempt, 0)).toEqual(CHUNKS.slice(0, 2));
    await buffer.append(attempt, 1, PIECES);
    expect(await buffer.read(attempt, 0)).toHaveLength(6);
  });

  test("what any program may print survives", async () => {
    const attempt = newAttempt();
    const texts = ["\u001b[31mred\u001b[0m", "\uFFFD \u2028 😀", `"'\\`, "x".repeat(100_000)];
    await buffer.append(
      attempt,
      1,
      texts.map((text): OutputPiece => ["stdout", text]),
    );
    expect((await buffer.read(attempt, 0)).map(({ chunk }) => chunk)).toEqual(texts);
  });

  test("attempts are apart, and one that is removed leaves nothing", async () => {
    const [first, second] = [newAttempt(), newAttempt()];
    const next = { ...first, number: 2 };
    for (const attempt of [first, second, next]) await buffer.append(attempt, 1, PIECES);
    await buffer.remove(first);
    expect(await buffer.read(first, 0)).toEqual([]);
    expect(await buffer.read(second, 0)).toEqual(CHUNKS);
    expect(await buffer.read(next, 0)).toEqual(CHUNKS);
  });

  test("what nobody adds to lapses, but not while a program may still run", async () => {
    const attempt = newAttempt();
    await buffer.append(attempt, 1, PIECES);
    const [key = ""] = await redis.keys(`*${attempt.jobId}*`);
    const ttlMs = await redis.pttl(key);
    expect(ttlMs).toBeGreaterThan(600_000);
    expect(ttlMs).toBeLessThanOrEqual(900_000);
    await redis.pexpire(key, 5000);
    await buffer.append(attempt, 4, PIECES);
    expect(await redis.pttl(key)).toBeGreaterThan(600_000);
  });
});

test("without Redis every call fails at once", async () => {
  const server = await startRedis();
  const redis = connectRedis({ address: server, logger, purpose: "test" });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  await eventually(() => redis.status === "ready");
  await server.kill();
  await eventually(() => redis.status !== "ready");
  const buffer = createOutputBuffer(redis);
  const attempt = { jobId: randomUUID(), number: 1 };
  await expect(buffer.append(attempt, 1, PIECES)).rejects.toThrow();
  await expect(buffer.read(attempt, 0)).rejects.toThrow();
  await expect(buffer.remove(attempt)).rejects.toThrow();
});
