import { expect, test } from "vitest";
import { createMetrics } from "./metrics.js";

/** The values of a scrape, without what explains them. */
const samplesOf = async ({ render }: ReturnType<typeof createMetrics>): Promise<string[]> =>
  (await render()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("a count that someone else keeps is read anew at each scrape", async () => {
  const metrics = createMetrics();
  let count = 3;
  metrics.readCounter({ name: "workspace_things_total", help: "Things", read: () => count });
  expect(await metrics.render()).toContain("# TYPE workspace_things_total counter");
  expect(await samplesOf(metrics)).toEqual(["workspace_things_total 3"]);
  count = 5;
  const scrapes = await Promise.all([samplesOf(metrics), samplesOf(metrics)]);
  expect(scrapes).toEqual([["workspace_things_total 5"], ["workspace_things_total 5"]]);
});

test("labels that are read no longer are gone", async () => {
  const metrics = createMetrics();
  let languages = ["javascript", "python"];
  metrics.readGauge({
    name: "workspace_things",
    help: "Things",
    labels: ["language"],
    read: async () => languages.map((language) => [{ language }, 1] as const),
  });
  expect(await samplesOf(metrics)).toHaveLength(2);
  languages = ["python"];
  expect(await samplesOf(metrics)).toEqual([`workspace_things{language="python"} 1`]);
});

test.each<[what: string, read: () => Promise<null> | null]>([
  ["null", () => null],
  ["a failure", () => Promise.reject(new Error("Redis is away"))],
  [
    "a failure in the same step",
    () => {
      throw new Error("Redis is away");
    },
  ],
])("%s is no value, and costs the others nothing", async (_what, read) => {
  const metrics = createMetrics();
  const help = "Things";
  metrics.readGauge({ name: "workspace_unknown", help, read });
  metrics.readGauge({ name: "workspace_unknown_labelled", help, labels: ["state"], read });
  metrics.readCounter({ name: "workspace_unknown_total", help, read });
  metrics.readGauge({ name: "workspace_known", help, read: () => 1 });
  expect(await samplesOf(metrics)).toEqual(["workspace_known 1"]);
});

test("a counter begins where it is told to, and each service has its own", async () => {
  const [metrics, others] = [createMetrics(), createMetrics()];
  const options = {
    name: "workspace_things_total",
    help: "Things",
    labels: ["end"],
    from0: [{ end: "good" }, { end: "bad" }],
  } as const;
  metrics.counter(options).inc({ end: "bad" });
  others.counter(options);
  expect(await samplesOf(metrics)).toEqual([
    `workspace_things_total{end="good"} 0`,
    `workspace_things_total{end="bad"} 1`,
  ]);
  expect(await samplesOf(others)).toContain(`workspace_things_total{end="bad"} 0`);
  expect(metrics.list()).toEqual([
    { name: "workspace_things_total", type: "counter", labels: ["end"], help: "Things" },
  ]);
});
