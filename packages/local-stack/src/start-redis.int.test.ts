import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "./eventually.js";
import { isPortFree } from "./free-port.js";
import { askRedis } from "./redis-protocol.js";
import { chooseRedisKind, type RedisKind } from "./redis-server.js";
import { startRedis, type RedisFixture } from "./start-redis.js";

/** The embedded one always, and the server where this machine has one. */
const kinds = [...new Set<RedisKind>(["embedded", chooseRedisKind({ PATH: process.env["PATH"] })])];

async function start(kind: RedisKind): Promise<RedisFixture> {
  const redis = await startRedis({ kind });
  onTestFinished(() => redis.stop());
  return redis;
}

describe.each(kinds)("a Redis of the kind %s", (kind) => {
  test("answers to its password alone", async () => {
    const redis = await start(kind);
    expect(await askRedis(redis, "PING")).toBe("+PONG\r\n");
    await expect(askRedis({ port: redis.port, password: "wrong" }, "PING")).rejects.toThrow(
      "WRONGPASS",
    );
  });

  test("shares nothing with another one", async () => {
    const [one, other] = await Promise.all([start(kind), start(kind)]);
    await askRedis(one, "SET", "key", "value");
    expect(await askRedis(other, "GET", "key")).toBe("$-1\r\n");
  });

  test("hands an element to a client that waits for it, as Bull takes jobs", async () => {
    const redis = await start(kind);
    const waiting = askRedis(redis, "BRPOPLPUSH", "wait", "active", "0");
    await askRedis(redis, "LPUSH", "wait", "job");
    expect(await waiting).toBe("$3\r\njob\r\n");
    expect(await askRedis(redis, "LLEN", "active")).toBe(":1\r\n");
    expect(await askRedis(redis, "BRPOPLPUSH", "wait", "active", "0.01")).toMatch(/^(?:\$|\*)-1/);
  });

  test("keeps an element that only a client that has gone was waiting for", async () => {
    const redis = await start(kind);
    const socket = connect({ port: redis.port, host: redis.host });
    onTestFinished(() => void socket.destroy());
    const received = new Promise((resolve) => socket.once("data", resolve));
    socket.write(`AUTH ${redis.password}\r\nBRPOPLPUSH wait active 0\r\n`);
    await received;
    const countClients = async () =>
      (await askRedis(redis, "CLIENT", "LIST")).match(/ addr=/g)?.length;
    await eventually(async () => (await countClients()) === 2);
    socket.end();
    await eventually(async () => (await countClients()) === 1);
    await askRedis(redis, "LPUSH", "wait", "job");
    expect(await askRedis(redis, "LLEN", "wait")).toBe(":1\r\n");
  });

  test("runs Lua scripts", async () => {
    const redis = await start(kind);
    await askRedis(redis, "EVAL", "redis.call('SET', KEYS[1], ARGV[1])", "1", "key", "value");
    expect(await askRedis(redis, "GET", "key")).toBe("$5\r\nvalue\r\n");
  });

  test("keeps its data and its port over a stop and a restart", async () => {
    const redis = await start(kind);
    await askRedis(redis, "HSET", "hash", "field", "value");
    await askRedis(redis, "ZADD", "scores", "2.5", "member");
    await askRedis(redis, "SET", "short-lived", "value", "PX", "60000");
    await redis.restart();
    expect(await askRedis(redis, "HGET", "hash", "field")).toBe("$5\r\nvalue\r\n");
    expect(await askRedis(redis, "ZSCORE", "scores", "member")).toBe("$3\r\n2.5\r\n");
    expect(Number((await askRedis(redis, "PTTL", "short-lived")).slice(1))).toBeGreaterThan(0);
  });

  test("comes back empty when asked to", async () => {
    const redis = await start(kind);
    await askRedis(redis, "SET", "key", "value");
    await redis.restart({ isEmpty: true });
    expect(await askRedis(redis, "DBSIZE")).toBe(":0\r\n");
  });

  test("is gone after a kill, and comes back on the same port", async () => {
    const redis = await start(kind);
    await redis.kill();
    await eventually(() => isPortFree(redis.port));
    await redis.restart();
    expect(await askRedis(redis, "PING")).toBe("+PONG\r\n");
  });
});
