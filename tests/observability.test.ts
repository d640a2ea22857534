import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createMetrics, type Metrics } from "@workspace/common/metrics";
import { watchBackends } from "@workspace/database/backend-metrics";
import { expect, test } from "vitest";
import { createHttpMetrics } from "../apps/http-backend/src/metrics/http-metrics.js";
import {
  createGatewayMetrics,
  watchGateway,
} from "../apps/websocket-backend/src/gateway-metrics.js";
import { createLimitCounters } from "../apps/websocket-backend/src/guards/limit-counters.js";
import { watchWorker } from "../apps/worker-backend/src/watch-worker.js";
import { createWorkerMetrics } from "../apps/worker-backend/src/worker-metrics.js";
import { renderTable, replaceSection } from "../packages/common/tests/markdown-table.js";

// The table in the document is written anew by `pnpm vitest run --project unit observability -u`.
const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(inRoot(path), "utf8");

const OPERATIONS = "docs/operations.md";
const operations = read(OPERATIONS);
const alerts = read("docker/observability/alerts.yml");
const compose = read("docker-compose.observability.yml");
const dashboard = JSON.parse(read("docker/observability/grafana/dashboards/workspace.json")) as {
  templating: { list: { name: string; type: string; current: { value: string } }[] };
  panels: {
    id: number;
    type: string;
    title: string;
    gridPos: { x: number; y: number; w: number; h: number };
    datasource?: { uid: string };
    targets?: { expr: string; datasource: { uid: string } }[];
  }[];
};

/** Nothing is read of them here. */
const never = (): never => {
  throw new Error("nobody scrapes");
};

const shared = createMetrics();
watchBackends(
  shared,
  { name: "any", poolSize: 1 },
  {
    database: { pool: { totalCount: 0, idleCount: 0, waitingCount: 0 } },
    bus: { counts: never, isConnected: never },
    publisher: { counts: never },
    checkHealth: never,
  },
);
const http = createMetrics();
createHttpMetrics(http);
const gateway = createMetrics();
createGatewayMetrics(gateway, createLimitCounters());
watchGateway(gateway, { counts: never });
const worker = createMetrics();
createWorkerMetrics(worker);
watchWorker(worker, {
  queue: { getJobCounts: never },
  readBacklog: never,
  sandbox: { tier: null, languages: never, pools: never },
  alerts: { count: never, deliveries: never },
  countRunning: never,
  concurrency: 1,
});
const SERVICES: [title: string, metrics: Metrics][] = [
  ["Every service", shared],
  ["http-backend", http],
  ["websocket-backend", gateway],
  ["worker-backend", worker],
];

/** Every series that a scrape can have. */
async function listSeries(): Promise<Set<string>> {
  const ofProcess = createMetrics();
  ofProcess.watchProcess();
  const names = (await ofProcess.render()).matchAll(/^# TYPE (\S+)/gm);
  const own = SERVICES.flatMap(([, metrics]) => metrics.list()).flatMap(({ name, type }) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set([...own, ...Array.from(names, ([, name]) => name as string)]);
}

const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const namesIn = (text: string): string[] =>
  text.match(/\b(?:workspace|nodejs|process)_[a-z0-9_]+/g) ?? [];

test("alerts and dashboard ask for nothing that no service has", async () => {
  const series = await listSeries();
  const asked = [...namesIn(alerts), ...expressions.flatMap(namesIn)];
  expect(asked.length).toBeGreaterThan(60);
  expect(asked.filter((name) => !series.has(name))).toEqual([]);
});

test("the dashboard shows every metric of a service, but for sums of what it shows", async () => {
  const shown = new Set(
    expressions.flatMap(namesIn).map((name) => name.replace(/_(?:bucket|count)$/, "")),
  );
  const all = SERVICES.flatMap(([, metrics]) => metrics.list()).map(({ name }) => name);
  expect(all.filter((name) => !shown.has(name))).toEqual([]);
});

test("every metric is named as Prometheus wants it, with labels that are few", () => {
  for (const { name, type, labels, help } of SERVICES.flatMap(([, metrics]) => metrics.list())) {
    expect(name).toMatch(/^workspace(?:_[a-z]+)+$/);
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
    expect(help, name).not.toBe("");
    for (const label of labels) expect(label).not.toMatch(/(?:^|_)(?:id|user|project|url|path)/);
  }
});

test("the dashboard loads as it is: panels of their own place, on a source that can be chosen", () => {
  const [source] = dashboard.templating.list;
  expect(source).toMatchObject({ type: "datasource", current: { value: "workspace-prometheus" } });
  expect(read("docker/observability/grafana/provisioning/datasources/prometheus.yml")).toContain(
    "uid: workspace-prometheus",
  );
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const rows = panels.filter(({ type }) => type === "row").map(({ title }) => title);
  expect(rows).toEqual([
    "Overview",
    "HTTP",
    "Real time",
    "Jobs",
    "Sandbox",
    "Backends and processes",
  ]);
  for (const { type, title, datasource, targets = [] } of panels) {
    if (type === "row") continue;
    expect(targets.length, title).toBeGreaterThan(0);
    for (const uid of [datasource?.uid, ...targets.map((target) => target.datasource.uid)])
      expect(uid, title).toBe("${datasource}");
  }
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});

test("docs/operations.md tells what to do for every alert, in their order", () => {
  const named = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  const told = [...operations.matchAll(/^\| `(Workspace\w+)`/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(15);
  expect(told).toEqual(named);
});

test("docs/operations.md has every metric in its tables", async () => {
  const section = SERVICES.map(([title, metrics]) => {
    const rows = metrics
      .list()
      .map(({ name, type, labels, help }) => [
        `\`${name}\``,
        type,
        labels.map((label) => `\`${label}\``).join(", "),
        help,
      ]);
    return `### ${title}\n\n${renderTable([["metric", "type", "labels", "what it is"], ...rows])}`;
  }).join("\n\n");
  const document = replaceSection(operations, "metrics", section);
  await expect(document).toMatchFileSnapshot(inRoot(OPERATIONS));
});

test("docker-compose.observability.yml opens metrics inside only, and publishes Grafana on loopback alone", () => {
  const services = read("docker-compose.yml").match(/^ {2}(?:http|websocket|worker)-backend:/gm);
  for (const service of services ?? [])
    expect(compose).toContain(`\n${service}\n    <<: *metrics\n`);
  const port = /^ {4}METRICS_PORT: (\d+)$/m.exec(compose)?.[1];
  const scraped = read("docker/observability/prometheus.yml").matchAll(/port: (\d+)/g);
  expect(Array.from(scraped, ([, each]) => each)).toEqual([port, port, port]);
  const published = compose.match(/^ {4}ports: .*$/gm);
  expect(published).toEqual(['    ports: ["127.0.0.1:${GRAFANA_PUBLISHED_PORT:-3003}:3000"]']);
  expect(compose).toContain("GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_ADMIN_PASSWORD:?");
  for (const [, tag] of compose.matchAll(/image: \$\{\w+:-[^:]+:([^}]+)\}/g))
    expect(tag).toMatch(/^v?\d+\.\d+\.\d+$/);
});
