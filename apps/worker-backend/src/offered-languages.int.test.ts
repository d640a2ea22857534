import { readLanguageOffers } from "@workspace/common/worker-registry";
import { eventually } from "@workspace/local-stack/eventually";
import { createSandbox } from "@workspace/sandbox/sandbox";
import { afterAll, expect, test } from "vitest";
import { openWorkshop } from "../tests/open-workshop.js";

const poolSizes = { javascript: 0, typescript: 0, python: 0 };
const sandbox = await createSandbox({
  poolSizes,
  limits: { wallMs: 1234 },
  caps: { memoryBytes: 600_000_000 },
});
const noSandbox = await createSandbox({ poolSizes, tier: "namespaces", searchPath: "/nowhere" });
afterAll(async () => {
  await sandbox.close();
  await noSandbox.close();
});

test("a worker offers its languages from its start until it takes no more jobs", async () => {
  const workshop = await openWorkshop();
  const worker = workshop.startWorker({ sandbox });
  const offers = await eventually(async () => {
    const found = await readLanguageOffers(workshop.redis);
    return found.length > 0 && found;
  });
  expect(offers.map(({ name }) => name)).toEqual(["javascript", "typescript", "python"]);
  for (const offer of offers)
    expect(offer).toMatchObject({
      isAvailable: true,
      version: expect.stringMatching(/\d+\.\d+/),
      isolation: sandbox.tier,
      reason: null,
      limits: { wallMs: 1234, cpuMs: 5000, codeBytes: 1_048_576 },
      caps: { wallMs: 30_000, memoryBytes: 600_000_000 },
    });
  await worker.stopTaking();
  expect(await readLanguageOffers(workshop.redis)).toEqual([]);
});

test("a worker without isolation says why none of its languages is available", async () => {
  const workshop = await openWorkshop();
  workshop.startWorker({ sandbox: noSandbox });
  await eventually(async () => (await readLanguageOffers(workshop.redis)).length > 0);
  for (const offer of await readLanguageOffers(workshop.redis))
    expect(offer).toMatchObject({
      isAvailable: false,
      version: null,
      isolation: null,
      reason: expect.stringContaining("bwrap (bubblewrap) is not installed"),
    });
});

test("a Redis that has lost everything hears of them again", async () => {
  const workshop = await openWorkshop();
  workshop.startWorker({ sandbox });
  await eventually(async () => (await readLanguageOffers(workshop.redis)).length === 3);
  await workshop.redisServer.restart({ isEmpty: true });
  await eventually(async () => (await readLanguageOffers(workshop.redis)).length === 3);
});
