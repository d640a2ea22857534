import "@workspace/local-stack/provided-context";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@workspace/local-stack/free-port";
import {
  forkService,
  type ServiceName,
  stopProcess,
  waitUntilReady,
} from "@workspace/local-stack/service-process";
import { afterAll, inject } from "vitest";

const ROOT_DIR = fileURLToPath(new URL("../../..", import.meta.url));
const STOP_DEADLINE_MS = 10_000;

/** An http-backend and a gateway of the test file's own, on the database and the Redis that all share. */
export interface Deployment {
  readonly urls: { http: string; websocket: string };
  /** Ends the gateway as a crash would. */
  killGateway(): Promise<void>;
  /** Starts one again on the same port, and waits until it is ready. */
  startGateway(): Promise<void>;
}

export async function startDeployment(): Promise<Deployment> {
  const backends = inject("serviceBackends");
  if (backends === null) throw new Error("the services were not started here");
  const ports = { http: await findFreePort(), websocket: await findFreePort() };
  const output = openSync(devNull, "a");
  const env = {
    ...process.env,
    NODE_ENV: "test",
    DATABASE_URL: backends.databaseUrl,
    REDIS_URL: backends.redisUrl,
    JWT_SECRET: randomBytes(32).toString("hex"),
    AUTH_RATE_LIMIT_PER_MINUTE: "0",
    BCRYPT_COST: "4",
    PUBLIC_WS_URL: `:${ports.websocket}`,
  };
  async function start(name: ServiceName, port: number) {
    const child = forkService({ rootDir: ROOT_DIR, name, port, env, output });
    await waitUntilReady({ name, port }, child);
    return child;
  }
  const http = await start("http-backend", ports.http);
  let gateway = await start("websocket-backend", ports.websocket);
  afterAll(async () => {
    await Promise.all([http, gateway].map((child) => stopProcess(child, STOP_DEADLINE_MS)));
    closeSync(output);
  });
  return {
    urls: {
      http: `http://localhost:${ports.http}`,
      websocket: `http://localhost:${ports.websocket}`,
    },
    async killGateway() {
      const exited = new Promise((resolve) => gateway.once("exit", resolve));
      gateway.kill("SIGKILL");
      await exited;
    },
    async startGateway() {
      gateway = await start("websocket-backend", ports.websocket);
    },
  };
}
