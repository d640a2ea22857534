import { eventually } from "@workspace/local-stack/eventually";
import { startRedis } from "@workspace/local-stack/start-redis";
import { afterAll, afterEach, expect, test } from "vitest";
import type { LanguageOffer } from "./contracts/languages.js";
import { createLogger } from "./logger.js";
import { connectRedis } from "./redis.js";
import { createWorkerRegistration, OFFER_TTL_MS, readLanguageOffers } from "./worker-registry.js";

const server = await startRedis();
const logger = createLogger({ service: "test", level: "silent" });
const redis = connectRedis({ address: server, logger, purpose: "test" });
await eventually(() => redis.status === "ready");
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
afterEach(() => redis.flushall());

const CAPS = { wallMs: 1, cpuMs: 2, memoryBytes: 3, outputBytes: 4 };
const PYTHON: LanguageOffer = {
  name: "python",
  isAvailable: true,
  version: "cpython 3.11.2",
  isolation: "lockdown",
  reason: null,
  limits: { ...CAPS, errorBytes: 5, codeBytes: 6, stdinBytes: 7 },
  caps: CAPS,
};
const NO_PYTHON: LanguageOffer = {
  ...PYTHON,
  isAvailable: false,
  version: null,
  isolation: null,
  reason: "none works",
};

/** The key that holds a worker's offer. */
async function findOfferKey(workerId: string): Promise<string> {
  const [key, ...others] = await redis.keys(`*${workerId}*`);
  expect(others).toEqual([]);
  return key ?? "";
}

test("nothing is offered without a worker", async () => {
  expect(await readLanguageOffers(redis)).toEqual([]);
});

test("every worker's offers are there, until it withdraws them", async () => {
  const [one, two] = [
    createWorkerRegistration(redis, "one"),
    createWorkerRegistration(redis, "two"),
  ];
  await one.announce([PYTHON, { ...PYTHON, name: "javascript" }]);
  await two.announce([NO_PYTHON]);
  const offers = await readLanguageOffers(redis);
  expect(offers).toHaveLength(3);
  expect(offers).toEqual(
    expect.arrayContaining([PYTHON, { ...PYTHON, name: "javascript" }, NO_PYTHON]),
  );
  await one.withdraw();
  expect(await readLanguageOffers(redis)).toEqual([NO_PYTHON]);
  await one.withdraw();
  await two.withdraw();
  expect(await redis.keys("*")).toEqual([]);
});

test("an offer that is made again replaces the earlier one", async () => {
  const worker = createWorkerRegistration(redis, "one");
  await worker.announce([PYTHON]);
  await worker.announce([NO_PYTHON]);
  expect(await readLanguageOffers(redis)).toEqual([NO_PYTHON]);
});

test("an offer that is not renewed expires, and a later one is there again", async () => {
  const worker = createWorkerRegistration(redis, "one");
  await worker.announce([PYTHON]);
  const key = await findOfferKey("one");
  const ttlMs = await redis.pttl(key);
  expect(ttlMs).toBeGreaterThan(0);
  expect(ttlMs).toBeLessThanOrEqual(OFFER_TTL_MS);
  await redis.pexpire(key, 1);
  await eventually(async () => (await readLanguageOffers(redis)).length === 0);
  await worker.announce([PYTHON]);
  expect(await readLanguageOffers(redis)).toEqual([PYTHON]);
});

test("workers that are long gone are not asked about for ever", async () => {
  await createWorkerRegistration(redis, "gone").announce([PYTHON]);
  const list = (await redis.keys("*")).find((key) => !key.includes("gone")) ?? "";
  await redis.zadd(list, Date.now() - 7_200_000, "gone");
  await createWorkerRegistration(redis, "one").announce([PYTHON]);
  expect(await redis.zrange(list, 0, -1)).toEqual(["one"]);
});

test.each([
  ["no JSON", "{"],
  ["a text", `"python"`],
  ["null", "null"],
  ["offers of languages that nobody knows here", JSON.stringify([{ ...PYTHON, name: "cobol" }])],
  ["offers without limits", JSON.stringify([{ ...PYTHON, limits: {} }])],
  ["offers that are none", JSON.stringify([null, 1, [], {}])],
])("%s in a worker's place is left out, and the others are there", async (_what, text) => {
  await createWorkerRegistration(redis, "odd").announce([]);
  await createWorkerRegistration(redis, "one").announce([PYTHON]);
  await redis.set(await findOfferKey("odd"), text);
  expect(await readLanguageOffers(redis)).toEqual([PYTHON]);
});

test("what is understood of a worker's offers is there", async () => {
  await createWorkerRegistration(redis, "odd").announce([]);
  const text = JSON.stringify([
    { ...PYTHON, name: "cobol" },
    { ...PYTHON, isNew: true },
  ]);
  await redis.set(await findOfferKey("odd"), text);
  expect(await readLanguageOffers(redis)).toEqual([PYTHON]);
});
