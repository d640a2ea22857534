import { type LanguageOffer, offeredLanguageSchema } from "@workspace/common/contracts/languages";
import { createWorkerRegistration } from "@workspace/common/worker-registry";
import { eventually } from "@workspace/local-stack/eventually";
import { expect, onTestFinished, test } from "vitest";
import { callApi, createAccount, expectRefusal } from "../../tests/api.js";
import { openTestApp } from "../../tests/open-test-app.js";

const CAPS = { wallMs: 30_000, cpuMs: 30_000, memoryBytes: 1_073_741_824, outputBytes: 8_388_608 };
const JAVASCRIPT: LanguageOffer = {
  name: "javascript",
  isAvailable: true,
  version: "node 20.20.2",
  isolation: "namespaces",
  reason: null,
  limits: {
    wallMs: 5000,
    cpuMs: 5000,
    memoryBytes: 536_870_912,
    outputBytes: 1_048_576,
    errorBytes: 65_536,
    codeBytes: 1_048_576,
    stdinBytes: 1_048_576,
  },
  caps: CAPS,
};
const NO_PYTHON: LanguageOffer = {
  ...JAVASCRIPT,
  name: "python",
  isAvailable: false,
  version: null,
  reason: "no python3",
};

test("GET /languages lists what the running workers offer, and nothing without them", async () => {
  const app = await openTestApp({ endWith: onTestFinished });
  const { token } = await createAccount(app);
  const list = async () => (await callApi(app, "GET /languages", { token }).expect(200)).body;
  expect(await list()).toEqual([]);

  const workers = ["one", "two"].map((id) => createWorkerRegistration(app.redis, id));
  for (const worker of workers) await worker.announce([NO_PYTHON, JAVASCRIPT]);
  const body = await list();
  expect(body).toEqual([
    { ...JAVASCRIPT, workers: 2 },
    { ...NO_PYTHON, workers: 2 },
  ]);
  expect(offeredLanguageSchema.array().parse(body)).toEqual(body);

  await workers[0]?.announce([{ ...JAVASCRIPT, isolation: "lockdown" }]);
  expect(await list()).toEqual([
    { ...JAVASCRIPT, isolation: expect.any(String), workers: 1 },
    { ...JAVASCRIPT, isolation: expect.any(String), workers: 1 },
    { ...NO_PYTHON, workers: 1 },
  ]);

  for (const worker of workers) await worker.withdraw();
  expect(await list()).toEqual([]);
});

test("GET /languages is 503 while Redis is away, and not after", async () => {
  const app = await openTestApp({ endWith: onTestFinished });
  const { token } = await createAccount(app);
  await app.redisServer.kill();
  await eventually(() => app.redis.status !== "ready");
  const answer = await callApi(app, "GET /languages", { token });
  expectRefusal(answer, 503, "UNAVAILABLE");
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  await app.redisServer.restart();
  await eventually(async () => (await callApi(app, "GET /languages", { token })).status === 200);
});
