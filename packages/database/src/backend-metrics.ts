import { readFileSync } from "node:fs";
import { createCachedReading } from "@workspace/common/cached-reading";
import type { EventBus } from "@workspace/common/event-bus";
import type { HealthBody } from "@workspace/common/contracts/health";
import type { Metrics } from "@workspace/common/metrics";
import type { Database } from "./database.js";
import type { EventPublisher } from "./event-publisher.js";

/** Two Prometheus servers that scrape the same service ask its backends once. */
const HEALTH_TTL_MS = 1000;
const HEALTH_TIMEOUT_MS = 2000;

interface WatchedBackends {
  database: { pool: Pick<Database["pool"], "totalCount" | "idleCount" | "waitingCount"> };
  bus: Pick<EventBus, "counts" | "isConnected">;
  publisher: Pick<EventPublisher, "counts">;
  checkHealth: () => Promise<HealthBody>;
}

/** What every service tells of itself and of what it stands on. */
export function watchBackends(
  metrics: Metrics,
  service: { name: string; poolSize: number },
  { database, bus, publisher, checkHealth }: WatchedBackends,
): void {
  const { pool } = database;
  const version = readVersion();
  // What looks at the pool waits for it, or it would see the ping.
  const readHealth = createCachedReading({
    read: checkHealth,
    ttlMs: HEALTH_TTL_MS,
    timeoutMs: HEALTH_TIMEOUT_MS,
  });

  metrics.readGauge({
    name: "workspace_build_info",
    help: "Always 1; the labels tell which version of which service runs on which Node.js",
    labels: ["service", "version", "node_version"],
    read: () => [[{ service: service.name, version, node_version: process.version }, 1]],
  });
  metrics.readGauge({
    name: "workspace_dependency_up",
    help: "1 when the dependency answers a ping within a second, else 0",
    labels: ["dependency"],
    read: async () => {
      const health = await readHealth();
      return [
        [{ dependency: "postgresql" }, health?.database === "up" ? 1 : 0],
        [{ dependency: "redis" }, health?.redis === "up" ? 1 : 0],
        [{ dependency: "event_bus" }, bus.isConnected() ? 1 : 0],
      ];
    },
  });
  metrics.readGauge({
    name: "workspace_draining",
    help: "1 from the signal to stop until the process ends, else 0",
    read: async () => ((await readHealth())?.status === "draining" ? 1 : 0),
  });
  metrics.readGauge({
    name: "workspace_database_connections",
    help: "Connections to PostgreSQL, by what they do",
    labels: ["state"],
    read: async () => {
      await readHealth();
      return [
        [{ state: "busy" }, pool.totalCount - pool.idleCount],
        [{ state: "idle" }, pool.idleCount],
      ];
    },
  });
  metrics.readGauge({
    name: "workspace_database_connections_max",
    help: "DATABASE_POOL_SIZE",
    read: () => service.poolSize,
  });
  metrics.readGauge({
    name: "workspace_database_waiting",
    help: "Statements that wait for a connection to PostgreSQL",
    read: async () => {
      await readHealth();
      return pool.waitingCount;
    },
  });
  metrics.readCounter({
    name: "workspace_bus_messages_total",
    help: "Messages between services through Redis, by what became of them",
    labels: ["outcome"],
    read: () => {
      const { sent, unsent, received, dropped } = bus.counts();
      return [
        [{ outcome: "sent" }, sent],
        [{ outcome: "unsent" }, unsent],
        [{ outcome: "received" }, received],
        [{ outcome: "dropped" }, dropped],
      ];
    },
  });
  metrics.readCounter({
    name: "workspace_events_published_total",
    help: "Log entries sent to whoever listens: by who wrote them, or later by the relay",
    labels: ["by"],
    read: () => {
      const { published, relayed } = publisher.counts();
      return [
        [{ by: "writer" }, published],
        [{ by: "relay" }, relayed],
      ];
    },
  });
}

/** All packages have the version of the whole. */
function readVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
