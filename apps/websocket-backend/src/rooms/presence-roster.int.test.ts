import { createLogger } from "@workspace/common/logger";
import { connectRedis } from "@workspace/common/redis";
import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { createPresenceRoster, type PresenceRoster } from "./presence-roster.js";

const server = await startRedis();
const logger = createLogger({ service: "test", level: "silent" });
const redis = connectRedis({ address: server, logger, purpose: "test" });
await eventually(() => redis.status === "ready");
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
afterEach(async () => {
  vi.useRealTimers();
  await redis.flushall();
});

/** Three gateways, which know nothing yet of each other. */
function openRosters(): { own: PresenceRoster; alive: PresenceRoster; dead: PresenceRoster } {
  const open = (gatewayId: string): PresenceRoster => createPresenceRoster(redis, gatewayId);
  return { own: open("own"), alive: open("alive"), dead: open("dead") };
}

const entryOf = (gatewayId: string, userId = "ann") => ({ gatewayId, userId, name: "Ann" });

test("holds what is entered, by user and gateway, until it is removed", async () => {
  const { own, alive } = openRosters();
  await alive.renewGateway();
  await own.add("p1", entryOf("own"));
  await alive.add("p1", entryOf("alive"));
  expect(await own.read("p1")).toEqual([entryOf("own"), entryOf("alive")]);
  await alive.remove("p1", entryOf("own"));
  expect(await own.read("p1")).toEqual([entryOf("alive")]);
  expect(await own.read("p2")).toEqual([]);
});

test("leaves out gateways without a sign of life, and removes what they left after a while", async () => {
  const { own, dead } = openRosters();
  vi.useFakeTimers({ toFake: ["performance"] });
  await own.add("p3", entryOf("own"));
  await dead.add("p3", entryOf("dead"));
  await dead.add("p3", entryOf("dead", "bob"));
  expect(await own.read("p3")).toEqual([entryOf("own")]);
  vi.advanceTimersByTime(29_000);
  await own.read("p3");
  expect(await redis.hlen("presence:p3")).toBe(3);
  vi.advanceTimersByTime(2000);
  await own.read("p3");
  expect(await redis.hkeys("presence:p3")).toEqual(["ann/own"]);
});

test("keeps what a gateway entered that was only silent for a time", async () => {
  const { own, dead } = openRosters();
  vi.useFakeTimers({ toFake: ["performance"] });
  await dead.add("p4", entryOf("dead"));
  expect(await own.read("p4")).toEqual([]);
  vi.advanceTimersByTime(20_000);
  await dead.renewGateway();
  expect(await own.read("p4")).toEqual([entryOf("dead")]);
  await redis.del("gateway:dead");
  vi.advanceTimersByTime(20_000);
  expect(await own.read("p4")).toEqual([]);
  expect(await redis.hlen("presence:p4")).toBe(1);
});

test("a gateway that stops on purpose vouches for its users a little longer, and then no more", async () => {
  const { alive } = openRosters();
  // Sent in one step: time that goes by between the answers is none of the handover's.
  const [, , leftMs] = await Promise.all([
    alive.renewGateway(),
    alive.retireGateway(),
    redis.pttl("gateway:alive"),
  ]);
  expect(leftMs).toBeGreaterThan(1000);
  expect(leftMs).toBeLessThanOrEqual(2000);
});
