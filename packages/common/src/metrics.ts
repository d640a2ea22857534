import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** One value of a metric, and what its labels say of it. */
export type Sample<Label extends string> = readonly [labels: Record<Label, string>, value: number];

/** What a metric has now, when it is scraped; null while nobody can tell, and the metric is then left out. */
type Reading<Label extends string> = readonly Sample<Label>[] | number | null;

interface MetricOptions<Label extends string> {
  /** In Prometheus's terms: base units, `_total` for what only grows. */
  name: `workspace_${string}`;
  help: string;
  /** Their values come from small fixed sets: never an id, a URL or anything else that a client makes up. */
  labels?: readonly Label[];
}

interface CounterOptions<Label extends string> extends MetricOptions<Label> {
  /** What is there with 0 from the beginning: a rate cannot see how a series that comes later came to be. */
  from0?: readonly Record<Label, string>[];
}

interface ReadOptions<Label extends string> extends MetricOptions<Label> {
  /** Must be cheap, and answer within about a second. What it throws counts as null. */
  read: () => Reading<Label> | Promise<Reading<Label>>;
}

/** What documents tell of a metric. */
export interface MetricInfo {
  name: string;
  type: "counter" | "gauge" | "histogram";
  labels: readonly string[];
  help: string;
}

/** The metrics of one service: a registry of its own, so that several can live in one process. */
export interface Metrics {
  counter<Label extends string = never>(options: CounterOptions<Label>): Counter<Label>;
  /** @param options.buckets upper bounds in the unit of the name, growing */
  histogram<Label extends string = never>(
    options: MetricOptions<Label> & { buckets: readonly number[] },
  ): Histogram<Label>;
  /** A gauge that is read when it is scraped. */
  readGauge<Label extends string = never>(options: ReadOptions<Label>): void;
  /** A count that someone else keeps, read when it is scraped: for ways too hot for anything but `count += 1`. */
  readCounter<Label extends string = never>(options: ReadOptions<Label>): void;
  /** Adds what Node.js tells of its process. Once per process: it looks at the garbage collector, among others. */
  watchProcess(): void;
  /** What was added, in that order, without the process's. */
  list(): readonly MetricInfo[];
  /** All of it in Prometheus's text format. */
  render(): Promise<string>;
  /** Of what {@link Metrics.render} gives. */
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const infos: MetricInfo[] = [];

  function describe<Label extends string>(
    type: MetricInfo["type"],
    { name, help, labels: labelNames = [] }: MetricOptions<Label>,
  ) {
    infos.push({ name, type, labels: labelNames, help });
    return { name, help, labelNames, registers: [registry] };
  }

  /** Replaces what a metric has with what is read, without a moment in between. */
  async function refresh<Label extends string>(
    metric: { reset(): void; remove(labels: object): void },
    read: ReadOptions<Label>["read"],
    add: (labels: Record<Label, string>, value: number) => void,
  ): Promise<void> {
    const reading = await readOrNull(read);
    metric.reset();
    // Without labels a reset leaves a zero, which would be a claim.
    if (reading === null) metric.remove({});
    else if (typeof reading === "number") add({} as Record<Label, string>, reading);
    else for (const [labels, value] of reading) add(labels, value);
  }

  return {
    counter({ from0 = [], ...options }) {
      const counter = new Counter(describe("counter", options));
      for (const labels of from0) counter.inc(labels, 0);
      return counter;
    },
    histogram: ({ buckets, ...options }) =>
      new Histogram({ ...describe("histogram", options), buckets: [...buckets] }),
    readGauge({ read, ...options }) {
      const gauge: Gauge = new Gauge({
        ...describe("gauge", options),
        collect: () => refresh(gauge, read, (labels, value) => gauge.set(labels, value)),
      });
    },
    readCounter({ read, ...options }) {
      const counter: Counter = new Counter({
        ...describe("counter", options),
        collect: () => refresh(counter, read, (labels, value) => counter.inc(labels, value)),
      });
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    list: () => infos,
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

async function readOrNull<Label extends string>(
  read: ReadOptions<Label>["read"],
): Promise<Reading<Label>> {
  try {
    return await read();
  } catch {
    return null;
  }
}
